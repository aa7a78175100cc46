#pragma once

#include <memory>

#include "probes/probe.h"

/// One line a probe: its maker. `host` outlives the probe.
namespace rackproof {

std::unique_ptr<Probe> make_inventory_probe(const Host& host);
std::unique_ptr<Probe> make_cpu_probe(const Host& host);
std::unique_ptr<Probe> make_pressure_probe(const Host& host);
std::unique_ptr<Probe> make_network_probe(const Host& host);
std::unique_ptr<Probe> make_nvme_probe(const Host& host);
std::unique_ptr<Probe> make_kmsg_probe(const Host& host);
std::unique_ptr<Probe> make_hwmon_probe(const Host& host);
std::unique_ptr<Probe> make_thermal_probe(const Host& host);
std::unique_ptr<Probe> make_rapl_probe(const Host& host);
std::unique_ptr<Probe> make_edac_probe(const Host& host);
std::unique_ptr<Probe> make_pcie_probe(const Host& host);
std::unique_ptr<Probe> make_infiniband_probe(const Host& host);
std::unique_ptr<Probe> make_neuron_probe(const Host& host);
std::unique_ptr<Probe> make_amdgpu_probe(const Host& host);
std::unique_ptr<Probe> make_neuron_monitor_probe(const Host& host);
std::unique_ptr<Probe> make_nvml_probe(const Host& host);
std::unique_ptr<Probe> make_amdsmi_probe(const Host& host);

}  // namespace rackproof
