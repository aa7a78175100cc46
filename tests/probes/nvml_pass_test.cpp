#include "probes/nvml/nvml_pass.h"

#include <algorithm>
#include <cstring>

#include <catch2/catch.hpp>

#include "tests/support/nvml_device.h"

using namespace rackproof;
using namespace rackproof::nvml;
using rackproof::testing::NvmlDevice;

namespace {

int give_text(char* buffer, unsigned length, const char* text) {
  std::memcpy(buffer, text, std::min<std::size_t>(length, std::strlen(text) + 1));
  return 0;
}

int give_pci(DeviceRef, PciInfo* info) {
  info->domain = 0x10000;
  info->bus = 0x9b;
  info->device = 2;
  info->device_id = 0x233510de;
  return 0;
}

}  // namespace

TEST_CASE("nvml: after a lost GPU has said so it is asked no more, for a call may hang",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.clock = [](DeviceRef, int, unsigned*) { return 15; };
  gpu.api.power = [](DeviceRef, unsigned*) -> int {
    FAIL("asked a lost GPU");
    return 0;
  };

  read_clocks(gpu.pass);
  read_power(gpu.pass);
  read_device(gpu.pass);

  CHECK(gpu.reason("", "nvidia_power_usage_watts") ==
        Error{ErrorKind::io, "nvmlDeviceGetClockInfo: GPU is lost (NVML 15)"});
  CHECK(gpu.value("", "nvidia_gpu_answers") == 0);
}

TEST_CASE("nvml: a field that says lost stops the questions as a call does", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.field_values = [](DeviceRef, int count, FieldValue* values) {
    for (int i = 0; i < count; ++i) {
      values[i].code = 15;
    }
    return 0;
  };
  read_fields(gpu.pass);
  REQUIRE(gpu.pass.call.gone());
}

TEST_CASE("nvml: a function that the library lacks is unsupported and does not end the rest",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.clock_max = [](DeviceRef, int, unsigned* megahertz) {
    *megahertz = 1980;
    return 0;
  };
  read_device(gpu.pass);
  CHECK(gpu.reason("", "temperature_celsius") ==
        Error{ErrorKind::unsupported, "nvmlDeviceGetTemperatureV: not in this driver's library"});
  CHECK(gpu.value("", "clock_max_hertz") == 1980e6);
  CHECK(gpu.value("", "nvidia_gpu_answers") == 1);
}

TEST_CASE("nvml: a field that the library left alone is no zero", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.field_values = [](DeviceRef, int, FieldValue*) { return 0; };
  read_fields(gpu.pass);
  CHECK(gpu.reason("", "power_watts").kind == ErrorKind::absent);
  CHECK(gpu.reason("/hbm", "temperature_celsius").kind == ErrorKind::absent);
}

TEST_CASE("nvml: the address is the kernel's, whatever the width of NVML's", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.pci = give_pci;
  gpu.api.serial = [](DeviceRef, char* buffer, unsigned length) {
    return give_text(buffer, length, "N/A");
  };
  gpu.api.name = [](DeviceRef, char* buffer, unsigned length) {
    return give_text(buffer, length, "NVIDIA H200");
  };

  read_identity(gpu.pass);

  CHECK(gpu.reply.address == "10000:9b:02.0");
  CHECK(gpu.reply.attributes["pci_id"] == "10de:2335");
  CHECK(gpu.reply.model == "NVIDIA H200");
  CHECK(gpu.reply.serial.empty());
}

TEST_CASE("nvml: a fabric that is not there has no state 0", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.fabric = [](DeviceRef, FabricInfo* info) {
    info->state = 0;
    return 0;
  };
  read_fabric(gpu.pass);
  CHECK(gpu.reason("", "nvidia_fabric_state").kind == ErrorKind::unsupported);
  CHECK(gpu.reason("", "nvidia_fabric_health").kind == ErrorKind::unsupported);
}

TEST_CASE("nvml: a fabric in its older version tells its state and no health", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.fabric = [](DeviceRef, FabricInfo* info) {
    if (info->version != 0x02000024) {
      return 25;
    }
    info->state = 3;
    info->clique = 42;
    return 0;
  };
  read_fabric(gpu.pass);
  CHECK(gpu.value("", "nvidia_fabric_state") == 3);
  CHECK(gpu.reason("", "nvidia_fabric_health").kind == ErrorKind::unsupported);
  CHECK(gpu.reply.attributes["fabric_clique"] == "42");
}

TEST_CASE("nvml: a fabric whose registration failed is no healthy one", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.fabric = [](DeviceRef, FabricInfo* info) {
    info->state = 3;
    info->status = 999;
    info->health = 1;
    return 0;
  };
  read_fabric(gpu.pass);
  CHECK(gpu.reason("", "nvidia_fabric_state").kind == ErrorKind::io);
  CHECK(gpu.reason("", "nvidia_fabric_health").kind == ErrorKind::io);
}
