#include "probes/outside/outside_sources.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/file_tree.h"
#include "probes/read_once.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const std::string kTwo = R"(
[[site_metric]]
name = "site_heat_watts"
unit = "W"
kind = "gauge"
help = "Heat that the water took."

[[source]]
name = "good"
exec = ["/bin/echo", "heat_watts 950.5"]
[[source.series]]
name = "heat_watts"
metric = "site_heat_watts"
unit = "W"

[[source]]
name = "bad"
exec = ["/bin/false"]
[[source.series]]
name = "heat_watts"
metric = "site_heat_watts"
unit = "W"
)";

const Reading* find(const OneReading& reading, std::string_view device, std::string_view metric) {
  for (const auto& sample : reading.samples) {
    if (sample.metric->name == metric && reading.inventory.devices[sample.device].id == device) {
      return &sample.reading;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("outside sources: one that fails costs its own samples only", "[probes][outside]") {
  auto loaded = OutsideSources::load(kTwo, "s.toml");
  INFO((loaded ? std::string() : loaded.error().message));
  REQUIRE(loaded);
  const OutsideSources sources = *std::move(loaded);  // where they lie does not matter
  const auto files = FileTree::open("/");
  REQUIRE(files);
  const FrozenClock clock;
  const Host host{*files, clock};

  const auto probes = sources.make_probes(host);
  const auto reading = read_once(host, probes, std::chrono::seconds(60));

  REQUIRE(reading);
  REQUIRE(find(*reading, "node/source:good", "site_heat_watts") != nullptr);
  CHECK(*find(*reading, "node/source:good", "site_heat_watts") == Reading(950.5));
  const auto* failed = find(*reading, "node/source:bad", "site_heat_watts");
  REQUIRE(failed != nullptr);
  CHECK(std::get<Error>(*failed).message == "bad: ended with exit code 1");
  CHECK(reading->probes.size() == 2);
}

TEST_CASE("outside sources: no file is no source, a wrong one is refused by line",
          "[probes][outside]") {
  CHECK(OutsideSources().names().empty());
  CHECK(OutsideSources::load("", "")->names().empty());
  CHECK(OutsideSources::load(kTwo, "s.toml")->names() == std::vector<std::string>{"good", "bad"});
  CHECK(OutsideSources::load("[[source]]\n", "s.toml").error().message.starts_with("s.toml:1: "));
}
