#include "cli/live_view.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "tests/support/progress_parts.h"

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
    CHECK(columns_of(line) <= 12);
  }
}

TEST_CASE("live view: the worst margin is shown in per cent, negative past its limit",
          "[progress]") {
  const auto reference = testing::triad_floor(100);
  LiveView view(&reference);
  view.begin_step("gemm");
  CHECK_FALSE(view.worst_margin());
  auto memory = device_of("node/memory");
  memory.kind = DeviceKind::memory;
  view.take(memory, *kTriad, 112.5);
  CHECK(view.lines(80)[1] == "  hottest: no sensor, worst margin: 12.5 % (bandwidth)");
  view.take(memory, *kTriad, 80);
  CHECK(view.lines(80)[1] == "  hottest: no sensor, worst margin: -20 % (bandwidth)");
}

TEST_CASE("live view: only rates that a workload measured are rates", "[progress]") {
  static constexpr Metric kRead{"disk_read", Unit::byte_per_second, MetricKind::gauge, "Read."};
  LiveView view(nullptr);
  view.begin_step("storage");
  view.take(device_of("node/disk"), kRead, 5e9);
  view.take(device_of("node"), *metrics::named("gemm_exact_mismatch_count"), 0);
  CHECK(view.rates().empty());
  view.take(device_of("node"), *metrics::named("gemm_exact_flops_per_second"), 1e9);
  CHECK(view.rates().size() == 1);
}

TEST_CASE("live view: a line is cut between letters", "[progress]") {
  LiveView view(nullptr);
  view.take(device_of("node/Lüfter"), some_temperature(), 61);
  for (std::size_t width = 1; width < 40; ++width) {
    for (const auto& line : view.lines(width)) {
      CHECK(is_utf8(line));
      CHECK(columns_of(line) <= width);
    }
  }
}

TEST_CASE("live view: of many rates three are shown, and all are known", "[progress]") {
  LiveView view(nullptr);
  view.begin_step("all");
  for (const auto* metric :
       {metrics::named("mem_triad_bytes_per_second"), metrics::named("gemm_exact_flops_per_second"),
        metrics::named("gemm_random_flops_per_second"),
        metrics::named("mem_pattern_bytes_per_second")}) {
    view.take(device_of("node"), *metric, 2e9);
  }
  CHECK(view.rates().size() == 4);
  const auto shown = view.lines(1000)[0];
  CHECK(std::ranges::count(shown, ',') == 2);
  CHECK(shown.find("mem_triad") == std::string::npos);  // the last of them by name
}

TEST_CASE("live view: what is hottest and what disturbed outlives a step", "[progress]") {
  LiveView view(nullptr);
  view.begin_step("one");
  view.take(device_of("node/a"), some_temperature(), 61);
  view.take(Disturbance{"clock_step", "", "one", {}, Touches::everything});
  view.begin_step("two");
  CHECK(view.hottest()->celsius == 61);
  CHECK(view.disturbances().size() == 1);
  view.take(device_of("node/a"), some_temperature(), 40);
  view.take(device_of("node/b"), some_temperature(), 41);
  CHECK(view.hottest()->device == "node/b");
}

TEST_CASE("live view: a name from outside cannot move the cursor", "[progress]") {
  LiveView view(nullptr);
  view.take(device_of("node/\x1b[2J\n"), some_temperature(), 61);
  view.take(Disturbance{"odd\r", "", "a\nb", {}, Touches::rates});
  for (const auto& line : view.lines(200)) {
    CHECK(std::ranges::all_of(line, [](char c) { return c >= ' ' || c < 0; }));
  }
}
