// What a BMC's first walk could not have, over a real connection.

#include "probes/redfish/bmc_reader.h"

#include <algorithm>
#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/bmc_ground.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* kChassis = "node/bmc:node3/Chassis/1";
constexpr const char* kT1 = "node/bmc:node3/Chassis/1/Sensors/T1";
constexpr const char* kAskForT1 = "GET /redfish/v1/Chassis/1/Sensors/T1";
constexpr const char* kT1Fails =
    R"([{"path":"*/T1","do":"status","status":500,"body":"no sensor today"}])";

/// The small tree and its reader; devices as they were told last.
struct Ground : BmcGround {
  explicit Ground(const std::string& rules) : reader(bmc, state(), clock) {
    server.rules(rules);
    auto found = reader.discover();
    REQUIRE(found);
    discovery = *std::move(found);
    devices = discovery.devices;
  }

  void take(Result<ProbeReading> reading) {
    REQUIRE(reading);
    if (reading->found) {
      devices = *reading->found;
    }
    samples = std::move(reading->samples);
  }
  void pass() {
    clock.advance(60s);
    take(reader.read());
  }
  [[nodiscard]] const Reading* find(std::string_view id, std::string_view metric) const {
    const auto found = std::ranges::find_if(samples, [&](const Sample& sample) {
      return devices.at(sample.device).id == id && sample.metric->name == metric;
    });
    return found == samples.end() ? nullptr : &found->reading;
  }
  [[nodiscard]] bool knows(std::string_view id) const {
    return std::ranges::find(devices, id, &Device::id) != devices.end();
  }

  FrozenClock clock;
  redfish::BmcReader reader;
  Discovery discovery;
  Devices devices;
  Samples samples;
};

}  // namespace

TEST_CASE("bmc reader: before it has walked nothing is sent and nothing is read",
          "[probes][redfish]") {
  const BmcGround ground;
  const FrozenClock clock;
  redfish::BmcReader reader(ground.bmc, ground.state(), clock);
  CHECK(reader.name() == "redfish:node3");
  CHECK_FALSE(reader.read());
  CHECK(ground.server.requests().empty());
}

TEST_CASE("bmc reader: a document that failed at the first look is a reason, then gives samples",
          "[probes][redfish]") {
  Ground ground(kT1Fails);
  CHECK(ground.discovery.unreadable.size() == 1);
  ground.take(ground.reader.read());
  CHECK_FALSE(ground.knows(kT1));
  const auto* why = ground.find(kChassis, "documents_readable");
  REQUIRE(why != nullptr);
  REQUIRE_FALSE(has_value(*why));
  CHECK(std::get<Error>(*why).kind == ErrorKind::io);
  CHECK(std::get<Error>(*why).message.starts_with("/redfish/v1/Chassis/1/Sensors/T1: HTTP 500"));
  CHECK(ground.server.count(kAskForT1) == 1);

  ground.pass();
  CHECK(ground.server.count(kAskForT1) == 2);
  REQUIRE_FALSE(has_value(*ground.find(kChassis, "documents_readable")));

  ground.server.rules("[]");
  ground.pass();
  REQUIRE(ground.knows(kT1));
  const auto* celsius = ground.find(kT1, "temperature_celsius");
  REQUIRE(celsius != nullptr);
  CHECK(*celsius == Reading(41.5));
  CHECK(*ground.find(kChassis, "documents_readable") == Reading(std::int64_t{1}));

  ground.pass();
  REQUIRE(ground.find(kT1, "temperature_celsius") != nullptr);
  CHECK(ground.server.count(kAskForT1) == 4);
}

TEST_CASE("bmc reader: devices that a pass meets stand behind those told before",
          "[probes][redfish]") {
  Ground ground(R"([{"path":"*/Sensors","do":"status","status":500}])");
  const auto before = ground.devices;
  REQUIRE(before.size() == 2);
  CHECK(before.back().id == "node/bmc:node3");
  ground.server.rules("[]");
  ground.pass();
  REQUIRE(ground.devices.size() == 5);
  CHECK(ground.devices.front().id == before.front().id);
  CHECK(ground.devices.back().id == "node/bmc:node3");
  CHECK(*ground.find(kT1, "temperature_celsius") == Reading(41.5));
}

TEST_CASE("bmc reader: a document that never can be had costs no more than a request now and then",
          "[probes][redfish]") {
  Ground ground(kT1Fails);
  ground.take(ground.reader.read());
  for (int pass = 0; pass < 40; ++pass) {
    ground.pass();
    REQUIRE_FALSE(has_value(*ground.find(kChassis, "documents_readable")));
  }
  CHECK(ground.server.count(kAskForT1) == 1 + 7);
  CHECK(ground.server.count("GET /redfish/v1/Chassis/1/Sensors/T2") == 1 + 40);
}

TEST_CASE("bmc reader: a document that is not there is no trouble of its part",
          "[probes][redfish]") {
  Ground ground(R"([{"path":"*/T1","do":"status","status":404}])");
  ground.take(ground.reader.read());
  ground.pass();
  CHECK(ground.find(kChassis, "documents_readable") == nullptr);
  CHECK(ground.server.count(kAskForT1) == 1);
}

TEST_CASE("bmc reader: one that is hurried asks again for nothing", "[probes][redfish]") {
  Ground ground(kT1Fails);
  ground.take(ground.reader.read());
  ground.reader.hurry();
  ground.clock.advance(60s);
  CHECK_FALSE(ground.reader.read());
  CHECK(ground.server.count(kAskForT1) == 1);
}
