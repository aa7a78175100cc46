#pragma once

#include <cstdint>

#include "probes/vendor/vendor_heard.h"
#include "schemas/event.h"

/// Xids: errors that NVIDIA's driver reports about a GPU, by number.
namespace rackproof::nvml {

/// How much one occurrence asks for: info nothing, warning a look at the application, error a
/// support case or a look at the hardware, critical a reset or restart.
Severity severity_of_xid(std::int64_t xid);

/// As an event of its GPU; test messages (106, 107) are no errors of it and are not counted.
vendor::Meaning meaning_of_xid(std::int64_t xid);

}  // namespace rackproof::nvml
