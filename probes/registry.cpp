#include "probes/registry.h"

#include <array>

#include "probes/factories.h"

namespace rackproof {
namespace {

// The inventory first: what the others hang their devices under. One line a probe.
// clang-format off
constexpr std::array kProbes{
    ProbeEntry{"inventory", make_inventory_probe},
    ProbeEntry{"cpu", make_cpu_probe},
    ProbeEntry{"pressure", make_pressure_probe},
    ProbeEntry{"network", make_network_probe},
    ProbeEntry{"nvme", make_nvme_probe},
    ProbeEntry{"kmsg", make_kmsg_probe},
    ProbeEntry{"hwmon", make_hwmon_probe},
    ProbeEntry{"thermal", make_thermal_probe},
    ProbeEntry{"rapl", make_rapl_probe},
    ProbeEntry{"edac", make_edac_probe},
    ProbeEntry{"pcie", make_pcie_probe},
    ProbeEntry{"infiniband", make_infiniband_probe},
    ProbeEntry{"neuron", make_neuron_probe},
    ProbeEntry{"amdgpu", make_amdgpu_probe},
    ProbeEntry{"neuron_monitor", make_neuron_monitor_probe},
    ProbeEntry{"nvml", make_nvml_probe},
    ProbeEntry{"amdsmi", make_amdsmi_probe},
};
// clang-format on

}  // namespace

std::span<const ProbeEntry> probe_registry() {
  return kProbes;
}

std::vector<std::unique_ptr<Probe>> make_all_probes(const Host& host) {
  std::vector<std::unique_ptr<Probe>> probes;
  probes.reserve(kProbes.size());
  for (const auto& entry : kProbes) {
    probes.push_back(entry.make(host));
  }
  return probes;
}

}  // namespace rackproof
