#pragma once

#include <cstdint>

#include "schemas/result.h"

namespace rackproof {

/// Physical address behind `address` of this process now, from /proc/self/pagemap (kernel
/// admin-guide, pagemap). Error{denied} without CAP_SYS_ADMIN, where the kernel shows frame 0;
/// Error{absent} for a page that is not in memory. Under a hypervisor it is the guest's address.
Result<std::uint64_t> physical_address(const void* address);

}  // namespace rackproof
