#include <catch2/catch.hpp>

#include "tests/support/nvml_device.h"

using namespace rackproof;
using namespace rackproof::nvml;
using rackproof::testing::NvmlDevice;

namespace {

/// Two partitions at the numbers 1 and 3 of 7.
void divide(Api& api) {
  api.mig_mode = [](DeviceRef, unsigned* current, unsigned* pending) {
    *current = 1;
    *pending = 0;
    return 0;
  };
  api.mig_count = [](DeviceRef, unsigned* count) {
    *count = 7;
    return 0;
  };
  api.mig_handle = [](DeviceRef device, unsigned number, DeviceRef* part) {
    *part = static_cast<char*>(device) + number;
    return number == 1 || number == 3 ? 0 : 6;
  };
  api.gpu_instance = [](DeviceRef, unsigned* id) {
    *id = 9;
    return 0;
  };
  api.compute_instance = [](DeviceRef part, unsigned* id) {
    *id = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(part) & 0x7U);
    return 0;
  };
  api.memory = [](DeviceRef, Memory* memory) {
    memory->total = 18;
    return 0;
  };
}

}  // namespace

TEST_CASE("nvml partitions: each is a part by its instances, with its memory", "[probes][nvml]") {
  NvmlDevice gpu;
  divide(gpu.api);
  read_partitions(gpu.pass);
  REQUIRE(gpu.reply.parts.size() == 2);
  CHECK(gpu.reply.parts[0].kind == DeviceKind::accelerator_partition);
  CHECK(gpu.reply.parts[0].at.starts_with("/mig:9."));
  CHECK(gpu.value(gpu.reply.parts[0].at, "hbm_size_bytes") == 18);
  CHECK(gpu.value("", "nvidia_mig_enabled") == 1);
  CHECK(gpu.value("", "nvidia_mig_enabled_pending") == 0);
  CHECK(gpu.value("", "nvidia_mig_partitions_count") == 2);
}

TEST_CASE("nvml partitions: a GPU that is not divided has none, and one that cannot be says so",
          "[probes][nvml]") {
  NvmlDevice whole;
  divide(whole.api);
  whole.api.mig_mode = [](DeviceRef, unsigned* current, unsigned* pending) {
    *current = 0;
    *pending = 0;
    return 0;
  };
  read_partitions(whole.pass);
  CHECK(whole.reply.parts.empty());
  CHECK(whole.value("", "nvidia_mig_partitions_count") == 0);

  NvmlDevice older;
  read_partitions(older.pass);
  CHECK(older.reason("", "nvidia_mig_enabled").kind == ErrorKind::unsupported);
  CHECK(older.reason("", "nvidia_mig_partitions_count").kind == ErrorKind::unsupported);
}

TEST_CASE("nvml partitions: a partition without name is passed over", "[probes][nvml]") {
  NvmlDevice gpu;
  divide(gpu.api);
  gpu.api.gpu_instance = [](DeviceRef, unsigned*) { return 3; };
  read_partitions(gpu.pass);
  CHECK(gpu.reply.parts.empty());
  CHECK(gpu.value("", "nvidia_mig_partitions_count") == 0);
}
