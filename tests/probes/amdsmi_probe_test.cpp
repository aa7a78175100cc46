#include "probes/amdsmi/amdsmi_probe.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "probes/inventory_merge.h"
#include "tests/support/amdsmi_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const std::string kFirst = "node/accelerator:0000:3b:00.0";
const std::string kSecond = "node/accelerator:0000:5d:00.0";
constexpr auto kThreshold = "hbm_bad_page_threshold_count";
constexpr auto kFaults = "amdgpu_vm_fault_total";
constexpr auto kResets = "amdgpu_reset_total";

const SoftwareVersion* software(const ProbeRun& run) {
  const auto& all = run.discovery().software;
  const auto found = std::ranges::find(all, "amd_smi", &SoftwareVersion::name);
  return found == all.end() ? nullptr : &*found;
}

/// Nothing but reasons of that kind, and none is called but for its version.
void check_unsupported(const std::string& behaviour, const std::string& says) {
  const AmdsmiHost host(behaviour);
  const ProbeRun run(*host.probe());
  const auto* why = run.unreadable("amd-smi");
  REQUIRE(why != nullptr);
  CHECK(why->why.kind == ErrorKind::unsupported);
  CHECK(why->why.message.find(says) != std::string::npos);
  CHECK(run.reason(kFirst, kResets).kind == ErrorKind::unsupported);
  CHECK(run.reason(kSecond, kResets).message == why->why.message);
}

}  // namespace

TEST_CASE("amdsmi: what sysfs lacks is told of the sockets that sysfs shows", "[probes][amdsmi]") {
  const AmdsmiHost host("healthy");
  const ProbeRun run(*host.probe());

  const auto& socket = run.device(kFirst);
  CHECK(socket.vendor == "AMD");
  CHECK(socket.model == "AMD Instinct MI300X");
  CHECK(socket.attributes.at("vbios_name") == "AMD MI300X_HW_SRIOV_CVS_1VF");
  CHECK(socket.attributes.at("vbios_build_date") == "2024/06/05 12:13");
  CHECK(socket.attributes.at("vbios_version") == "022.040.003.041.000001");
  CHECK(socket.attributes.at("boot_firmware") == "022.002.001.027.000001");
  CHECK(run.device(kFirst + "/hbm").attributes.at("memory_type") == "HBM3");
  CHECK(run.device(kFirst + "/hbm").attributes.at("memory_bus_bits") == "8192");
  CHECK(run.value(kSecond + "/hbm", kThreshold) == 256);
  CHECK(run.value(kFirst, kResets) == 0);
  CHECK(run.discovery().unreadable.empty());
  CHECK(run.discovery().devices.size() == 4);  // partitions are no sockets
  REQUIRE(software(run) != nullptr);
  CHECK(software(run)->version == "26.1.0");
}

TEST_CASE("amdsmi: its devices and those of amdgpu become one each", "[probes][amdsmi]") {
  const AmdsmiHost host("healthy");
  std::vector<NamedDiscovery> found;
  auto sysfs = make_amdgpu_probe(host.fixture.host())->discover();
  auto library = host.probe()->discover();
  REQUIRE(sysfs);
  REQUIRE(library);
  found.push_back({"amdgpu", std::move(sysfs)});
  found.push_back({"amdsmi", std::move(library)});
  const auto inventory = merge_inventory(found);
  const auto first = std::ranges::find(inventory.devices, kFirst, &Device::id);
  REQUIRE(first != inventory.devices.end());
  CHECK(first->model == "AMD Instinct MI300X OAM");  // the board's own word stands
  CHECK(first->attributes.at("vbios_build_date") == "2024/06/05 12:13");
  CHECK(first->attributes.at("compute_partition") == "SPX");
  CHECK(std::ranges::count(inventory.devices, kFirst, &Device::id) == 1);
}

TEST_CASE("amdsmi: structures of older versions are read where they lay", "[probes][amdsmi]") {
  for (const auto* behaviour : {"rocm62", "rocm64"}) {
    INFO(behaviour);
    const AmdsmiHost host(behaviour);
    const ProbeRun run(*host.probe());
    const auto& socket = run.device(kFirst);
    CHECK(socket.model == "AMD Instinct MI300X");
    CHECK(socket.attributes.at("vbios_build_date") == "2024/06/05 12:13");
    CHECK(socket.attributes.at("vbios_version") == "022.040.003.041.000001");
    CHECK_FALSE(socket.attributes.contains("boot_firmware"));
    CHECK(run.device(kFirst + "/hbm").attributes.at("memory_type") == "HBM3");
    CHECK(run.value(kFirst, kFaults) == 0);
  }
  const AmdsmiHost old("rocm62");
  const ProbeRun run(*old.probe());
  CHECK_FALSE(run.device(kFirst + "/hbm").attributes.contains("memory_bus_bits"));
  CHECK(run.reason(kFirst + "/hbm", kThreshold) ==
        Error{ErrorKind::unsupported, "amd-smi 24.6.3.0 has no amdsmi_get_gpu_bad_page_threshold"});
}

TEST_CASE("amdsmi: of a version with two layouts only what both have alike is read",
          "[probes][amdsmi]") {
  const AmdsmiHost host("twofold");
  const ProbeRun run(*host.probe());
  CHECK_FALSE(run.device(kFirst).attributes.contains("vbios_name"));
  CHECK(run.device(kFirst).model == "AMD Instinct MI300X");
  CHECK(run.device(kFirst + "/hbm").attributes.at("memory_bus_bits") == "8192");
}

TEST_CASE("amdsmi: a newer version is called for nothing but its number, which is told",
          "[probes][amdsmi]") {
  check_unsupported("newer", "amd-smi 27.0.0: its structures are not known to this release");
}

TEST_CASE("amdsmi: a library that tells two versions of itself is asked nothing",
          "[probes][amdsmi]") {
  check_unsupported("two_tales", "'26.5.0' and 26.1.0.0");
}

TEST_CASE("amdsmi: a structure that grew under its number is not read, and writes over nothing",
          "[probes][amdsmi]") {
  const AmdsmiHost host("grown");
  const ProbeRun run(*host.probe());
  CHECK_FALSE(run.device(kFirst).attributes.contains("vbios_name"));
  CHECK(run.value(kFirst + "/hbm", kThreshold) == 256);  // what did not grow is read
  auto probe = host.probe();
  REQUIRE(probe->discover());
  REQUIRE(probe->read());
  const auto later = probe->read();  // events grew too, as the first pass saw
  REQUIRE(later);
  CHECK(later->events.empty());
  const auto deaf = std::ranges::count_if(later->samples, [](const Sample& sample) {
    const auto* why = std::get_if<Error>(&sample.reading);
    return sample.metric->name == kFaults && why != nullptr && why->kind == ErrorKind::unsupported;
  });
  CHECK(deaf == 2);
}

TEST_CASE("amdsmi: a lost socket costs its own samples, each with the reason", "[probes][amdsmi]") {
  const AmdsmiHost host("lost");
  const ProbeRun run(*host.probe());
  CHECK(run.value(kFirst + "/hbm", kThreshold) == 256);
  const auto why = run.reason(kSecond, kResets);
  CHECK(why.kind == ErrorKind::io);
  CHECK(why.message.find("amdsmi_get_gpu_device_bdf: failed (amd-smi 7)") != std::string::npos);
}

TEST_CASE("amdsmi: a socket that hangs the library, or fells it, costs its own samples",
          "[probes][amdsmi]") {
  for (const auto* behaviour : {"hung", "crashes"}) {
    INFO(behaviour);
    const AmdsmiHost host(behaviour);
    const ProbeRun run(*host.probe());
    CHECK(run.value(kFirst + "/hbm", kThreshold) == 256);
    CHECK(run.unreadable(kSecond) != nullptr);
    const auto why = run.reason(kSecond, kResets);
    CHECK(why.kind == ErrorKind::timed_out);
    CHECK(why.message.ends_with("this GPU is left alone for 600 s"));
  }
}

TEST_CASE("amdsmi: a library that hangs at its start leaves reasons, not a hung probe",
          "[probes][amdsmi]") {
  const AmdsmiHost host("hung_init");
  const ProbeRun run(*host.probe());
  CHECK(run.reason(kFirst, kResets).kind == ErrorKind::timed_out);
  REQUIRE(run.unreadable("amd-smi") != nullptr);
  CHECK(run.unreadable("amd-smi")->why.message ==
        "amd-smi did not come back within 1 s; its process was ended");
}

TEST_CASE("amdsmi: N/A, nothing and all ones are no facts and no numbers", "[probes][amdsmi]") {
  const AmdsmiHost host("blank");
  const ProbeRun run(*host.probe());
  CHECK(run.device(kFirst).model.empty());
  for (const auto* name : {"vbios_name", "vbios_build_date", "vbios_version", "boot_firmware"}) {
    CHECK_FALSE(run.device(kFirst).attributes.contains(name));
  }
  CHECK(run.device(kFirst + "/hbm").attributes.empty());
  CHECK(run.reason(kFirst + "/hbm", kThreshold).kind == ErrorKind::sentinel);
}

TEST_CASE("amdsmi: where nobody may listen there is no count of 0", "[probes][amdsmi]") {
  const AmdsmiHost host("user");
  const ProbeRun run(*host.probe());
  CHECK(run.reason(kFirst + "/hbm", kThreshold).kind == ErrorKind::unsupported);
  for (const auto* counter : {kFaults, kResets, "amdgpu_thermal_throttle_event_total"}) {
    const auto why = run.reason(kFirst, counter);
    CHECK(why.kind == ErrorKind::io);
    CHECK(why.message.starts_with("amdsmi_init_gpu_event_notification"));
  }
}

TEST_CASE("amdsmi: events are their socket's, also those of a partition, and are counted",
          "[probes][amdsmi]") {
  const AmdsmiHost host("events");
  auto probe = host.probe();
  REQUIRE(probe->discover());
  const auto reading = probe->read();
  REQUIRE(reading);
  REQUIRE(reading->events.size() == 3);
  CHECK(reading->events[0].device == kFirst);
  CHECK(reading->events[0].code == "vm_fault");
  CHECK(reading->events[0].source == "amdsmi");
  CHECK(reading->events[0].text ==
        "Memory fault of a program: 2 now, 2 since 2026-11-21T05:17:00.000000000Z; PID: 4712  task "
        "name: train");
  CHECK(reading->events[1].code == "gpu_reset_begun");
  CHECK(reading->events[1].device == kSecond);
  CHECK(reading->events[2].code == "gpu_reset_done");
  const auto again = probe->read();
  REQUIRE(again);
  CHECK(again->events.empty());
  const auto kept = std::ranges::count_if(again->samples, [](const Sample& sample) {
    return sample.metric->name == kResets && sample.reading == Reading(std::int64_t{1});
  });
  CHECK(kept == 1);
}

TEST_CASE("amdsmi: words of the library on stdout cost no reading", "[probes][amdsmi]") {
  const AmdsmiHost host("noisy");
  const ProbeRun run(*host.probe());
  CHECK(run.value(kFirst + "/hbm", kThreshold) == 256);
}

TEST_CASE("amdsmi: without the library, the driver or a card nothing is wrong",
          "[probes][amdsmi]") {
  AmdsmiHost host("no_driver");
  auto found = host.probe()->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
  host.options.source.library = "libno-such-amdsmi.so.26";
  found = host.probe()->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
  host.options.source.program = "/no/such/program";
  const TempDir empty;
  const FixtureHost bare(empty.path());
  found = make_amdsmi_probe(bare.host(), host.options)->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
}

TEST_CASE("amdsmi: a captured tree has no library to ask", "[probes][amdsmi]") {
  const AmdsmiHost host("healthy");
  const auto found = make_amdsmi_probe(host.fixture.host())->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::not_observable);
}
