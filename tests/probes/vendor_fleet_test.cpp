#include "probes/vendor/vendor_fleet.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/nvml/nvml_fleet.h"
#include "schemas/catalogue.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::vendor;
using namespace rackproof::testing;

namespace {

constexpr auto kTemperature = metrics::named("temperature_celsius");
constexpr auto kXids = metrics::named("nvidia_xid_total");
const UtcTime kThen{std::chrono::seconds(1795238220)};

DeviceReply told(int index, const std::string& address) {
  DeviceReply reply;
  reply.index = index;
  reply.address = address;
  reply.model = "NVIDIA H200";
  reply.parts = {{"/hbm", DeviceKind::hbm, {}}};
  reply.readings = {{"", kTemperature, 50.0 + index}, {"/hbm", kTemperature, 60.0 + index}};
  return reply;
}

PassReply whole() {
  PassReply reply;
  reply.devices = {told(0, "0000:9b:00.0"), told(1, "0000:db:00.0")};
  return reply;
}

/// A fleet that two functions and one whole pass made.
struct Found {
  TempDir root;
  FixtureHost fixture{root.path()};
  Fleet fleet{nvml::kFleet};
  Discovery discovery;

  explicit Found(const PassReply& reply = whole()) {
    Survey survey(fixture.host(), "nvml");
    fleet.discover({"0000:9b:00.0", "0000:db:00.0"}, reply, survey);
    Attributes none;
    discovery = survey.finish(none);
  }

  [[nodiscard]] const Reading* find(const ProbeReading& reading, const std::string& id,
                                    const Metric* metric) const {
    for (const auto& sample : reading.samples) {
      if (sample.metric == metric && discovery.devices[sample.device].id == id) {
        return &sample.reading;
      }
    }
    return nullptr;
  }
};

const std::string kFirst = "node/accelerator:0000:9b:00.0";
const std::string kSecond = "node/accelerator:0000:db:00.0";

}  // namespace

TEST_CASE("vendor fleet: devices are named by address, parts below them", "[probes][vendor]") {
  const Found found;
  REQUIRE(found.discovery.devices.size() == 4);
  const auto& gpu = found.discovery.devices[0];
  CHECK(gpu.id == kFirst);
  CHECK(gpu.kind == DeviceKind::accelerator);
  CHECK(gpu.vendor == "NVIDIA");
  CHECK(gpu.model == "NVIDIA H200");
  CHECK(found.discovery.devices[1].id == kFirst + "/hbm");
  CHECK(found.discovery.devices[1].parent == kFirst);
  CHECK(found.discovery.unreadable.empty());
}

TEST_CASE("vendor fleet: NVML's numbers may change from child to child", "[probes][vendor]") {
  Found found;
  PassReply swapped;
  swapped.devices = {told(0, "0000:db:00.0"), told(1, "0000:9b:00.0")};
  const auto reading = found.fleet.read(swapped, kThen);
  CHECK(*found.find(reading, kFirst, kTemperature) == Reading(51.0));
  CHECK(*found.find(reading, kSecond, kTemperature) == Reading(50.0));
}

TEST_CASE("vendor fleet: a pass that fails is a reason on every sample there ever was",
          "[probes][vendor]") {
  Found found;
  PassReply failed;
  failed.why = Error{ErrorKind::timed_out, "NVML did not come back"};
  const auto reading = found.fleet.read(failed, kThen);
  CHECK(reading.samples.size() == 6);  // two temperatures and whether it answers, twice
  for (const auto& sample : reading.samples) {
    CHECK(std::get<Error>(sample.reading) == *failed.why);
  }
}

TEST_CASE("vendor fleet: a GPU that is left alone has its own reason, the other its readings",
          "[probes][vendor]") {
  Found found;
  auto reply = whole();
  reply.devices.pop_back();
  reply.left_alone.emplace(1, Error{ErrorKind::timed_out, "left alone"});
  const auto reading = found.fleet.read(reply, kThen);
  CHECK(*found.find(reading, kFirst, kTemperature) == Reading(50.0));
  CHECK(*found.find(reading, kSecond + "/hbm", kTemperature) ==
        Reading(Error{ErrorKind::timed_out, "left alone"}));
}

TEST_CASE("vendor fleet: a series that a pass does not give any more has a reason",
          "[probes][vendor]") {
  Found found;
  auto reply = whole();
  reply.devices[0].readings.pop_back();
  const auto reading = found.fleet.read(reply, kThen);
  CHECK(std::get<Error>(*found.find(reading, kFirst + "/hbm", kTemperature)).kind ==
        ErrorKind::absent);
}

TEST_CASE("vendor fleet: a GPU lost before it told its address is the one left over on the bus",
          "[probes][vendor]") {
  auto reply = whole();
  reply.devices[1].address.clear();
  reply.devices[1].readings = {{"", kTemperature, Error{ErrorKind::io, "GPU is lost"}}};
  Found found(reply);
  const auto reading = found.fleet.read(reply, kThen);
  CHECK(std::get<Error>(*found.find(reading, kSecond, kTemperature)).message == "GPU is lost");
}

TEST_CASE("vendor fleet: a function that NVML does not list is told with why", "[probes][vendor]") {
  auto reply = whole();
  reply.devices.pop_back();
  Found found(reply);
  REQUIRE(found.discovery.unreadable.size() == 1);
  CHECK(found.discovery.unreadable[0].what == kSecond);
  const auto reading = found.fleet.read(reply, kThen);
  const auto* answers = found.find(reading, kSecond, metrics::named("nvidia_gpu_answers"));
  REQUIRE(answers != nullptr);
  CHECK_FALSE(has_value(*answers));
}

TEST_CASE("vendor fleet: Xids are events of their GPU and counted, never a gauge",
          "[probes][vendor]") {
  Found found;
  auto reply = whole();
  reply.heard = {
      {1, 74, ""}, {1, 74, ""}, {0, 31, ""}, {7, 79, ""}};  // the last of a GPU that nobody knows
  const auto reading = found.fleet.read(reply, kThen);

  REQUIRE(reading.events.size() == 2);
  CHECK(reading.events[0].device == kFirst);
  CHECK(reading.events[0].code == "xid_31");
  CHECK(reading.events[1].text.starts_with("Xid 74: 2 now"));
  CHECK(*found.find(reading, kSecond, kXids) == Reading(std::int64_t{2}));
  const auto quiet = found.fleet.read(whole(), kThen);
  CHECK(quiet.events.empty());
  CHECK(*found.find(quiet, kSecond, kXids) == Reading(std::int64_t{2}));
}

TEST_CASE("vendor fleet: where no Xid can be heard there is no count of 0", "[probes][vendor]") {
  Found found;
  auto deaf = whole();
  deaf.devices[0].readings.push_back({"", kXids, Error{ErrorKind::unsupported, "no events"}});
  const auto reading = found.fleet.read(deaf, kThen);
  CHECK(std::get<Error>(*found.find(reading, kFirst, kXids)).kind == ErrorKind::unsupported);

  auto torn = whole();
  torn.why = Error{ErrorKind::timed_out, "NVML did not come back"};
  const auto later = found.fleet.read(torn, kThen);
  CHECK(std::get<Error>(*found.find(later, kFirst, kXids)).kind == ErrorKind::timed_out);
}

TEST_CASE("vendor fleet: a part made after the discovery is passed over", "[probes][vendor]") {
  Found found;
  auto reply = whole();
  reply.devices[0].parts.push_back({"/mig:1.0", DeviceKind::accelerator_partition, {}});
  reply.devices[0].readings.push_back({"/mig:1.0", metrics::named("hbm_size_bytes"), 1.0});
  const auto reading = found.fleet.read(reply, kThen);
  for (const auto& sample : reading.samples) {
    CHECK(sample.device < found.discovery.devices.size());
    CHECK(sample.metric->name != "hbm_size_bytes");
  }
}
