#include "probes/redfish/redfish_bmcs.h"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "probes/machine/thread_park.h"
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

  [[nodiscard]] std::unique_ptr<Probe> probe() const {
    auto probes = redfish::make_bmc_probes(*host, {state(), {bmc}});
    REQUIRE(probes.size() == 1);
    return std::move(probes.front());
  }

  FrozenClock clock;
  std::optional<FileTree> files;
  std::optional<Host> host;
};

/// A thread that is never joined, and what it uses: left to the end of the process once parked.
struct Hung {
  std::unique_ptr<Probe> probe;
  std::atomic<pid_t> number = 0;
  std::thread thread;
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

TEST_CASE("redfish probe: all passes of a run share one session", "[probes][redfish]") {
  Ground ground;
  {
    const auto probe = ground.probe();
    for (int pass = 0; pass < 3; ++pass) {
      REQUIRE(probe->discover());
      REQUIRE(probe->read());
      ground.clock.advance(90s);
    }
    CHECK(ground.server.count("POST") == 1);
    CHECK(ground.server.count("DELETE") == 0);
  }
  CHECK(ground.server.count("DELETE") == 1);
}

TEST_CASE("redfish probe: of two probes of one BMC the second is refused while the first lives",
          "[probes][redfish]") {
  Ground ground;
  auto first = ground.probe();
  REQUIRE(first->discover());
  const auto second = ground.probe();
  const auto refused = second->discover();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::denied);
  REQUIRE(first->read());
  CHECK(ground.server.count("POST") == 1);

  first.reset();
  ground.clock.advance(3600s);  // a refused login is given a rest
  REQUIRE(second->discover());
  CHECK(second->read());
}

TEST_CASE("redfish probe: one whose thread was left behind in a request goes without a word",
          "[probes][redfish]") {
  Ground ground;
  auto hung = std::make_unique<Hung>();
  hung->probe = ground.probe();
  REQUIRE(hung->probe->discover());
  REQUIRE(hung->probe->read());
  ground.server.rules(R"([{"path":"*/T1*","do":"hang"}])");
  const auto asked = ground.server.count(std::string("GET ") + kT1Path);
  hung->thread = std::thread([mine = hung.get()] {
    mine->number = this_thread_number();
    static_cast<void>(mine->probe->read());
  });
  const auto until = std::chrono::steady_clock::now() + 30s;
  while (ground.server.count(std::string("GET ") + kT1Path) == asked) {
    REQUIRE(std::chrono::steady_clock::now() < until);
    std::this_thread::sleep_for(1ms);
  }
  REQUIRE(park_thread(hung->number, 500ms));

  hung->probe.reset();

  CHECK(ground.server.count("DELETE") == 0);
  const auto next = ground.probe()->discover();
  REQUIRE_FALSE(next);  // what the thread was in the middle of is left with it
  CHECK(next.error().kind == ErrorKind::denied);
  static_cast<void>(hung.release());
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
  const auto probes = redfish::make_bmc_probes(fixture.host(), {ground.state(), {ground.bmc}});
  const auto found = probes.front()->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::not_observable);
  CHECK(ground.server.requests().empty());
}
