#include "reports/seal/rack_name.h"

#include <array>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

using namespace rackproof::seal;
using Catch::Contains;

TEST_CASE("rack name: a serial goes into a URI and comes back", "[reports][seal]") {
  const std::array pairs{
      std::pair{BoundName{NameKind::rack, "AB-0007"}, "urn:rackproof:rack:AB-0007"},
      std::pair{BoundName{NameKind::host, "S/N 12:3%"}, "urn:rackproof:host:S%2FN%2012%3A3%25"},
      std::pair{BoundName{NameKind::site, "Zürich"}, "urn:rackproof:site:Z%C3%BCrich"},
  };
  for (const auto& [name, uri] : pairs) {
    CHECK(uri_of(name) == uri);
    const auto read = parse_bound_name(uri);
    REQUIRE(read);
    CHECK(*read == name);
  }
}

TEST_CASE("rack name: one serial has one spelling", "[reports][seal]") {
  const std::array<std::pair<std::string, const char*>, 12> wrong{{
      {"urn:rackproof:rack:", "an empty name"},
      {"urn:rackproof:rack", "knows rack, host and site only"},
      {"urn:rackproof:shelf:7", "knows rack, host and site only"},
      {"urn:Rackproof:rack:7", "does not begin"},
      {"https://rack/7", "does not begin"},
      {"urn:rackproof:rack:a%2fb", "another spelling"},
      {"urn:rackproof:rack:%41", "another spelling"},
      {"urn:rackproof:rack:a b", "another spelling"},
      {"urn:rackproof:rack:a%2", "another spelling"},
      {"urn:rackproof:rack:a%00", "control characters"},
      {"urn:rackproof:rack:%C0%AF", "no UTF-8"},
      {"urn:rackproof:rack:" + std::string(200, '7'), "more than 200 bytes"},
  }};
  for (const auto& [uri, why] : wrong) {
    INFO(uri);
    const auto read = parse_bound_name(uri);
    REQUIRE_FALSE(read);
    CHECK_THAT(read.error().message, Contains(why));
  }
}

TEST_CASE("rack name: a rack's and a host's serial are two things, a site is none",
          "[reports][seal]") {
  const DutSerials dut{{"R1"}, {"H1", "H2"}};
  CHECK(names_dut({NameKind::rack, "R1"}, dut));
  CHECK(names_dut({NameKind::host, "H2"}, dut));
  CHECK_FALSE(names_dut({NameKind::rack, "H1"}, dut));
  CHECK_FALSE(names_dut({NameKind::host, "R1"}, dut));
  CHECK_FALSE(names_dut({NameKind::rack, "r1"}, dut));
  CHECK_FALSE(names_dut({NameKind::site, "R1"}, dut));
  CHECK_FALSE(names_dut({NameKind::rack, "R1"}, {}));
}
