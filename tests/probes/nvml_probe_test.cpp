#include "probes/nvml/nvml_probe.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "probes/read_once.h"
#include "tests/support/nvml_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

std::string first(const std::string& part = "") {
  return kFirstGpu + part;
}

std::string second(const std::string& part = "") {
  return kSecondGpu + part;
}

}  // namespace

TEST_CASE("nvml: two healthy GPUs, read in a child of the real program", "[probes][nvml]") {
  const NvmlHost host("healthy");
  const ProbeRun run(*host.probe());

  const auto& gpu = run.device(first());
  CHECK(gpu.model == "NVIDIA H200");
  CHECK(gpu.serial == "1654724000001");
  CHECK(gpu.firmware == "96.00.BC.00.01");
  CHECK(gpu.position == "slot 3, tray 5, module 1");
  CHECK(gpu.attributes.at("chassis_serial") == "CHASSIS-0042");
  CHECK(gpu.attributes.at("uuid") == "GPU-0000-stand-in");
  CHECK(run.value(first(), "temperature_celsius") == 58);
  CHECK(run.value(first(), "temperature_margin_celsius") == 29);
  CHECK(run.value(first(), "temperature_margin_shutdown_celsius") == -8);
  CHECK(run.value(first("/hbm"), "temperature_celsius") == 61);
  CHECK(run.value(first(), "power_watts") == 349);
  CHECK(run.value(first(), "power_average_watts") == 351.5);
  CHECK(run.value(first(), "power_cap_watts") == 650);
  CHECK(run.value(first(), "accelerator_energy_joules_total") == Approx(123456.789));
  CHECK(run.value(first(), "clock_frequency_hertz") == 1981e6);
  CHECK(run.value(first(), "nvidia_clock_event_software_power_cap") == 1);
  CHECK(run.value(first(), "nvidia_throttled_power_seconds_total") == 2.5);
  CHECK(run.value(first("/hbm"), "hbm_used_bytes") == 1e9);
  CHECK(run.value(second(), "nvidia_gpu_answers") == 1);
}

TEST_CASE("nvml: memory errors, rows and banks of a healthy GPU", "[probes][nvml]") {
  const NvmlHost host("healthy");
  const ProbeRun run(*host.probe());

  CHECK(run.value(first("/hbm"), "hbm_ecc_correctable_total") == 200);
  CHECK(run.value(first("/hbm"), "hbm_ecc_uncorrectable_lifetime_total") == 211);
  CHECK(run.value(first(), "sram_ecc_uncorrectable_total") == 9);  // parity 4 and SEC-DED 5
  CHECK(run.value(first(), "nvidia_sram_ecc_threshold_exceeded") == 1);
  CHECK(run.value(first("/hbm"), "hbm_rows_remapped_correctable_count") == 1);
  CHECK(run.value(first("/hbm"), "hbm_row_remap_failed") == 0);
  CHECK(run.value(first("/hbm"), "hbm_banks_spare_rows_max_count") == 2559);
  CHECK(run.reason(first("/hbm"), "nvidia_pages_retired_double_bit_count").kind ==
        ErrorKind::unsupported);
}

TEST_CASE("nvml: links have a near end, a far end and counters of their own", "[probes][nvml]") {
  const NvmlHost host("healthy");
  const ProbeRun run(*host.probe());

  const auto& link = run.device(first("/nvlink:1"));
  CHECK(link.kind == DeviceKind::accelerator_link);
  CHECK(link.parent == first());
  CHECK(link.attributes.at("remote_pci_address") == "0000:db:00.0");
  CHECK(link.attributes.at("remote_kind") == "gpu");
  CHECK(run.value(first("/nvlink:1"), "accelerator_link_active") == 1);
  CHECK(run.value(first("/nvlink:1"), "accelerator_link_sent_bytes_total") == 1001 * 1024);
  CHECK(run.value(first("/nvlink:1"), "nvidia_nvlink_replay_total") == 1);
  CHECK(run.value(first("/nvlink:0"), "accelerator_link_speed_bytes_per_second") == 26562e6);
  CHECK(run.reason(first("/nvlink:0"), "nvidia_nvlink_symbol_bit_error_ratio").kind ==
        ErrorKind::unsupported);
  CHECK(run.find_device(first("/nvlink:2")) == nullptr);
}

TEST_CASE("nvml: a lost GPU costs its own samples, and each says that it is lost",
          "[probes][nvml]") {
  for (const auto* behaviour : {"lost", "lost_early"}) {
    INFO(behaviour);
    const NvmlHost host(behaviour);
    const ProbeRun run(*host.probe());

    CHECK(run.value(first(), "temperature_celsius") == 58);
    CHECK(run.value(second(), "nvidia_gpu_answers") == 0);
    for (const auto* metric : {"temperature_celsius", "power_watts", "nvidia_nvlinks_count",
                               "accelerator_ecc_correctable_total", "nvidia_xid_total"}) {
      INFO(metric);
      const auto why = run.reason(second(), metric);
      CHECK(why.kind == ErrorKind::io);
      CHECK(why.message.find("GPU is lost (NVML 15)") != std::string::npos);
    }
    CHECK(run.reason(second("/hbm"), "hbm_size_bytes").kind == ErrorKind::io);
  }
}

TEST_CASE("nvml: a GPU that hangs NVML costs its own samples, each with the reason",
          "[probes][nvml]") {
  const NvmlHost host("hung");
  auto probe = host.probe();
  const ProbeRun run(*probe);

  REQUIRE(run.unreadable(second()) != nullptr);
  CHECK(run.unreadable(second())->why.kind == ErrorKind::timed_out);
  CHECK(run.value(first(), "temperature_celsius") == 58);
  const auto why = run.reason(second(), "nvidia_gpu_answers");
  CHECK(why.kind == ErrorKind::timed_out);
  CHECK(why.message ==
        "NVML did not come back within 5 s; its process was ended; this GPU is left alone for "
        "600 s");
}

TEST_CASE("nvml: a library that hangs at its start leaves GPUs with reasons, not a hung probe",
          "[probes][nvml]") {
  const NvmlHost host("hung_init");
  const ProbeRun run(*host.probe());
  CHECK(run.device(first()).kind == DeviceKind::accelerator);
  CHECK(run.reason(first(), "nvidia_gpu_answers").kind == ErrorKind::timed_out);
  CHECK(run.reason(second(), "nvidia_gpu_answers").kind == ErrorKind::timed_out);
}

TEST_CASE("nvml: an old driver gives what it has, and what it lacks is named", "[probes][nvml]") {
  const NvmlHost host("old");
  const ProbeRun run(*host.probe());

  CHECK(run.value(first(), "temperature_celsius") == 57);
  CHECK(run.value(first("/hbm"), "hbm_used_bytes") == 2e9);
  CHECK(run.value(first(), "power_cap_watts") == 640);
  CHECK(run.value(first(), "nvidia_power_usage_watts") == 351.5);
  CHECK(run.value(first(), "nvidia_clock_event_software_power_cap") == 1);
  CHECK(run.reason(first(), "power_watts").kind == ErrorKind::unsupported);
  CHECK(run.reason(first(), "temperature_margin_celsius").kind == ErrorKind::unsupported);
  CHECK(run.reason(first(), "nvidia_recovery_action").kind == ErrorKind::unsupported);
  CHECK(run.device(first()).position.empty());
  const auto* lacking = run.unreadable(NVML_STAND_IN_OLD_LIBRARY);
  REQUIRE(lacking != nullptr);
  CHECK(lacking->why.message.find("nvmlDeviceGetPlatformInfo") != std::string::npos);
}

TEST_CASE("nvml: what is not supported, not permitted or stood in for is never a number",
          "[probes][nvml]") {
  const NvmlHost host("partly");
  const ProbeRun run(*host.probe());

  CHECK(run.reason(first("/hbm"), "temperature_celsius").kind == ErrorKind::sentinel);
  CHECK(run.reason(first(), "accelerator_energy_joules_total").kind == ErrorKind::sentinel);
  CHECK(run.reason(first(), "power_average_watts").kind == ErrorKind::denied);
  CHECK(run.reason(first(), "power_watts").kind == ErrorKind::malformed);
  CHECK(run.reason(first("/hbm"), "hbm_ecc_uncorrectable_total").kind == ErrorKind::unsupported);
  CHECK(run.reason(first(), "sram_ecc_uncorrectable_total").kind == ErrorKind::unsupported);
  CHECK(run.reason(first(), "nvidia_xid_total").kind == ErrorKind::unsupported);
  CHECK(run.reason(first(), "nvidia_fabric_state").kind == ErrorKind::unsupported);
  CHECK(run.device(first()).serial.empty());
  CHECK(run.value(first(), "nvidia_clock_event_other") == 1);
  CHECK(run.value(first("/nvlink:1"), "accelerator_link_active") == 0);
  CHECK(run.value(first("/nvlink:0"), "nvidia_nvlink_effective_bit_error_ratio") == Approx(3e-12));
}

TEST_CASE("nvml: partitions hang below their GPU", "[probes][nvml]") {
  const NvmlHost host("partly");
  const ProbeRun run(*host.probe());

  const auto& part = run.device(first("/mig:7.0"));
  CHECK(part.kind == DeviceKind::accelerator_partition);
  CHECK(part.parent == first());
  CHECK(part.attributes.at("uuid") == "MIG-0000-stand-in");
  CHECK(run.value(first("/mig:8.0"), "hbm_size_bytes") == 18e9);
  CHECK(run.value(first(), "nvidia_mig_partitions_count") == 2);
  CHECK(run.value(second(), "nvidia_mig_enabled") == 0);
}

TEST_CASE("nvml: Xids are events, counted, with the first and the last", "[probes][nvml]") {
  const NvmlHost host("xids");
  auto probe = host.probe();
  REQUIRE(probe->discover());
  const auto reading = probe->read();

  REQUIRE(reading);
  REQUIRE(reading->events.size() == 2);
  CHECK(reading->events[0].code == "xid_31");
  CHECK(reading->events[0].device == first());
  CHECK(reading->events[1].code == "xid_74");
  CHECK(reading->events[1].text == "Xid 74: 2 now, 2 since 2026-11-21T05:17:00.000000000Z");
  const auto again = probe->read();
  REQUIRE(again);
  CHECK(again->events.empty());
}

TEST_CASE("nvml: one child serves the inventory and every pass, and no Xid is lost between them",
          "[probes][nvml]") {
  NvmlHost host("xids");
  const auto starts = host.root.at("starts");
  host.options.source.program =
      host.root.write("counted", "#!/bin/sh\necho started >> '" + starts +
                                     "'\nexec '" RACKPROOF_PROGRAM "' \"$@\"\n");
  std::filesystem::permissions(host.options.source.program, std::filesystem::perms::owner_all);
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(host.probe());

  const auto reading = read_once(host.fixture.host(), probes, std::chrono::seconds(60));
  REQUIRE(reading);
  std::ifstream file(starts);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "started\n");
  REQUIRE(reading->events.size() == 2);
  CHECK(reading->events[0].code == "xid_31");
  CHECK(reading->events[1].text.starts_with("Xid 74: 2 now, 2 since"));
}

TEST_CASE("nvml: a GPU on the bus without a driver is listed, with what would help",
          "[probes][nvml]") {
  NvmlHost host("no_driver");
  const ProbeRun unloaded(*host.probe());
  const auto* why = unloaded.unreadable(NVML_STAND_IN_LIBRARY);
  REQUIRE(why != nullptr);
  CHECK(why->why.kind == ErrorKind::absent);
  CHECK(why->remedy.starts_with("the driver is not loaded"));
  CHECK(unloaded.reason(first(), "nvidia_gpu_answers").kind == ErrorKind::absent);

  host.options.source.library = "libno-such-nvml.so.1";
  const ProbeRun missing(*host.probe());
  REQUIRE(missing.unreadable("libno-such-nvml.so.1") != nullptr);
  CHECK(missing.unreadable("libno-such-nvml.so.1")->remedy.starts_with("the driver is not loaded"));
}

TEST_CASE("nvml: without a GPU on the bus nothing is wrong and no child is started",
          "[probes][nvml]") {
  NvmlHost host("healthy");
  host.options.source.program = "/no/such/program";
  const TempDir empty;
  const FixtureHost bare(empty.path());
  const auto found = make_nvml_probe(bare.host(), host.options)->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
}

TEST_CASE("nvml: a captured tree has no library to ask", "[probes][nvml]") {
  const NvmlHost host("healthy");
  const auto found = make_nvml_probe(host.fixture.host())->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::not_observable);
}

TEST_CASE("nvml: driver and library versions are software of the node", "[probes][nvml]") {
  const NvmlHost host("healthy");
  const ProbeRun run(*host.probe());
  const SoftwareVersion driver{"nvidia_driver", "580.65.06"};
  CHECK(std::ranges::find(run.discovery().software, driver) != run.discovery().software.end());
}
