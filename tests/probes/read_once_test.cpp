#include "probes/read_once.h"

#include <algorithm>
#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "probes/registry.h"
#include "tests/support/fixture_host.h"

namespace rackproof {
namespace {

TEST_CASE("read_once: one reading of a captured machine holds each metric once", "[probes]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  const auto probes = make_probes(fixture.host(), {});
  REQUIRE(probes);
  const auto reading = read_once(fixture.host(), *probes, std::chrono::seconds(20));
  REQUIRE(reading);
  CHECK(reading->probes.size() == probe_registry().size());
  CHECK(reading->samples.size() > 10);
  const auto twice =
      std::ranges::adjacent_find(reading->samples, [](const Sample& a, const Sample& b) {
        return a.device == b.device && a.metric == b.metric;
      });
  CHECK(twice == reading->samples.end());
}

TEST_CASE("read_once: a probe that does not exist is refused with the nearest name", "[probes]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  const auto probes = make_probes(fixture.host(), {"presure"});
  REQUIRE_FALSE(probes);
  CHECK(probes.error().message == "no probe 'presure' (did you mean 'pressure'?)");
  CHECK(make_probes(fixture.host(), {"pressure", "cpu"})->size() == 2);
}

}  // namespace
}  // namespace rackproof
