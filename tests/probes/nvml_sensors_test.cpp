#include <catch2/catch.hpp>

#include "tests/support/nvml_device.h"

using namespace rackproof;
using namespace rackproof::nvml;
using rackproof::testing::NvmlDevice;

TEST_CASE("nvml sensors: degrees and margins are never one metric", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.temperature = [](DeviceRef, Temperature* now) {
    now->celsius = 58;
    return now->version == 0x0100000c && now->sensor == 0 ? 0 : 2;
  };
  gpu.api.margin = [](DeviceRef, MarginTemperature* now) {
    now->celsius = -3;
    return now->version == 0x01000008 ? 0 : 2;
  };
  read_temperatures(gpu.pass);
  CHECK(gpu.value("", "temperature_celsius") == 58);
  CHECK(gpu.value("", "temperature_margin_celsius") == -3);
}

TEST_CASE("nvml sensors: the older temperature call stands in only where the newer is unsupported",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.temperature_before = [](DeviceRef, int, unsigned* celsius) {
    *celsius = 57;
    return 0;
  };
  read_temperatures(gpu.pass);
  CHECK(gpu.value("", "temperature_celsius") == 57);

  NvmlDevice other;
  other.api.temperature_before = gpu.api.temperature_before;
  other.api.temperature = [](DeviceRef, Temperature*) { return 999; };
  read_temperatures(other.pass);
  CHECK(other.reason("", "temperature_celsius").kind == ErrorKind::io);
}

TEST_CASE("nvml sensors: thresholds are limits of the GPU and of its memory", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.threshold = [](DeviceRef, int which, unsigned* celsius) {
    *celsius = which == 2 ? 0xFFFFFFFFU : 90 + static_cast<unsigned>(which);
    return 0;
  };
  read_temperatures(gpu.pass);
  CHECK(gpu.value("", "temperature_emergency_celsius") == 90);
  CHECK(gpu.value("", "temperature_critical_celsius") == 91);
  CHECK(gpu.value("", "temperature_max_celsius") == 93);
  CHECK(gpu.reason("/hbm", "temperature_max_celsius").kind == ErrorKind::sentinel);
}

TEST_CASE("nvml sensors: the power cap of an old driver comes from its own call",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.power_limit = [](DeviceRef, unsigned* milliwatts) {
    *milliwatts = 640000;
    return 0;
  };
  read_fields(gpu.pass);
  read_power(gpu.pass);
  CHECK(gpu.value("", "power_cap_watts") == 640);
  CHECK(gpu.reason("", "power_watts").kind == ErrorKind::unsupported);
  CHECK(gpu.reason("", "nvidia_power_usage_watts").kind == ErrorKind::unsupported);
}

TEST_CASE("nvml sensors: each clock event is a state, an unknown bit is not lost",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.clock_events = [](DeviceRef, std::uint64_t* bits) {
    *bits = 0x2044;
    return 0;
  };
  read_clocks(gpu.pass);
  CHECK(gpu.value("", "nvidia_clock_event_software_power_cap") == 1);
  CHECK(gpu.value("", "nvidia_clock_event_hardware_thermal") == 1);
  CHECK(gpu.value("", "nvidia_clock_event_idle") == 0);
  CHECK(gpu.value("", "nvidia_clock_event_other") == 1);
}

TEST_CASE("nvml sensors: clocks are hertz, of the chip and of its memory", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.clock = [](DeviceRef, int which, unsigned* megahertz) {
    *megahertz = 1000 + static_cast<unsigned>(which);
    return 0;
  };
  read_clocks(gpu.pass);
  CHECK(gpu.value("", "clock_frequency_hertz") == 1001e6);
  CHECK(gpu.value("/hbm", "clock_frequency_hertz") == 1002e6);
  CHECK(gpu.reason("", "clock_max_hertz").kind == ErrorKind::unsupported);
}

TEST_CASE("nvml sensors: memory comes from the newer call, else from the older", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.memory = [](DeviceRef, Memory* memory) {
    memory->total = 100;
    memory->used = 7;
    return 0;
  };
  gpu.api.utilization = [](DeviceRef, Utilization* load) {
    *load = {50, 25};
    return 0;
  };
  read_load(gpu.pass);
  CHECK(gpu.value("/hbm", "hbm_size_bytes") == 100);
  CHECK(gpu.value("/hbm", "hbm_used_bytes") == 7);
  CHECK(gpu.value("", "accelerator_utilization_ratio") == 0.5);
  CHECK(gpu.value("/hbm", "hbm_utilization_ratio") == 0.25);
}
