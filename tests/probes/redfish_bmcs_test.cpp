#include "probes/redfish/redfish_bmcs.h"

#include <future>

#include <catch2/catch.hpp>

#include "tests/support/bmc_ground.h"
#include "tests/support/fixture_host.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

/// The only probe of a configuration of one BMC, on this machine.
struct Ground : BmcGround {
  explicit Ground(RedfishServerSettings settings = {}) : BmcGround(std::move(settings)) {
    auto opened = FileTree::open("/");
    REQUIRE(opened);
    files.emplace(*std::move(opened));
    host.emplace(Host{*files, clock});
  }

  std::unique_ptr<Probe> probe() {
    if (!bmcs) {
      bmcs.emplace(redfish::RedfishConfig{state(), {bmc}});
    }
    auto probes = bmcs->make_probes(*host);
    REQUIRE(probes.size() == 1);
    return std::move(probes.front());
  }

  FrozenClock clock;
  std::optional<FileTree> files;
  std::optional<Host> host;
  std::optional<redfish::RedfishBmcs> bmcs;
};

constexpr const char* kT1Path = "/redfish/v1/Chassis/1/Sensors/T1";

/// The reading of the sensor T1 in `samples`; the catalogue's name of its
/// metric does not matter.
std::vector<Reading> temperatures(const Discovery& found, const Samples& samples) {
  std::vector<Reading> readings;
  for (const auto& sample : samples) {
    const auto& device = found.devices.at(sample.device);
    const auto uri = device.attributes.find("redfish_uri");
    if (uri != device.attributes.end() && uri->second == kT1Path) {
      readings.push_back(sample.reading);
    }
  }
  return readings;
}

}  // namespace

TEST_CASE("redfish probe: a BMC's sensors are devices and samples", "[probes][redfish]") {
  Ground ground;
  const auto probe = ground.probe();
  CHECK(probe->name() == "redfish:node3");
  const auto found = probe->discover();
  REQUIRE(found);
  const auto read = probe->read();
  REQUIRE(read);

  const auto readings = temperatures(*found, read->samples);
  REQUIRE(readings.size() == 1);
  CHECK(std::get<double>(readings.front()) == 41.5);
  for (const auto& device : found->devices) {
    INFO(device.id);
    CHECK(device.id.starts_with("node/bmc:node3"));
  }
  CHECK(found->devices.back().id == "node/bmc:node3");
  CHECK(found->devices.back().kind == DeviceKind::bmc);
}

TEST_CASE(
    "redfish probe: one walk serves discovery, its repetition and the "
    "first pass",
    "[probes][redfish]") {
  Ground ground;
  const auto probe = ground.probe();
  REQUIRE(probe->discover());
  REQUIRE(probe->discover());
  REQUIRE(probe->read());
  CHECK(ground.server.count(std::string("GET ") + kT1Path) == 1);
  REQUIRE(probe->read());
  CHECK(ground.server.count(std::string("GET ") + kT1Path) == 2);
  CHECK(ground.server.count("POST") == 1);
}

TEST_CASE("redfish probe: a sensor that falls silent is a sample with the reason",
          "[probes][redfish]") {
  Ground ground;
  const auto probe = ground.probe();
  const auto found = probe->discover();
  REQUIRE(found);
  const auto before = probe->read();
  REQUIRE(before);
  ground.server.rules(R"([{"path":"*/T1*","do":"status","status":500}])");

  const auto after = probe->read();

  REQUIRE(after);
  CHECK(after->samples.size() == before->samples.size());
  const auto readings = temperatures(*found, after->samples);
  REQUIRE(readings.size() == 1);
  CHECK(std::get<Error>(readings.front()).kind == ErrorKind::io);
}

TEST_CASE("redfish probe: a BMC that is configured is never absent", "[probes][redfish]") {
  Ground ground;
  ground.server.rules(R"([{"path":"*","do":"status","status":404}])");
  const auto found = ground.probe()->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::io);
  CHECK(found.error().message.starts_with("redfish:node3: "));
}

TEST_CASE("redfish probe: its session is closed when it goes", "[probes][redfish]") {
  Ground ground;
  REQUIRE(ground.probe()->discover());
  CHECK(ground.server.request_lines().back() == std::string("DELETE ") + kSessions + "/1 204");
}

TEST_CASE("redfish probe: two probes of one BMC take turns on one session", "[probes][redfish]") {
  Ground ground;
  {
    const auto first = ground.probe();
    REQUIRE(first->discover());
    const auto second = ground.probe();
    REQUIRE(second->discover());
    REQUIRE(second->read());
    REQUIRE(first->read());
    CHECK(ground.server.count("POST") == 1);
    CHECK(ground.server.count("DELETE") == 0);
  }
  CHECK(ground.server.count("DELETE") == 1);
  REQUIRE(ground.probe()->discover());
  CHECK(ground.server.count("POST") == 2);
}

TEST_CASE("redfish probe: probes of one BMC on two threads do not meet", "[probes][redfish]") {
  Ground ground;
  const auto first = ground.probe();
  const auto second = ground.probe();
  const auto work = [](Probe& probe) {
    const bool found = bool{probe.discover()};
    return found && probe.read() && probe.read();
  };
  auto others = std::async(std::launch::async, [&] { return work(*second); });
  CHECK(work(*first));
  CHECK(others.get());
  CHECK(ground.server.count("POST") == 1);
}

TEST_CASE("redfish probe: one that is hurried asks for nothing more and says so",
          "[probes][redfish]") {
  Ground ground;
  const auto probe = ground.probe();
  const auto found = probe->discover();
  REQUIRE(found);
  const auto before = probe->read();
  REQUIRE(before);
  const auto asked = ground.server.requests().size();

  probe->hurry();
  const auto after = probe->read();

  CHECK(ground.server.requests().size() == asked);
  REQUIRE_FALSE(after);
  CHECK(after.error().kind == ErrorKind::timed_out);
}

TEST_CASE("redfish probe: a captured tree has no BMC", "[probes][redfish]") {
  const BmcGround ground;
  const FixtureHost fixture(ground.directory.path());
  const redfish::RedfishBmcs bmcs({ground.state(), {ground.bmc}});
  const auto probes = bmcs.make_probes(fixture.host());
  const auto found = probes.front()->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::not_observable);
  CHECK(ground.server.requests().empty());
}
