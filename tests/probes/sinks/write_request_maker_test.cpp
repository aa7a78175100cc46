#include "probes/sinks/write_request_maker.h"

#include <bit>
#include <cmath>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/write_request_reader.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

constexpr auto kTemperature = metrics::named("temperature_celsius");
constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");
constexpr std::int64_t kStart = 1'795'238'220'000;

Devices two_devices() {
  Devices devices(2);
  devices[0].id = "node";
  devices[1].id = "node/pci:0000:3b:00.0";
  devices[1].kind = DeviceKind::accelerator;
  devices[1].parent = "node";
  devices[1].serial = "S7";
  return devices;
}

UtcTime at(std::int64_t milliseconds) {
  return UtcTime(std::chrono::milliseconds(kStart + milliseconds));
}

Sample celsius(std::int64_t milliseconds, Reading reading) {
  return {1, kTemperature, at(milliseconds), std::move(reading)};
}

Error why(ErrorKind kind) {
  return {kind, "the words do not leave this machine"};
}

/// Samples of what is made, without the facts about devices; one vector a request.
std::vector<std::vector<ReadBack>> made(WriteRequestMaker& maker) {
  maker.seal();
  std::vector<std::vector<ReadBack>> all;
  for (const auto& request : maker.take()) {
    auto read = read_write_request(request.body);
    CHECK(read.size() == request.samples);
    std::erase_if(read,
                  [](const ReadBack& each) { return each.name() == "rackproof_device_info"; });
    if (!read.empty()) {
      all.push_back(std::move(read));
    }
  }
  return all;
}

bool is_marker(const ReadBack& read) {
  return std::bit_cast<std::uint64_t>(read.value) == 0x7FF0000000000002U;
}

/// "name 21.5 @100", "name stale @100": what an engine is told.
std::vector<std::string> told(WriteRequestMaker& maker) {
  std::vector<std::string> lines;
  for (const auto& request : made(maker)) {
    for (const auto& read : request) {
      auto name = read.name().substr(std::string("rackproof_").size());
      if (read.labels.count("reason") > 0) {
        name += "/" + read.labels.at("reason");
      }
      std::ostringstream line;
      line << name << " ";
      is_marker(read) ? line << "stale" : line << read.value;
      line << " @" << read.milliseconds - kStart;
      lines.push_back(line.str());
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("write requests: a series is named and labelled as in the exposition",
          "[probes][sinks]") {
  WriteRequestMaker maker({{"site", "one"}, {"rack", "r7"}}, 1000);
  maker.add(two_devices(), {celsius(0, 61.5)});
  const auto requests = made(maker);
  REQUIRE(requests.size() == 1);
  REQUIRE(requests[0].size() == 1);
  CHECK(requests[0][0].labels ==
        std::map<std::string, std::string>{{"__name__", "rackproof_temperature_celsius"},
                                           {"device", "node/pci:0000:3b:00.0"},
                                           {"kind", "accelerator"},
                                           {"rack", "r7"},
                                           {"site", "one"}});
  CHECK(requests[0][0].value == 61.5);
  CHECK(requests[0][0].milliseconds == kStart);
}

TEST_CASE("write requests: a reading tells the position of its device, read or not",
          "[probes][sinks]") {
  WriteRequestMaker maker({{"node", "n17"}}, 1000);
  auto devices = two_devices();
  devices[1].position = "slot 3";
  maker.add(devices, {celsius(0, 61.5), celsius(1000, why(ErrorKind::denied))});
  std::size_t with_position = 0;
  for (const auto& request : made(maker)) {
    for (const auto& read : request) {
      if (read.labels.at("device") == devices[1].id) {
        CHECK(read.labels.at("position") == "slot 3");
        CHECK(read.labels.at("node") == "n17");
        ++with_position;
      }
    }
  }
  CHECK(with_position >= 3);  // the value, its end, the reason
}

TEST_CASE("write requests: no request holds two samples of one series", "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  maker.add(two_devices(),
            {celsius(0, 1.0), {0, kErrors, at(0), std::int64_t{5}}, celsius(1000, 2.0)});
  maker.add(two_devices(), {celsius(2000, 3.0)});
  const auto requests = made(maker);
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].size() == 2);
  CHECK(requests[1].front().value == 2);
  CHECK(requests[2].front().value == 3);
}

TEST_CASE("write requests: a request is no longer than it may be", "[probes][sinks]") {
  WriteRequestMaker maker({}, 2);
  maker.add(two_devices(), {celsius(0, 1.0), {0, kErrors, at(0), std::int64_t{5}}});
  maker.add(two_devices(), {celsius(1000, 1.0), {0, kErrors, at(1000), std::int64_t{5}}});
  maker.seal();
  for (const auto& request : maker.take()) {
    CHECK(request.samples <= 2);
    CHECK(request.samples > 0);
  }
}

TEST_CASE("write requests: a sample that is older than the one before it spoils no other",
          "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  maker.add(two_devices(), {celsius(5000, 1.0)});
  maker.add(two_devices(), {celsius(4000, 2.0), {0, kErrors, at(6000), std::int64_t{5}}});
  const auto requests = made(maker);
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].size() == 2);
  REQUIRE(requests[1].size() == 1);
  CHECK(requests[1][0].value == 2);
  CHECK(maker.late_samples() == 1);
}

TEST_CASE("write requests: after a step back of the clock all go on, apart, until it has caught up",
          "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  maker.add(two_devices(), {celsius(10'000, 1.0)});
  maker.add(two_devices(), {celsius(7'000, 2.0), celsius(8'000, 3.0), celsius(9'000, 4.0)});
  maker.add(two_devices(), {celsius(11'000, 5.0)});
  const auto requests = made(maker);
  CHECK(requests.size() == 5);
  CHECK(maker.late_samples() == 3);
  for (const auto& request : requests) {
    CHECK(request.size() == 1);
  }
}

TEST_CASE("write requests: two samples of a series in one millisecond are one", "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  auto second = celsius(0, 2.0);
  second.taken_at += std::chrono::microseconds(900);
  maker.add(two_devices(), {celsius(0, 1.0), second});
  const auto requests = made(maker);
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].front().value == 1);
  CHECK(maker.crowded_samples() == 1);
}

TEST_CASE("write requests: what cannot be read ends its series once, and its reason is told",
          "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  for (const auto& sample :
       {celsius(0, 50.0), celsius(1000, why(ErrorKind::timed_out)),
        celsius(2000, why(ErrorKind::timed_out)), celsius(3000, why(ErrorKind::io)),
        celsius(4000, 51.0), celsius(5000, 52.0)}) {
    maker.add(two_devices(), {sample});
    maker.seal();
  }
  CHECK(told(maker) == std::vector<std::string>{
                           "temperature_celsius 50 @0",
                           "temperature_celsius stale @1000",
                           "reading_missing/timed_out 1 @1000",
                           "reading_missing/timed_out 1 @2000",
                           "reading_missing/timed_out stale @3000",
                           "reading_missing/io 1 @3000",
                           "temperature_celsius 51 @4000",
                           "reading_missing/io stale @4000",
                           "temperature_celsius 52 @5000",
                       });
}

TEST_CASE("write requests: what could never be read has no number, not even 0", "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  maker.add(two_devices(), {celsius(0, why(ErrorKind::unsupported))});
  CHECK(told(maker) == std::vector<std::string>{"reading_missing/unsupported 1 @0"});
}

TEST_CASE("write requests: the missing reading names its metric, and the words stay here",
          "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  maker.add(two_devices(), {celsius(0, why(ErrorKind::denied))});
  const auto requests = made(maker);
  CHECK(requests[0][0].labels.at("metric") == "temperature_celsius");
  CHECK(requests[0][0].labels.at("device") == "node/pci:0000:3b:00.0");
}

TEST_CASE("write requests: each device is told once a minute, and anew when it changes",
          "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  auto devices = two_devices();
  maker.add(devices, {celsius(0, 1.0)});
  maker.add(devices, {celsius(30'000, 1.0)});
  devices[1].firmware = "2.0";
  maker.add(devices, {celsius(60'000, 1.0)});
  maker.seal();
  std::vector<std::string> lines;
  for (const auto& request : maker.take()) {
    for (const auto& read : read_write_request(request.body)) {
      if (read.name() == "rackproof_device_info" && read.labels.count("serial") > 0) {
        const auto found = read.labels.find("firmware");
        lines.push_back((found == read.labels.end() ? "none" : found->second) +
                        (is_marker(read) ? " stale" : "") + " @" +
                        std::to_string(read.milliseconds - kStart));
      }
    }
  }
  CHECK(lines == std::vector<std::string>{"none @0", "none stale @60000", "2.0 @60000"});
}

TEST_CASE("write requests: a metric has the name and the scale that a scrape gives it",
          "[probes][sinks]") {
  constexpr auto kSpeed = metrics::named("network_speed_bits_per_second");
  WriteRequestMaker maker({}, 100);
  maker.add(two_devices(), {{0, kSpeed, at(0), std::int64_t{100'000'000'000}}});
  CHECK(told(maker) == std::vector<std::string>{"network_speed_bytes_per_second 1.25e+10 @0"});
}

TEST_CASE("write requests: another list of devices is not mistaken for the one before",
          "[probes][sinks]") {
  WriteRequestMaker maker({}, 1000);
  auto devices = two_devices();
  maker.add(devices, {celsius(0, 1.0)});
  devices[1].id = "node/pci:0000:5e:00.0";
  maker.add(devices, {celsius(1000, 2.0)});
  const auto requests = made(maker);
  std::vector<std::string> ids;
  for (const auto& request : requests) {
    for (const auto& read : request) {
      ids.push_back(read.labels.at("device"));
    }
  }
  CHECK(ids == std::vector<std::string>{"node/pci:0000:3b:00.0", "node/pci:0000:5e:00.0"});
}
