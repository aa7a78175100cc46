#include "probes/neuron/neuron_health.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/neuron_host.h"

using namespace rackproof;
using namespace rackproof::neuron;
using rackproof::testing::NeuronHost;
using rackproof::testing::NeuronTree;

namespace {

constexpr std::string_view kList = "stats/hardware/health_status/unhealthy_components";
constexpr std::string_view kBeat = "stats/hardware/health_status/healthcheck_heartbeat";

struct Health {
  explicit Health(const NeuronHost& tree) : host(tree), files(tree.fixture.files(), 0) {
    device.id = NeuronHost::id(0);
    device.unhealthy_path = "/" + neuron_file(tree.tree, 0, kList);
    device.heartbeat_path = "/" + neuron_file(tree.tree, 0, kBeat);
  }
  Events read() {
    reading = {};
    const Source source{files, host.fixture.host().clock};
    read_health(source, device, memory, reading);
    return reading.events;
  }
  [[nodiscard]] Reading operator[](std::string_view metric) const {
    for (const auto& sample : reading.samples) {
      if (sample.metric->name == metric) {
        return sample.reading;
      }
    }
    FAIL("no sample of " << metric);
    std::abort();
  }

  const NeuronHost& host;
  KeptFiles files;
  NeuronDevice device;
  DeviceMemory memory;
  ProbeReading reading;
};

}  // namespace

TEST_CASE("neuron: an unhealthy link is the only word on links in band, and an event",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 1});
  Health health(host);
  CHECK(health.read().empty());
  CHECK(health["neuron_unhealthy_link_intraserver"] == Reading(std::int64_t{0}));

  host.put(0, kList, "link_intraserver,hbm\n");
  const auto events = health.read();

  REQUIRE(events.size() == 2);
  CHECK(events[0].code == "component_unhealthy");
  CHECK(events[0].text == "the device lists link_intraserver as unhealthy");
  CHECK(health["neuron_unhealthy_link_intraserver"] == Reading(std::int64_t{1}));
  CHECK(health["neuron_unhealthy_hbm"] == Reading(std::int64_t{1}));
  CHECK(health["neuron_unhealthy_sram"] == Reading(std::int64_t{0}));
  CHECK(health.read().empty());

  host.put(0, kList, "hbm\n");
  const auto better = health.read();
  REQUIRE(better.size() == 1);
  CHECK(better[0].code == "component_healthy");
}

TEST_CASE("neuron: an unhealthy component of a later driver is not lost", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 1});
  host.put(0, kList, "warp_core\n");
  Health health(host);

  CHECK(health.read().size() == 1);
  CHECK(health["neuron_unhealthy_other"] == Reading(std::int64_t{1}));
}

TEST_CASE("neuron: a heartbeat that stands still shows its age", "[probes][neuron]") {
  NeuronHost host(NeuronTree{.devices = 1});
  Health health(host);
  health.read();
  CHECK(health["neuron_heartbeat_total"] == Reading(std::int64_t{41}));
  CHECK(health["neuron_heartbeat_age_seconds"] == Reading(0.0));

  host.fixture.clock().advance(std::chrono::seconds(30));
  health.read();
  CHECK(health["neuron_heartbeat_age_seconds"] == Reading(30.0));

  host.put(0, kBeat, "42\n");
  health.read();
  CHECK(health["neuron_heartbeat_age_seconds"] == Reading(0.0));
}

TEST_CASE("neuron: health that cannot be read is not good health", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 1});
  host.put(0, kList, "???\n");
  host.remove(0, kBeat);
  Health health(host);
  health.read();

  CHECK(std::get<Error>(health["neuron_unhealthy_hbm"]).kind == ErrorKind::malformed);
  CHECK(std::get<Error>(health["neuron_unhealthy_other"]).kind == ErrorKind::malformed);
  CHECK(std::get<Error>(health["neuron_heartbeat_total"]).kind == ErrorKind::absent);
  CHECK(std::get<Error>(health["neuron_heartbeat_age_seconds"]).kind == ErrorKind::absent);
}
