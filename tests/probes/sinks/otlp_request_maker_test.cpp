#include "probes/sinks/otlp_request_maker.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "tests/support/otlp_reader.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

constexpr auto kCelsius = metrics::named("temperature_celsius");
constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");
constexpr auto kHealth = metrics::named("device_health");
constexpr auto kSpeed = metrics::named("network_speed_bits_per_second");

Devices two_devices() {
  Devices devices(2);
  devices[0].id = "node";
  devices[1].id = "node/pci:0000:3b:00.0";
  devices[1].kind = DeviceKind::accelerator;
  devices[1].parent = "node";
  devices[1].serial = "S7";
  return devices;
}

UtcTime at(int seconds) {
  return UtcTime(std::chrono::seconds(1'795'238'220 + seconds));
}

std::uint64_t ns(int seconds) {
  return static_cast<std::uint64_t>(at(seconds).time_since_epoch().count());
}

/// Points of a name in all that was made.
std::vector<OtlpPoint> points(OtlpRequestMaker& maker, const std::string& name) {
  maker.seal();
  std::vector<OtlpPoint> all;
  for (const auto& request : maker.take()) {
    auto read = read_otlp_request(request.body);
    CHECK(read.size() == request.samples);
    std::erase_if(read, [&name](const OtlpPoint& point) { return point.metric != name; });
    all.insert(all.end(), read.begin(), read.end());
  }
  return all;
}

OtlpRequestMaker maker_of(std::size_t most = 10'000) {
  return {{{"host.name", "n7"}, {"site", "one"}}, most};
}

}  // namespace

TEST_CASE("OTLP requests: a reading is a point with its device, time and resource",
          "[probes][sinks]") {
  auto maker = maker_of();
  maker.add(two_devices(), {{1, kCelsius, at(1), 61.5}});
  const auto read = points(maker, "hw.temperature");
  REQUIRE(read.size() == 1);
  const auto& point = read.front();
  CHECK(point.unit == "Cel");
  CHECK_FALSE(point.is_sum);
  CHECK(point.time == ns(1));
  CHECK(std::get<double>(point.value) == 61.5);
  CHECK(point.attributes.at("hw.id") == "node/pci:0000:3b:00.0");
  CHECK(point.attributes.at("hw.type") == "gpu");
  CHECK(point.resource.at("service.name") == "rackproof");
  CHECK(point.resource.at("host.name") == "n7");
  CHECK(point.resource.at("site") == "one");
}

TEST_CASE("OTLP requests: a count is told exactly, as a sum that begins where it was first seen",
          "[probes][sinks]") {
  auto maker = maker_of();
  const std::int64_t large = 9'007'199'254'740'993;  // 2^53 + 1
  maker.add(two_devices(), {{1, kErrors, at(1), large}, {1, kErrors, at(2), large + 1}});
  const auto read = points(maker, "hw.errors");
  REQUIRE(read.size() == 2);
  CHECK(std::get<std::int64_t>(read[0].value) == large);
  CHECK(std::get<std::int64_t>(read[1].value) == large + 1);
  CHECK(read[1].is_sum);
  CHECK(read[1].is_monotonic);
  CHECK(read[1].temporality == 2);
  CHECK(read[0].start == ns(1));
  CHECK(read[1].start == ns(1));
}

TEST_CASE("OTLP requests: a counter that fell begins anew", "[probes][sinks]") {
  auto maker = maker_of();
  for (const auto& [second, count] :
       std::vector<std::pair<int, std::int64_t>>{{1, 10}, {2, 12}, {3, 2}, {4, 3}}) {
    maker.add(two_devices(), {{1, kErrors, at(second), count}});
  }
  const auto read = points(maker, "hw.errors");
  REQUIRE(read.size() == 4);
  CHECK(read[1].start == ns(1));
  CHECK(read[2].start == ns(2));  // somewhere after the last reading before it
  CHECK(read[3].start == ns(2));
}

TEST_CASE("OTLP requests: a state is one point for each of its states", "[probes][sinks]") {
  auto maker = maker_of();
  maker.add(two_devices(), {{1, kHealth, at(1), std::int64_t{1}}});
  std::map<std::string, double> told;
  for (const auto& point : points(maker, "hw.status")) {
    told[point.attributes.at("hw.state")] = point.number();
    CHECK(point.is_sum);
    CHECK_FALSE(point.is_monotonic);
  }
  CHECK(told == std::map<std::string, double>{{"ok", 0}, {"degraded", 1}, {"failed", 0}});
}

TEST_CASE("OTLP requests: bits are told as bytes where the name says so", "[probes][sinks]") {
  auto maker = maker_of();
  maker.add(two_devices(), {{0, kSpeed, at(1), std::int64_t{100'000'000'000}}});
  const auto read = points(maker, "hw.network.bandwidth.limit");
  REQUIRE(read.size() == 1);
  CHECK(read[0].number() == 12.5e9);
}

TEST_CASE("OTLP requests: what cannot be read ends once without a value, and its reason is told",
          "[probes][sinks]") {
  auto maker = maker_of();
  maker.add(two_devices(), {{1, kCelsius, at(1), 50.0},
                            {1, kCelsius, at(2), Error{ErrorKind::timed_out, "secret words"}},
                            {1, kCelsius, at(3), Error{ErrorKind::timed_out, "secret words"}},
                            {1, kCelsius, at(4), 51.0}});
  maker.seal();
  std::vector<std::string> told;
  for (const auto& request : maker.take()) {
    CHECK(request.body.find("secret words") == std::string::npos);
    for (const auto& point : read_otlp_request(request.body)) {
      if (point.metric == "rackproof.device_info") {
        continue;
      }
      const bool none = std::holds_alternative<std::monostate>(point.value);
      CHECK(point.flags == (none ? 1U : 0U));
      told.push_back(point.metric + " " + (none ? "none" : std::to_string(point.number())) + " @" +
                     std::to_string((point.time - ns(0)) / 1'000'000'000));
      if (point.metric == "rackproof.reading_missing") {
        CHECK(point.attributes.at("rackproof.reason") == "timed_out");
        CHECK(point.attributes.at("rackproof.metric") == "temperature_celsius");
      }
    }
  }
  CHECK(told == std::vector<std::string>{
                    "hw.temperature 50.000000 @1", "hw.temperature none @2",
                    "hw.temperature 51.000000 @4", "rackproof.reading_missing 1.000000 @2",
                    "rackproof.reading_missing 1.000000 @3", "rackproof.reading_missing none @4"});
}

TEST_CASE("OTLP requests: each device is told once a minute, with what it is", "[probes][sinks]") {
  auto maker = maker_of();
  for (const int second : {0, 30, 60, 90}) {
    maker.add(two_devices(), {{1, kCelsius, at(second), 50.0}});
  }
  const auto read = points(maker, "rackproof.device_info");
  REQUIRE(read.size() == 4);
  CHECK(read[1].attributes.at("hw.serial_number") == "S7");
  CHECK(read[1].attributes.count("hw.vendor") == 0);
  CHECK(read[3].time == ns(60));
}

TEST_CASE("OTLP requests: a request is no longer than it may be, and loses nothing by it",
          "[probes][sinks]") {
  auto maker = maker_of(10);
  Samples samples;
  for (int second = 0; second < 95; ++second) {
    samples.push_back({1, kCelsius, at(second), static_cast<double>(second)});
  }
  maker.add(two_devices(), samples);
  maker.seal();
  std::vector<double> told;
  for (const auto& request : maker.take()) {
    CHECK(request.samples <= 12);
    for (const auto& point : read_otlp_request(request.body)) {
      if (point.metric == "hw.temperature") {
        told.push_back(point.number());
      }
    }
  }
  REQUIRE(told.size() == 95);
  CHECK(told.front() == 0);
  CHECK(told.back() == 94);
}

TEST_CASE("OTLP requests: all text is UTF-8", "[probes][sinks]") {
  auto maker = maker_of();
  auto devices = two_devices();
  devices[1].id = "node/\xff\xfe";
  maker.add(devices, {{1, kCelsius, at(0), 1.0}});
  const auto read = points(maker, "hw.temperature");
  REQUIRE(read.size() == 1);
  CHECK(is_utf8(read[0].attributes.at("hw.id")));
}
