#include "probes/neuron/neuron_ls.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::neuron;

namespace {

/// After the tool's guide: no capture of it is public with all members.
constexpr std::string_view kTwo = R"([
  {"neuron_device": 0, "bdf": "cc:00.0", "cpu_affinity": "0-47", "numa_node": "0",
   "connected_to": [12, 3, 4, 1], "nc_count": 8, "logical_neuroncore_config": 2,
   "memory_size": 103079215104, "neuroncore_ids": [0, 1, 2, 3],
   "neuron_processes": [{"pid": 7685, "command": "python secret.py", "neuron_runtime_version": "2.30"}]},
  {"neuron_device": 1, "bdf": "0000:00:1f.0", "connected_to": null, "nc_count": 8,
   "memory_size": 103079215104, "neuron_processes": []}
])";

std::string address_from(const std::string& bdf) {
  const auto devices = parse_neuron_ls(R"([{"neuron_device": 0, "nc_count": 8, "memory_size": 1,
                                            "bdf": ")" +
                                       bdf + R"("}])");
  REQUIRE(devices);
  REQUIRE(devices->size() == 1);
  return devices->front().pci_address;
}

}  // namespace

TEST_CASE("neuron-ls: bus addresses come short and long, and are one", "[probes][neuron]") {
  CHECK(address_from("cc:00.0") == "0000:cc:00.0");
  CHECK(address_from("0000:00:1F.0") == "0000:00:1f.0");
  CHECK(address_from("").empty());
  CHECK(address_from("not one").empty());
}

TEST_CASE("neuron-ls: each device comes with its place and size, and nobody's command line",
          "[probes][neuron]") {
  const auto devices = parse_neuron_ls(kTwo);

  REQUIRE(devices);
  REQUIRE(devices->size() == 2);
  const auto& first = (*devices)[0];
  CHECK(first.pci_address == "0000:cc:00.0");
  CHECK(first.numa_node == "0");
  CHECK(first.cores == 8);
  CHECK(first.memory_bytes == 103079215104);
  CHECK(first.processes == 1);
  CHECK(first.connected == std::vector<std::int64_t>{12, 3, 4, 1});
}

TEST_CASE("neuron-ls: connected_to null is unknown, not unconnected", "[probes][neuron]") {
  const auto devices = parse_neuron_ls(kTwo);

  REQUIRE(devices);
  CHECK_FALSE((*devices)[1].connected);
}

TEST_CASE("neuron-ls: what is not its format is refused with the reason", "[probes][neuron]") {
  CHECK(parse_neuron_ls("").error().kind == ErrorKind::malformed);
  CHECK(parse_neuron_ls("{}").error().message == "neuron-ls: expected an array, got an object");
  CHECK(parse_neuron_ls(R"([{"neuron_device": "0"}])").error().message ==
        "neuron-ls: neuron_device: expected a count, got a string");
  CHECK(
      parse_neuron_ls(R"([{"neuron_device":0,"nc_count":2,"memory_size":1,"connected_to":["1"]}])")
          .error()
          .kind == ErrorKind::malformed);
}
