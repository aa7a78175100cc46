#include "cli/agent_station.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "probes/registry.h"
#include "tests/support/fixture_host.h"
#include "tests/support/raw_http.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

AgentConfig small_machine() {
  AgentConfig config;
  config.root = fixture_path("small_virtual_machine").string();
  config.commit_every = 1s;
  config.listen = "127.0.0.1:0";
  return config;
}

std::unique_ptr<AgentStation> prepared(const AgentConfig& config, const Clock& clock) {
  auto station = AgentStation::prepare(config, clock);
  REQUIRE(station);
  return *std::move(station);
}

bool comes_true(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(20ms);
  }
  return condition();
}

}  // namespace

TEST_CASE("agent station: it serves what it reads until it ends", "[cli][agent]") {
  const SystemClock clock;
  const auto station = prepared(small_machine(), clock);
  CHECK(station->address().empty());
  REQUIRE(station->begin());
  const auto address = station->address();
  CHECK(status_of(raw_get(address, "/nowhere")) == 404);
  CHECK(comes_true([&] { return status_of(raw_get(address, "/metrics")) == 200; }));
  CHECK(comes_true([&] { return station->rounds() > 1; }));
  CHECK(station->end());
  CHECK(raw_get(address, "/metrics").empty());
  CHECK(station->end());  // twice is once
}

TEST_CASE("agent station: what it has stored is asked for over HTTP while it is written",
          "[cli][agent]") {
  const SystemClock clock;
  const TempDir directory;
  auto config = small_machine();
  config.store = directory.at("samples.db");
  const auto station = prepared(config, clock);
  REQUIRE(station->begin());
  const auto address = station->address();
  CHECK(comes_true([&] {
    const auto answer = raw_get(address, "/api/v1/last?device=node");
    return status_of(answer) == 200 && body_of(answer).find("\"metric\"") != std::string::npos;
  }));
  CHECK(raw_get(address, "/api/v1/last").find("Content-Type: application/json") !=
        std::string::npos);
  CHECK(body_of(raw_get(address, "/api/v1/devices")).starts_with("{\"devices\":[{\"id\":\"node"));
  CHECK(status_of(raw_get(address, "/api/v1/series?metric=probe_success&since=1h&step=1m")) == 200);
  CHECK(status_of(raw_get(address, "/api/v1/series?metric=probe_sucess")) == 404);
  CHECK(status_of(raw_get(address, "/api/v1/other")) == 404);
  CHECK(station->trouble().empty());
  station->close_unused_readers();
  CHECK(station->end());
}

TEST_CASE("agent station: an agent without a store says so to who asks for what was stored",
          "[cli][agent]") {
  const SystemClock clock;
  const auto station = prepared(small_machine(), clock);
  REQUIRE(station->begin());
  const auto answer = raw_get(station->address(), "/api/v1/last");
  CHECK(status_of(answer) == 404);
  CHECK(body_of(answer) ==
        "{\"error\":{\"kind\":\"absent\",\"message\":\"this agent keeps nothing: it was given no "
        "[store] (--store)\"}}\n");
  CHECK(station->end());
}

TEST_CASE("agent station: another can be prepared while one is at work, and it takes its place",
          "[cli][agent]") {
  const SystemClock clock;
  const TempDir directory;
  auto config = small_machine();
  config.store = directory.at("samples.db");
  const auto first = prepared(config, clock);
  REQUIRE(first->begin());
  const auto second = prepared(config, clock);
  REQUIRE(first->end());
  REQUIRE(second->begin());
  CHECK(second->recovery_note().empty());
  CHECK(comes_true([&] { return second->rounds() > 1; }));
  CHECK(second->trouble().empty());
  REQUIRE(second->end());
}

TEST_CASE("agent station: a store that another writer takes over is trouble, said by its health",
          "[cli][agent]") {
  const SystemClock clock;
  const TempDir directory;
  auto config = small_machine();
  config.store = directory.at("samples.db");
  const auto station = prepared(config, clock);
  REQUIRE(station->begin());
  CHECK(body_of(raw_get(station->address(), "/healthz")) == "ok\n");
  const auto thief = Store::open(config.store, Store::Mode::append);
  REQUIRE(thief);
  CHECK(comes_true([&] { return !station->trouble().empty(); }));
  const auto health = raw_get(station->address(), "/healthz");
  CHECK(status_of(health) == 503);
  CHECK(body_of(health).find("another writer") != std::string::npos);
  CHECK_FALSE(station->end());
}

TEST_CASE("agent station: what is wrong with a configuration shows before anything is begun",
          "[cli][agent]") {
  const SystemClock clock;
  auto config = small_machine();
  config.root = "/no/such/tree";
  CHECK_FALSE(AgentStation::prepare(config, clock));
  config = small_machine();
  config.probes = {"hwmom"};
  CHECK_FALSE(AgentStation::prepare(config, clock));
  config = small_machine();
  config.sources = "/no/such/sources.toml";
  CHECK_FALSE(AgentStation::prepare(config, clock));
}

TEST_CASE("agent station: an address or a store that cannot be had is an error of its beginning",
          "[cli][agent]") {
  const SystemClock clock;
  const auto holder = prepared(small_machine(), clock);
  REQUIRE(holder->begin());
  auto config = small_machine();
  config.listen = holder->address();
  CHECK_FALSE(prepared(config, clock)->begin());
  config = small_machine();
  config.store = "/no/such/directory/samples.db";
  CHECK_FALSE(prepared(config, clock)->begin());
}

TEST_CASE("agent station: a probe is read as the file says, else as seldom as one of two asks",
          "[cli][agent]") {
  const FixtureHost fixture("small_virtual_machine");
  const auto probes = make_all_probes(fixture.host());  // nvme asks for 5 s, cpu for 1 s
  AgentConfig config;
  auto pace = agent_pace(config, probes, "id");
  CHECK(pace.machine_id == "id");
  CHECK(pace.periods.at("cpu") == 1s);
  CHECK(pace.periods.at("nvme") == 5s);
  config.every = 3s;
  pace = agent_pace(config, probes, "id");
  CHECK(pace.periods.at("cpu") == 3s);
  CHECK(pace.periods.at("nvme") == 5s);
  config.periods = {{"cpu", 30s}, {"nvme", 1s}};
  pace = agent_pace(config, probes, "id");
  CHECK(pace.periods.at("cpu") == 30s);
  CHECK(pace.periods.at("nvme") == 1s);
  CHECK(pace.periods.size() == probes.size());
}

TEST_CASE("agent station: a period of redfish is that of every BMC which has none of its own",
          "[cli][agent]") {
  class Bmc final : public Probe {
   public:
    explicit Bmc(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] std::string_view name() const override { return name_; }
    Result<Discovery> discover() override { return Discovery{}; }
    Result<ProbeReading> read() override { return ProbeReading{}; }

   private:
    std::string name_;
  };
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<Bmc>("redfish:rack1"));
  probes.push_back(std::make_unique<Bmc>("redfish:rack2"));
  AgentConfig config;
  config.periods = {{"redfish", 60s}, {"redfish:rack2", 90s}};
  const auto pace = agent_pace(config, probes, "id");
  CHECK(pace.periods.at("redfish:rack1") == 60s);
  CHECK(pace.periods.at("redfish:rack2") == 90s);
}
