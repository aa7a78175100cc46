// What a scrape costs: series written each second of processor time for 16 devices with 1,020
// series each, and the same lines written by one snprintf each. Told beside it: with gzip, and what
// keeping a batch of them costs.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/clock.h"
#include "probes/sinks/exposition_answer.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"
#include "tests/bench/bench_line.h"

namespace rackproof::bench {
namespace {

constexpr std::size_t kAccelerators = 16;
constexpr std::size_t kPartsEach = 20;
constexpr std::size_t kSeriesEach = 1020;
constexpr int kTimes = 40;

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// `call` so often; series each second of processor time.
template <typename Call>
double rate(const Call& call) {
  const auto before = processor_seconds();
  for (int i = 0; i < kTimes; ++i) {
    call();
  }
  return static_cast<double>(kAccelerators * kSeriesEach * kTimes) / (processor_seconds() - before);
}

Devices accelerators_and_parts() {
  Devices devices;
  for (std::size_t i = 0; i < kAccelerators; ++i) {
    for (std::size_t part = 0; part < kPartsEach; ++part) {
      Device device;
      device.id =
          "node/accelerator:0000:" + std::to_string(10 + i) + ":00.0/core:" + std::to_string(part);
      device.kind = DeviceKind::accelerator_core;
      devices.push_back(device);
    }
  }
  return devices;
}

/// A metric of the catalogue after the other on each part: counts and measurements in turn.
Samples batch(const Devices& devices, UtcTime now) {
  Samples samples;
  std::vector<const Metric*> rows;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      rows.push_back(&metric);
    }
  }
  constexpr std::size_t kOfPart = kSeriesEach / kPartsEach;
  for (std::size_t device = 0; device < devices.size(); ++device) {
    for (std::size_t i = 0; i < kOfPart; ++i) {
      const auto number = static_cast<std::int64_t>(samples.size()) * 37;
      samples.push_back({static_cast<DeviceHandle>(device), rows[i * 7], now,
                         i % 2 == 0 ? Reading(number) : Reading(static_cast<double>(number) / 8)});
    }
  }
  return samples;
}

/// The same lines, each by one snprintf.
std::size_t printed(const Devices& devices, const Samples& samples, std::vector<char>& out) {
  std::size_t length = 0;
  for (const auto& sample : samples) {
    const auto& device = devices[sample.device];
    const auto name = std::string_view(sample.metric->name);
    length += static_cast<std::size_t>(std::snprintf(
        out.data() + length, out.size() - length,
        "rackproof_%.*s{device=\"%s\",kind=\"accelerator_core\"} %.17g\n",
        static_cast<int>(name.size()), name.data(), device.id.c_str(), as_double(sample.reading)));
  }
  return length;
}

int measure() {
  const SystemClock clock;
  const auto devices = accelerators_and_parts();
  const auto samples = batch(devices, clock.now());
  auto made = Exposition::make(clock, {}, Inventory());
  if (!made || !(*made)->append(devices, samples)) {
    return 1;
  }
  const auto& exposition = **made;
  std::vector<char> out(std::size_t{16} << 20);
  const auto ours =
      rate([&] { static_cast<void>(exposition.text(ExpositionFormat::openmetrics)); });
  const auto rival = rate([&] { static_cast<void>(printed(devices, samples, out)); });
  tell({"exposition/text", ours / 1e6, rival / 1e6, "Mseries/s"});
  const auto packed = rate([&] { static_cast<void>(answer_scrape(exposition, {"", "gzip"})); });
  const auto kept = rate([&] { static_cast<void>((*made)->append(devices, samples)); });
  std::fprintf(stderr, "%zu bytes; with gzip %.1f Mseries/s, %zu bytes; kept %.1f Mseries/s\n",
               exposition.text(ExpositionFormat::openmetrics).size(), packed / 1e6,
               answer_scrape(exposition, {"", "gzip"}).body.size(), kept / 1e6);
  return 0;
}

}  // namespace
}  // namespace rackproof::bench

int main() {
  return rackproof::bench::measure();
}
