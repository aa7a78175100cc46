#include <catch2/catch.hpp>

#include "tests/support/nvml_device.h"

using namespace rackproof;
using namespace rackproof::nvml;
using rackproof::testing::NvmlDevice;

namespace {

/// Links 0, 2 (down) and 5; beyond 17 the library knows no number.
int link_state(DeviceRef, unsigned link, int* state) {
  if (link != 0 && link != 2 && link != 5) {
    return link < 18 ? 3 : 2;
  }
  *state = link == 2 ? 0 : 1;
  return 0;
}

}  // namespace

TEST_CASE("nvml links: those that the GPU has need not be the first ones", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.link_state = link_state;
  gpu.api.link_remote_kind = [](DeviceRef, unsigned link, int* kind) {
    *kind = link == 5 ? 2 : 0;
    return 0;
  };
  gpu.api.link_remote_pci = [](DeviceRef, unsigned, PciInfo* info) {
    info->bus = 0xdb;
    return 0;
  };

  read_links(gpu.pass);

  REQUIRE(gpu.reply.parts.size() == 3);
  CHECK(gpu.reply.parts[2].at == "/nvlink:5");
  CHECK(gpu.reply.parts[2].kind == DeviceKind::accelerator_link);
  CHECK(gpu.reply.parts[2].attributes["remote_kind"] == "switch");
  CHECK(gpu.reply.parts[0].attributes["remote_pci_address"] == "0000:db:00.0");
  CHECK(gpu.value("", "nvidia_nvlinks_count") == 3);
  CHECK(gpu.value("", "nvidia_nvlinks_active_count") == 2);
}

TEST_CASE("nvml links: a link that is down is told as down", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.link_state = link_state;
  read_links(gpu.pass);
  CHECK(gpu.value("/nvlink:2", "accelerator_link_active") == 0);
  CHECK(gpu.value("/nvlink:0", "accelerator_link_active") == 1);
}

TEST_CASE("nvml links: each is asked for its own fields", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.link_state = link_state;
  gpu.api.field_values = [](DeviceRef, int count, FieldValue* values) {
    for (int i = 0; i < count; ++i) {
      values[i].code = 0;
      values[i].type = 1;
      values[i].bytes[0] = static_cast<std::byte>(values[i].scope);
    }
    return 0;
  };
  read_links(gpu.pass);
  CHECK(gpu.value("/nvlink:5", "nvidia_nvlink_replay_total") == 5);
  CHECK(gpu.value("/nvlink:2", "accelerator_link_received_bytes_total") == 2048);
}

TEST_CASE("nvml links: a link whose state fails is there, with the reason", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.link_state = [](DeviceRef, unsigned link, int*) { return link == 0 ? 999 : 3; };
  read_links(gpu.pass);
  CHECK(gpu.reason("/nvlink:0", "accelerator_link_active").kind == ErrorKind::io);
  CHECK(gpu.value("", "nvidia_nvlinks_count") == 1);
  CHECK(gpu.value("", "nvidia_nvlinks_active_count") == 0);
}

TEST_CASE("nvml links: a GPU lost among its links does not look like one with few",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.link_state = [](DeviceRef, unsigned link, int* state) {
    *state = 1;
    return link < 2 ? 0 : 15;
  };
  read_links(gpu.pass);
  CHECK(gpu.reason("", "nvidia_nvlinks_count").kind == ErrorKind::io);
}

TEST_CASE("nvml links: a library without links has no count of 0", "[probes][nvml]") {
  NvmlDevice gpu;
  read_links(gpu.pass);
  CHECK(gpu.reply.parts.empty());
  CHECK(gpu.reason("", "nvidia_nvlinks_count").kind == ErrorKind::unsupported);
}
