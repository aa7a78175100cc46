#include "probes/neuron/neuron_survey.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "probes/neuron/neuron_probe.h"
#include "tests/support/neuron_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

ProbeRun run(const NeuronHost& host) {
  return ProbeRun(*make_neuron_probe(host.fixture.host()));
}

/// The note of `probe` on `what` that holds `words`; nullptr when there is none.
const Unreadable* note(const ProbeRun& result, std::string_view what, std::string_view words) {
  const auto& notes = result.discovery().unreadable;
  const auto found = std::ranges::find_if(notes, [&](const Unreadable& one) {
    return one.what == what && one.why.message.find(words) != std::string::npos;
  });
  return found == notes.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("neuron: an accelerator is named by its serial number where the tree has no bus address",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 2});

  const auto result = run(host);

  const auto& device = result.device(NeuronHost::id(1));
  CHECK(device.kind == DeviceKind::accelerator);
  CHECK(device.model == "Trainium2");
  CHECK(device.serial == neuron_serial(1));
  CHECK(device.attributes.at("id_basis") == "serial number");
  CHECK(device.attributes.at("sysfs_name") == "neuron1");
  CHECK(result.device(NeuronHost::id(1) + "/core:1").model == "NCv3");
  CHECK(result.device(NeuronHost::id(1) + "/hbm").kind == DeviceKind::hbm);
}

TEST_CASE("neuron: where the tree has a bus address it names the accelerator", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.driver = "2.31.0.0", .moved = true, .devices = 1});

  const auto result = run(host);

  const auto& device = result.device("node/accelerator:0000:a0:00.0");
  CHECK(device.parent == "node/pci:0000:a0:00.0");
  CHECK(device.model == "Trainium2");
  CHECK(result.value(device.id, "hbm_ecc_correctable_total") == 7);
  CHECK(result.value(device.id + "/core:0", "neuron_status_success_total") == 88154);
}

TEST_CASE("neuron: a device that never told its serial number has the kernel's, and says why",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 2});
  host.fail(NeuronFault::dead, 1);

  const auto result = run(host);

  const auto& device = result.device("node/accelerator:neuron1");
  CHECK(device.attributes.at("id_basis").starts_with("kernel number: "));
  CHECK(result.unreadable(host.directory(1) + "/info/serial_number") != nullptr);
  CHECK(result.reason(device.id, "hbm_ecc_uncorrectable_total").kind == ErrorKind::io);
  CHECK(result.value(NeuronHost::id(0), "hbm_ecc_uncorrectable_total") == 0);
}

TEST_CASE("neuron: a device that falls silent keeps its name over a new discovery",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 1});
  const auto probe = make_neuron_probe(host.fixture.host());
  REQUIRE(probe->discover());
  host.fail(NeuronFault::dead, 0);

  const ProbeRun result(*probe);

  CHECK(result.find_device(NeuronHost::id(0)) != nullptr);
  CHECK(result.value(NeuronHost::id(0), "neuron_serial_readable") == 0);
}

TEST_CASE("neuron: what Neuron shows nowhere in band is named for each accelerator",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 2});

  const auto result = run(host);

  for (const int device : {0, 1}) {
    for (const auto* what : {": temperature", ": power in watts", ": errors of each link"}) {
      const auto* told = result.unreadable(NeuronHost::id(device) + what);
      REQUIRE(told != nullptr);
      CHECK(told->why.kind == ErrorKind::not_observable);
    }
  }
}

TEST_CASE("neuron: an attribute that the driver lacks is absent with a reason, never 0",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.driver = "2.26.5.0", .devices = 1});

  const auto result = run(host);

  const auto why = result.reason(NeuronHost::id(0), "hbm_ecc_correctable_total");
  CHECK(why.kind == ErrorKind::unsupported);
  CHECK(why.message ==
        "attribute absent: driver 2.26.5.0 has no stats/hardware/mem_ecc_corrected (since 2.30.2)");
  CHECK(note(result, host.directory(0), "stats/hardware/sram_ecc_corrected") != nullptr);
  CHECK(result.device(NeuronHost::id(0)).attributes.at("status_counters") ==
        "added up when the process ends");
}

TEST_CASE("neuron: counts that a driver adds up only when a process ends are marked as not live",
          "[probes][neuron]") {
  const NeuronHost before(NeuronTree{.driver = "2.29.9.0", .devices = 1});
  const NeuronHost after(NeuronTree{.driver = "2.30.2.0", .devices = 1});

  CHECK(run(before).device(NeuronHost::id(0)).attributes.at("status_counters") ==
        "added up when the process ends");
  CHECK(run(after).device(NeuronHost::id(0)).attributes.at("status_counters") == "live");
}

TEST_CASE("neuron: a file that no metric knows is named, not passed over", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 1});
  host.put(0, "stats/hardware/health_status/hw_event_count", "0\n");

  const auto result = run(host);

  const auto* told =
      note(result, host.directory(0), "no metric for stats/hardware/health_status/hw_event_count");
  REQUIRE(told != nullptr);
  CHECK(told->why.message.find("present") == std::string::npos);
}

TEST_CASE("neuron: fewer cores than the device says are told", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 1});
  host.put(0, "core_count", "9");

  CHECK(note(run(host), host.directory(0), "core_count says 9, the tree shows 2") != nullptr);
}

TEST_CASE("neuron: neuron-ls adds place and size, and does not name the device",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 2});
  host.put(0, "connected_devices", "");  // stands for a file that only root may read
  const auto probe = make_neuron_probe(host.fixture.host(), [] {
    return Result<std::string>(R"([{"neuron_device":0,"bdf":"cc:00.0","numa_node":"1",
      "connected_to":[1],"nc_count":2,"memory_size":34359738368}])");
  });

  const ProbeRun result(*probe);

  const auto& device = result.device(NeuronHost::id(0));
  CHECK(device.parent == "node/pci:0000:cc:00.0");
  CHECK(device.attributes.at("numa_node") == "1");
  CHECK(result.device(NeuronHost::id(0) + "/hbm").attributes.at("size_bytes") == "34359738368");
  CHECK(result.find_device(NeuronHost::id(0) + "/link:" + neuron_serial(1)) != nullptr);
  CHECK(result.device(NeuronHost::id(1)).parent == "node");
}

TEST_CASE("neuron: a neuron-ls that fails is told and costs nothing else", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 1});
  const auto probe = make_neuron_probe(host.fixture.host(), [] {
    return Result<std::string>(Error{ErrorKind::timed_out, "neuron-ls: no answer within 5 s"});
  });

  const ProbeRun result(*probe);

  REQUIRE(result.unreadable("neuron-ls") != nullptr);
  CHECK(result.unreadable("neuron-ls")->why.kind == ErrorKind::timed_out);
  CHECK(result.find_device(NeuronHost::id(0)) != nullptr);
}
