#pragma once

#include <array>

#include "probes/nvml/nvml_xid.h"
#include "probes/vendor/vendor_fleet.h"
#include "schemas/catalogue.h"

namespace rackproof::nvml {

inline constexpr std::array kXidCounters{metrics::named("nvidia_xid_total")};

/// NVIDIA's GPUs.
inline constexpr vendor::FleetKind kFleet{
    .source = "nvml",
    .called = "NVML",
    .vendor = "NVIDIA",
    .driver = "nvidia",
    .always = metrics::named("nvidia_gpu_answers"),
    .counters = kXidCounters,
    .meaning = meaning_of_xid,
    .remedy_for_hang = "look for Xid 79 in the kernel log; restart the machine",
};

}  // namespace rackproof::nvml
