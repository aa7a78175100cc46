#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "probes/amdsmi/amdsmi_layouts.h"
#include "probes/vendor/vendor_fleet.h"
#include "schemas/catalogue.h"

/// What the driver tells of by itself, through /dev/kfd and amd-smi.
namespace rackproof::amdsmi {

/// Kinds 1 to 4, bit N-1 each. No others: 5 is a ring hang by the library's header up to 25.4 and
/// the start of a page migration by the kernel (include/uapi/linux/kfd_ioctl.h, kfd_smi_event), and
/// the library of ROCm 6.4 writes through a null-like pointer when it takes a page fault apart.
inline constexpr std::uint64_t kEventMask = 0xF;

/// One of the four kinds, by number.
vendor::Meaning meaning_of_event(std::int64_t number);

/// Whose event it is, of which kind, in the library's words.
struct RawEvent {
  std::uint64_t processor = 0;  ///< The library's handle.
  std::int64_t number = 0;
  std::string message;
};

/// From the bytes of one event; nullopt for a kind that was not asked for.
std::optional<RawEvent> event_in(const EventLayout& layout, std::string_view bytes);

inline constexpr std::array kEventCounters{
    metrics::named("amdgpu_vm_fault_total"),
    metrics::named("amdgpu_thermal_throttle_event_total"),
    metrics::named("amdgpu_reset_total"),
};

/// AMD's GPUs, as far as amd-smi tells of them.
inline constexpr vendor::FleetKind kFleet{
    .source = "amdsmi",
    .called = "amd-smi",
    .vendor = "AMD",
    .driver = "amdgpu",
    .always = metrics::named("amdgpu_reset_total"),
    .counters = kEventCounters,
    .meaning = meaning_of_event,
    .remedy_for_hang = "look for amdgpu in the kernel log",
};

}  // namespace rackproof::amdsmi
