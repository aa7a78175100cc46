#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "probes/outside/openmetrics_text.h"
#include "tests/support/exposition_parts.h"

using namespace rackproof;

TEST_CASE("exposition: scrapes while the writer appends are whole, each of them",
          "[probes][sinks][threads]") {
  const SystemClock clock;
  const auto machine = testing::small_machine(6);
  auto exposition = *Exposition::make(
      clock, {.most_series = 2000, .compat = {CompatSet::node_exporter}}, machine);
  std::atomic<bool> over = false;
  std::atomic<int> broken = 0;
  const auto scrape = [&](ExpositionFormat format) {
    while (!over) {
      const auto text = exposition->text(format);
      broken += outside::parse_openmetrics(text) ? 0 : 1;
    }
  };
  std::vector<std::thread> scrapers;
  scrapers.emplace_back(scrape, ExpositionFormat::openmetrics);
  scrapers.emplace_back(scrape, ExpositionFormat::prometheus);
  auto devices = machine.devices;
  for (int pass = 0; pass < 40; ++pass) {
    Device late;
    late.id = "node/disk:" + std::to_string(pass);
    late.kind = DeviceKind::disk;
    devices.push_back(late);
    CHECK(exposition->append(devices, testing::full_set(machine.devices, clock.now())));
    CHECK(exposition->append(
        Events{{"node", clock.now(), "kmsg", std::to_string(pass), Severity::info, "", 1}}));
  }
  over = true;
  for (auto& thread : scrapers) {
    thread.join();
  }
  CHECK(broken == 0);
}
