#include <algorithm>

#include "probes/nvml/nvml_pass.h"
#include "schemas/catalogue.h"

namespace rackproof::nvml {
namespace {

using metrics::named;

constexpr unsigned kMostPartitions = 16;  ///< Today's GPUs have 7.

/// Memory of one partition; false when nothing sits at that number.
bool read_partition(DevicePass& pass, unsigned number) {
  DeviceRef handle = nullptr;
  if (!pass.call.ask("nvmlDeviceGetMigDeviceHandleByIndex", pass.api.mig_handle, number, &handle)) {
    return false;
  }
  DeviceReply unused;
  DevicePass inside{pass.api, DeviceCall(handle), unused};
  unsigned gpu_instance = 0;
  unsigned compute_instance = 0;
  const bool named_well =
      inside.call.ask("nvmlDeviceGetGpuInstanceId", pass.api.gpu_instance, &gpu_instance) &&
      inside.call.ask("nvmlDeviceGetComputeInstanceId", pass.api.compute_instance,
                      &compute_instance);
  if (!named_well) {
    return false;
  }
  const auto at = "/mig:" + std::to_string(gpu_instance) + "." + std::to_string(compute_instance);
  Facts facts{{"uuid", inside.text("nvmlDeviceGetUUID", pass.api.uuid)}};
  pass.reply.parts.push_back({at, DeviceKind::accelerator_partition, std::move(facts)});
  Memory memory;
  const auto asked = inside.call.ask("nvmlDeviceGetMemoryInfo", pass.api.memory, &memory);
  pass.put(at, named("hbm_size_bytes"), asked, memory.total);
  pass.put(at, named("hbm_used_bytes"), asked, memory.used);
  return true;
}

}  // namespace

void read_partitions(DevicePass& pass) {
  unsigned current = 0;
  unsigned pending = 0;
  auto asked = pass.call.ask("nvmlDeviceGetMigMode", pass.api.mig_mode, &current, &pending);
  pass.put_short("", named("nvidia_mig_enabled"), asked, current);
  pass.put_short("", named("nvidia_mig_enabled_pending"), asked, pending);
  unsigned most = 0;
  std::uint64_t seen = 0;
  if (asked && current == 1) {
    asked = pass.call.ask("nvmlDeviceGetMaxMigDeviceCount", pass.api.mig_count, &most);
  }
  for (unsigned number = 0; asked && number < std::min(most, kMostPartitions); ++number) {
    seen += read_partition(pass, number) ? 1U : 0U;
  }
  pass.put("", named("nvidia_mig_partitions_count"), asked, seen);
}

}  // namespace rackproof::nvml
