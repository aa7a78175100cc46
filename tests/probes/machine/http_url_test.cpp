#include "probes/machine/http_url.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("http url: an origin has its port, and a host no case", "[machine][http]") {
  const auto plain = parse_http_url("https://BMC7.Example");
  REQUIRE(plain);
  CHECK(plain->origin == "https://bmc7.example:443");
  CHECK(plain->target == "/");

  const auto whole = parse_http_url("http://[::1]:8080/redfish/v1?only");
  REQUIRE(whole);
  CHECK(whole->origin == "http://[::1]:8080");
  CHECK(whole->target == "/redfish/v1?only");
}

TEST_CASE("http url: a password in a URL is refused and not repeated", "[machine][http]") {
  const auto url = parse_http_url("https://admin:hunter2@bmc7/");

  REQUIRE_FALSE(url);
  CHECK(url.error().kind == ErrorKind::malformed);
  CHECK(url.error().message.find("hunter2") == std::string::npos);
}

TEST_CASE("http url: what is neither http nor https is no URL", "[machine][http]") {
  for (const auto* text :
       {"", "bmc7", "/redfish/v1", "ftp://bmc7", "file:///etc/passwd", "https://", "//bmc7/x"}) {
    INFO(text);
    CHECK_FALSE(parse_http_url(text));
  }
}

TEST_CASE("http url: no byte of a link can end a request line", "[machine][http]") {
  CHECK(percent_encoded("/redfish/v1/Chassis/A%20B?$expand=.($levels=1)") ==
        "/redfish/v1/Chassis/A%20B?$expand=.($levels=1)");
  CHECK(percent_encoded("/a b\r\nX: y") == "/a%20b%0d%0aX:%20y");
  CHECK(percent_encoded("/caf\xc3\xa9#x") == "/caf%c3%a9%23x");
}
