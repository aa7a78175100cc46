#include "probes/neuron/neuron_node.h"

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/neuron_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const NeuronTree kUltra{.model = NeuronModel::trn2_ultraserver, .devices = 1};

}  // namespace

TEST_CASE("neuron: a node of an UltraServer knows its groups", "[probes][neuron]") {
  const NeuronHost host(kUltra);

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  CHECK(run.device("node").attributes.at("neuron_server_id_4") == "00c0ffee00000004");
  CHECK(run.device("node").attributes.at("neuron_ultraserver_mode") == "X4, X2H");
  CHECK(run.value("node", "neuron_two_node_group_id") == 1);
  CHECK(run.value("node", "neuron_four_node_group_id") == 3);
}

TEST_CASE("neuron: -1 on a standard instance is no group, not group -1", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 1});

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  CHECK(run.reason("node", "neuron_four_node_group_id").kind == ErrorKind::unsupported);
  CHECK(run.device("node").attributes.count("neuron_server_id_4") == 0);
}

TEST_CASE("neuron: falling back from four nodes to two is a link finding, once",
          "[probes][neuron]") {
  const NeuronHost host(kUltra);
  const auto probe = make_neuron_probe(host.fixture.host());
  REQUIRE(probe->discover());
  CHECK(probe->read()->events.empty());

  host.fail(NeuronFault::election_busy);
  CHECK(probe->read()->events.empty());

  host.root.write("sys/class/neuron_device/node_id_2", "1\n");
  host.fail(NeuronFault::election_fell_back);
  const auto events = probe->read()->events;
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "ultraserver_fell_back");
  CHECK(events[0].sequence == 1);
  CHECK(probe->read()->events.empty());
}

TEST_CASE("neuron: an election that still runs is stale, not invalid", "[probes][neuron]") {
  const NeuronHost host(kUltra);
  host.fail(NeuronFault::election_busy);

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  CHECK(run.reason("node", "neuron_four_node_group_id").kind == ErrorKind::stale);
}
