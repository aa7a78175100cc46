#include "probes/machine/served_host.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("served host: names and addresses that never leave this machine", "[machine][http]") {
  for (const std::string host :
       {"localhost", "LocalHost:9841", "localhost.", "localhost:", "127.0.0.1", "127.0.0.1:80",
        "127.255.0.9:9841", "[::1]", "[::1]:9841", "[0:0:0:0:0:0:0:1]"}) {
    INFO(host);
    CHECK(is_loopback_host(host));
  }
}

TEST_CASE("served host: a name that somebody else can point here is not this machine",
          "[machine][http]") {
  for (const std::string host : {"",
                                 "here",
                                 "evil.example",
                                 "evil.example:9841",
                                 "localhost.evil.example",
                                 "127.0.0.1.evil.example",
                                 "127.evil.example",
                                 "127.1",
                                 "2130706433",
                                 "10.0.0.1",
                                 "0.0.0.0",
                                 "[::]",
                                 "[::1",
                                 "[::1].evil.example",
                                 "[::1]evil",
                                 "::1",
                                 "[fe80::1]",
                                 "localhost:80:80",
                                 "localhost:evil",
                                 "localhost@evil.example",
                                 "localhost.."}) {
    INFO(host);
    CHECK(!is_loopback_host(host));
  }
}

TEST_CASE("served host: who listens for others than this machine is no loopback",
          "[machine][http]") {
  CHECK(is_loopback_address("127.0.0.1:9841"));
  CHECK(is_loopback_address("[::1]:9841"));
  CHECK(!is_loopback_address("[::]:9841"));
  CHECK(!is_loopback_address("0.0.0.0:9841"));
  CHECK(!is_loopback_address("192.0.2.7:9841"));
}
