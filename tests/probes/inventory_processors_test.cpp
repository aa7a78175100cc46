#include <catch2/catch.hpp>

#include "probes/inventory/inventory_parts.h"
#include "tests/support/fixture_host.h"

namespace rackproof {
namespace {

TEST_CASE("inventory: a processor that is offline is listed all the same", "[probes][inventory]") {
  const testing::FixtureHost fixture("vanished_processor");
  Survey survey(fixture.host(), "inventory");
  inventory::CpuInfo cpus;
  cpus.processors.emplace_back().model = "Xeon";
  const auto handles = inventory::survey_processors(survey, cpus);
  REQUIRE(handles.size() == 2);
  CHECK(survey.device(handles[0].device).parent == "node/package:0");
  CHECK(survey.device(handles[1].device).id == "node/cpu:1");
  CHECK(handles[1].number == 1);
}

TEST_CASE("inventory: a package carries model, microcode and how many it holds",
          "[probes][inventory]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  Survey survey(fixture.host(), "inventory");
  const auto text = fixture.files().read_text("/proc/cpuinfo");
  REQUIRE(text);
  inventory::survey_processors(survey, inventory::parse_cpuinfo(*text));
  const auto& package = survey.device(0);
  CHECK(package.id == "node/package:0");
  CHECK(package.model == "AMD EPYC");
  CHECK(package.firmware == "0x1000065");
  CHECK(package.attributes.at("processors") == "2");
}

}  // namespace
}  // namespace rackproof
