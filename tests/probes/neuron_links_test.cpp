#include "probes/neuron/neuron_links.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/neuron_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

std::string link(int from, int to) {
  return NeuronHost::id(from) + "/link:" + neuron_serial(to);
}

}  // namespace

TEST_CASE("neuron: a 4 x 4 torus has four links at each device, named by both ends",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::trn1, .cores = 1});

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  const auto& devices = run.discovery().devices;
  CHECK(std::ranges::count(devices, DeviceKind::accelerator_link, &Device::kind) == 64);
  for (const int peer : {12, 3, 4, 1}) {
    CHECK(run.value(link(0, peer), "device_present") == 1);
    CHECK(run.device(link(0, peer)).attributes.at("peer") == NeuronHost::id(peer));
    CHECK(run.device(link(0, peer)).attributes.at("listed_by_peer") == "yes");
  }
}

TEST_CASE("neuron: a neighbour that is no longer listed is a link that is gone",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 3});
  const auto probe = make_neuron_probe(host.fixture.host());
  const ProbeRun before(*probe);
  CHECK(before.value(link(0, 1), "device_present") == 1);

  host.put(0, "connected_devices", "2\n");
  const auto reading = probe->read();

  REQUIRE(reading);
  int gone = 0;
  for (const auto& sample : reading->samples) {
    const auto& id = before.discovery().devices[sample.device].id;
    if (id == link(0, 1) && sample.metric->name == "device_present") {
      CHECK(sample.reading == Reading(std::int64_t{0}));
      ++gone;
    }
  }
  CHECK(gone == 1);
}

TEST_CASE("neuron: a link that only one end lists says so", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 2});
  host.put(1, "connected_devices", "\n");

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  CHECK(run.device(link(0, 1)).attributes.at("listed_by_peer") == "no");
  CHECK(run.find_device(link(1, 0)) == nullptr);
}

TEST_CASE("neuron: a neighbour list that outgrew its buffer is told, not taken for none",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 2});
  host.put(0, "connected_devices", "");

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  const auto* note = run.unreadable(host.directory(0) + "/connected_devices");
  REQUIRE(note != nullptr);
  CHECK(note->why.kind == ErrorKind::sentinel);
}
