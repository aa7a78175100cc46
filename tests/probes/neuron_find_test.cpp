#include "probes/neuron/neuron_find.h"

#include <catch2/catch.hpp>

#include "tests/support/neuron_host.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("neuron: a machine without the driver says absent", "[probes][neuron]") {
  const TempDir empty;
  const FixtureHost fixture(empty.path());

  const auto found = neuron::find_devices(fixture.files());

  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
}

TEST_CASE("neuron: the devices of both trees are one set", "[probes][neuron]") {
  const NeuronHost old(NeuronTree{.devices = 3});
  const NeuronHost moved(NeuronTree{.driver = "2.31.0.0", .moved = true, .devices = 3});

  const auto before = neuron::find_devices(old.fixture.files());
  const auto after = neuron::find_devices(moved.fixture.files());

  REQUIRE(before);
  REQUIRE(after);
  CHECK(before->size() == 3);
  CHECK(before->at(2) == "/sys/devices/virtual/neuron_device/neuron2");
  CHECK(after->size() == 3);
  CHECK(after->at(2) == "/sys/devices/pci0000:00/0000:a2:00.0/neuron_device/neuron2");
}

TEST_CASE("neuron: files of the class are no devices", "[probes][neuron]") {
  const TempDir root;
  root.write("sys/class/neuron_device/node_id_4", "-1\n");
  root.write("sys/class/neuron_device/neuronX/core_count", "2");
  const FixtureHost fixture(root.path());

  CHECK_FALSE(neuron::find_devices(fixture.files()));
}

TEST_CASE("neuron: arch_type alone is ambiguous, and NDv3 is no answer", "[probes][neuron]") {
  CHECK(neuron::model_of("Trainium2", "NDv3") == "Trainium2");
  CHECK(neuron::model_of("Inferentia2", "NDv3") == "Inferentia2");
  CHECK(neuron::model_of("", "NDv3").empty());
  CHECK(neuron::model_of("", "NDv2") == "Trainium1");
  CHECK(neuron::model_of("", "NDv4") == "Trainium3");
}
