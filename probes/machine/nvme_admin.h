#pragma once

#include <string>

#include "schemas/result.h"

namespace rackproof {

/// The 512 bytes of the SMART / Health Information log page (02h) of an NVMe controller, over all
/// its namespaces, by the admin command ioctl on `device` ("/dev/nvme0"). Reads only. The command
/// has five seconds; a controller that hangs in the kernel may hold the caller longer.
/// Error{denied} without CAP_SYS_ADMIN; Error{unsupported} when the controller refuses the page.
Result<std::string> read_nvme_smart_log(const std::string& device);

}  // namespace rackproof
