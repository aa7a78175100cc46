#include "probes/redfish/redfish_uri.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

TEST_CASE("redfish: a link out of /redfish/v1 is refused", "[probes][redfish]") {
  for (const auto* link :
       {"", "/", "/redfish", "/redfish/v10/Chassis", "/redfish/v1x", "redfish/v1/Chassis",
        "https://redfishpdu.contoso.com/redfish/v1/PowerEquipment", "//evil/redfish/v1",
        "/redfish/v1/../../etc/passwd", "/redfish/v1/./Chassis", "/redfish/v1//Chassis",
        "/redfish/v1/Chassis?$expand=*", "/redfish/v1/a b", "/redfish/v1/a\nHost: x",
        "/redfish/v1/\xC3\xA4"}) {
    CAPTURE(link);
    const auto uri = local_uri(link);
    REQUIRE_FALSE(uri);
    CHECK(uri.error().kind == ErrorKind::untrusted);
  }
  CHECK_FALSE(local_uri("/redfish/v1/" + std::string(2000, 'x')));
}

TEST_CASE("redfish: links that name one document are one address", "[probes][redfish]") {
  CHECK(*local_uri("/redfish/v1/") == "/redfish/v1");
  CHECK(*local_uri("/redfish/v1") == "/redfish/v1");
  CHECK(*local_uri("/redfish/v1/Chassis/1/Power#/PowerControl/0") == "/redfish/v1/Chassis/1/Power");
  CHECK(*local_uri("/redfish/v1/Systems/437XR1138R2/") == "/redfish/v1/Systems/437XR1138R2");
}

TEST_CASE("redfish: only the next page of a collection may carry a query", "[probes][redfish]") {
  CHECK(*local_page("/redfish/v1/Chassis?$skip=50") == "/redfish/v1/Chassis?$skip=50");
  CHECK(*local_page("/redfish/v1/Chassis") == "/redfish/v1/Chassis");
  for (const auto* link : {"", "https://x/redfish/v1/Chassis?$skip=50", "/redfish/v1/../x?$skip=1",
                           "/redfish/v1/Chassis?a b", "/redfish/v1/Chassis?a?b",
                           "/redfish/v1/Chassis?a/../b", "/redfish/v1/Chassis?a#b"}) {
    CAPTURE(link);
    CHECK_FALSE(local_page(link));
  }
}

TEST_CASE("redfish: addresses come apart", "[probes][redfish]") {
  CHECK(fragment_of("/redfish/v1/a#/b/c") == "b/c");
  CHECK(fragment_of("/redfish/v1/a#Fans/0") == "Fans/0");
  CHECK(fragment_of("/redfish/v1/a").empty());
  CHECK(last_segment("/redfish/v1/Chassis/1U") == "1U");
  CHECK(path_below_root("/redfish/v1/Chassis/1U") == "/Chassis/1U");
  CHECK(path_below_root("/redfish/v1").empty());
}
