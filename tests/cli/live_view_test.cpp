#include "cli/live_view.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

constexpr auto kTriad = metrics::named("mem_triad_bytes_per_second");

Device device_of(std::string id) {
  Device device;
  device.id = std::move(id);
  return device;
}

const Metric& some_temperature() {
  static constexpr Metric kTemperature{"a_celsius", Unit::celsius, MetricKind::gauge, "Heat."};
  return kTemperature;
}

}  // namespace

TEST_CASE("live view: latest rates, hottest part, and what disturbed", "[progress]") {
  LiveView view(nullptr);
  view.begin_step("triad");
  CHECK(view.lines(80) == std::vector<std::string>{"  no rate yet", "  hottest: no sensor"});

  view.take(device_of("node/memory"), *kTriad, 1e10);
  view.take(device_of("node/memory"), *kTriad, 2.5e10);
  view.take(device_of("node/a"), some_temperature(), 61);
  view.take(device_of("node/b"), some_temperature(), 60);
  view.take(Disturbance{"foreign_load", "", "triad", {}, Touches::rates});

  CHECK(view.rates().at("mem_triad_bytes_per_second").value == 2.5e10);
  REQUIRE(view.hottest());
  CHECK(view.hottest()->device == "node/a");
  const auto lines = view.lines(80);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].find("mem_triad_bytes_per_second 25") != std::string::npos);
  CHECK(lines[1].find("node/a 61") != std::string::npos);
  CHECK(lines[2] == "  disturbed 1 times, last: foreign_load in triad");

  view.begin_step("next");
  CHECK(view.rates().empty());
  for (const auto& line : view.lines(12)) {
    CHECK(line.size() <= 12);
  }
}
