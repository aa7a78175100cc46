#pragma once

#include <string>

namespace rackproof::inventory {

/// What a machine shows of being a virtual one.
struct HypervisorClues {
  bool cpu_flag = false;      ///< The processor says that a hypervisor runs below.
  std::string sys_vendor;     ///< DMI.
  std::string product_name;   ///< DMI.
  std::string xen_type;       ///< /sys/hypervisor/type.
  std::string clock_sources;  ///< available_clocksource.
};

/// "" on bare metal, else "kvm", "xen", "vmware", "hyperv", "virtualbox"..., or "unknown" when only
/// the flag tells. One clue is enough: a virtual machine that hides its flag is still one. Pure.
[[nodiscard]] std::string hypervisor_of(const HypervisorClues& clues);

}  // namespace rackproof::inventory
