#include "probes/machine/listening_socket.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("listening socket: port 0 is one that the system picks, and is told", "[machine]") {
  const auto four = listen_at("127.0.0.1:0");
  REQUIRE(four);
  CHECK(four->address.starts_with("127.0.0.1:"));
  CHECK(four->address != "127.0.0.1:0");
  const auto named = listen_at("localhost:0");
  REQUIRE(named);
  CHECK(named->address.starts_with("127.0.0.1:"));
}

TEST_CASE("listening socket: IPv6 stands in brackets, and a star is every address", "[machine]") {
  const auto six = listen_at("[::1]:0");
  if (six) {  // a machine may be without IPv6
    CHECK(six->address.starts_with("[::1]:"));
    const auto all = listen_at("*:0");
    REQUIRE(all);
    CHECK(all->address.starts_with("[::]:"));
  } else {
    CHECK(six.error().kind != ErrorKind::malformed);
  }
}

TEST_CASE("listening socket: what is no numeric address and port is malformed", "[machine]") {
  for (const auto* wrong : {"", "9841", ":9841", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x",
                            "127.0.0.1:65536", "127.0.0.1:-1", "::1:9841", "[::1]", "[]:1",
                            "rack7.example.org:9841", "127.0.0.256:1", "0x7f.1:1 "}) {
    INFO(wrong);
    const auto socket = listen_at(wrong);
    REQUIRE_FALSE(socket);
    CHECK(socket.error().kind == ErrorKind::malformed);
    CHECK_FALSE(check_listen_address(wrong));
  }
}

TEST_CASE("listening socket: an address can be checked without being taken", "[machine]") {
  const auto taken = listen_at("127.0.0.1:0");
  REQUIRE(taken);
  CHECK(check_listen_address(taken->address));
  CHECK(check_listen_address("[::1]:1"));
  CHECK(check_listen_address("*:9841"));
}
