#include "probes/inventory/hypervisor.h"

#include <array>
#include <string_view>

namespace rackproof::inventory {
namespace {

struct Row {
  std::string_view word;  ///< Part of the clue.
  std::string_view name;
};

// Names that the platforms write into DMI system vendor or product name.
// clang-format off
constexpr std::array kDmi{
    Row{"QEMU", "kvm"},                 Row{"KVM", "kvm"},
    Row{"Amazon EC2", "kvm"},           Row{"Google Compute Engine", "kvm"},
    Row{"OpenStack", "kvm"},            Row{"Alibaba Cloud ECS", "kvm"},
    Row{"RHEV Hypervisor", "kvm"},      Row{"Bochs", "kvm"},
    Row{"VMware", "vmware"},            Row{"Virtual Machine", "hyperv"},
    Row{"VirtualBox", "virtualbox"},    Row{"Xen", "xen"},
    Row{"HVM domU", "xen"},             Row{"Parallels", "parallels"},
    Row{"BHYVE", "bhyve"},              Row{"Apple Virtualization", "apple"},
};
constexpr std::array kClockSources{
    Row{"kvm-clock", "kvm"}, Row{"hyperv_clocksource", "hyperv"}, Row{"xen", "xen"},
};
// clang-format on

template <std::size_t N>
std::string_view find_in(const std::array<Row, N>& rows, std::string_view text) {
  for (const auto& row : rows) {
    if (text.find(row.word) != std::string_view::npos) {
      return row.name;
    }
  }
  return {};
}

}  // namespace

std::string hypervisor_of(const HypervisorClues& clues) {
  // EC2 bare-metal instances carry the same vendor: "i3.metal", "c5.metal", "m7i.metal-24xl".
  const bool metal = clues.product_name.find(".metal") != std::string::npos;
  if (metal && !clues.cpu_flag) {
    return {};
  }
  if (!clues.xen_type.empty()) {
    return clues.xen_type;
  }
  for (const auto* text : {&clues.sys_vendor, &clues.product_name}) {
    if (const auto name = find_in(kDmi, *text); !name.empty()) {
      return std::string(name);
    }
  }
  if (const auto name = find_in(kClockSources, clues.clock_sources); !name.empty()) {
    return std::string(name);
  }
  return clues.cpu_flag ? "unknown" : "";
}

}  // namespace rackproof::inventory
