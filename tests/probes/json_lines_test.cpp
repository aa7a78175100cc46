#include "probes/sinks/json_lines.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "probes/outside/reading_json.h"
#include "schemas/catalogue.h"
#include "schemas/json/event_json.h"
#include "schemas/text.h"
#include "tests/support/exposition_parts.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using testing::TempDir;

namespace {

constexpr auto kHeat = metrics::named("temperature_celsius");
constexpr auto kBytes = metrics::named("network_receive_bytes_total");
constexpr std::size_t kMost = 64U << 20U;

std::string content(const std::string& path) {
  const auto text = read_file(path, kMost);
  REQUIRE(text);
  return *text;
}

outside::Gathered read_back(const std::string& path) {
  auto found = outside::parse_reading_json(content(path), "node", SiteMetrics());
  INFO((found ? "" : found.error().message));
  REQUIRE(found);
  return std::move(*found);
}

/// What an outside program may say: no measurements of workloads, and counts and states whole.
Samples sayable(const Samples& samples) {
  Samples kept;
  for (auto sample : samples) {
    const auto& metric = *sample.metric;
    if (metric.kind != MetricKind::gauge || metric.unit == Unit::one) {
      sample.reading = static_cast<std::int64_t>(as_double(sample.reading));
    }
    if (!metric.measurement) {
      kept.push_back(std::move(sample));
    }
  }
  return kept;
}

const outside::GatheredReading* reading_of(const outside::Gathered& found,
                                           const std::string& device, const Metric* metric) {
  const auto place = std::ranges::find_if(found.readings, [&](const auto& candidate) {
    return found.devices[candidate.device].id == device && candidate.metric == metric;
  });
  return place == found.readings.end() ? nullptr : &*place;
}

}  // namespace

TEST_CASE("json lines: a full set of readings is read back as it was", "[probes][sinks]") {
  const TempDir place;
  const testing::FrozenClock clock;
  const auto machine = testing::small_machine();
  const auto samples = sayable(testing::full_set(machine.devices, clock.now()));
  REQUIRE(samples.size() > 3000);
  JsonLines sink({.readings = place.at("readings.jsonl")});
  REQUIRE(sink.append(machine.devices, samples));

  const auto found = read_back(place.at("readings.jsonl"));
  CHECK(found.left_out.empty());
  REQUIRE(found.readings.size() == samples.size());
  for (const auto& sample : samples) {
    const auto* back = reading_of(found, machine.devices[sample.device].id, sample.metric);
    CAPTURE(sample.metric->name);
    REQUIRE(back != nullptr);
    CHECK(as_double(back->reading) == as_double(sample.reading));
    CHECK(back->stamped == sample.taken_at);
  }
}

TEST_CASE("json lines: reasons, great counts and hostile names survive", "[probes][sinks]") {
  const TempDir place;
  const testing::FrozenClock clock;
  Devices devices = testing::small_machine().devices;
  devices[1].id = "node/cpu:\"0\"\n{\\";
  constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
  JsonLines sink({.readings = place.at("readings.jsonl")});
  REQUIRE(
      sink.append(devices, {{0, kBytes, clock.now(), kLargest},
                            {0, kHeat, clock.now(), Error{ErrorKind::denied, "say \"please\"\n"}},
                            {1, kHeat, clock.now(), -0.5},
                            {2, kHeat, clock.now(), Error{ErrorKind::absent, ""}},
                            {77, kHeat, clock.now(), 1.0}}));

  const auto path = place.at("readings.jsonl");
  CHECK(lines(content(path)).size() == 4);
  const auto found = read_back(path);
  CHECK(std::get<std::int64_t>(reading_of(found, "node", kBytes)->reading) == kLargest);
  const auto why = std::get<Error>(reading_of(found, "node", kHeat)->reading);
  CHECK(why.kind == ErrorKind::denied);
  CHECK(why.message.starts_with("say \"please\""));
  CHECK(found.devices.size() >= 3);
}

TEST_CASE("json lines: events are lines of their own file", "[probes][sinks]") {
  const TempDir place;
  const testing::FrozenClock clock;
  const Events events{{"node", clock.now(), "kmsg", "oom", Severity::error, "killed", 4},
                      {"node", clock.now(), "kmsg", "mce", Severity::critical, "bad", 5}};
  JsonLines sink({.readings = place.at("r"), .events = place.at("e")});
  REQUIRE(sink.append(events));
  REQUIRE(sink.commit());

  CHECK_FALSE(std::filesystem::exists(place.at("r")));
  const auto back = decode_events(content(place.at("e")));
  REQUIRE(back);
  CHECK(*back == events);
}

TEST_CASE("json lines: what no path is given for is not written", "[probes][sinks]") {
  const testing::FrozenClock clock;
  JsonLines sink({});
  CHECK(sink.append(testing::small_machine().devices, {{0, kHeat, clock.now(), 1.0}}));
  CHECK(sink.append(Events(1)));
  CHECK(sink.commit());
}

TEST_CASE("json lines: a directory that comes late loses what came before it, and says so",
          "[probes][sinks]") {
  const TempDir place;
  const testing::FrozenClock clock;
  const auto devices = testing::small_machine().devices;
  const Samples one{{0, kHeat, clock.now(), 1.0}};
  JsonLines sink({.readings = place.at("later/readings.jsonl")});

  const auto refused = sink.append(devices, one);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::absent);
  CHECK(refused.error().message.starts_with("JSON lines: "));

  REQUIRE(make_directories(place.at("later")));
  REQUIRE(sink.append(devices, one));
  CHECK(read_back(place.at("later/readings.jsonl")).readings.size() == 1);
}

TEST_CASE("json lines: devices found later are named", "[probes][sinks]") {
  const TempDir place;
  const testing::FrozenClock clock;
  auto devices = testing::small_machine().devices;
  JsonLines sink({.readings = place.at("r")});
  REQUIRE(sink.append(devices, {{0, kHeat, clock.now(), 1.0}}));
  Device late;
  late.id = "node/disk:late";
  late.kind = DeviceKind::disk;
  devices.push_back(late);
  REQUIRE(sink.append(devices, {{4, kHeat, clock.now(), 2.0}}));
  CHECK(reading_of(read_back(place.at("r")), "node/disk:late", kHeat) != nullptr);
}
