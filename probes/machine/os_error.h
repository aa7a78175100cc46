#pragma once

#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// The kind of a failed system call. ENOENT, ENOTDIR, ENODEV, ENXIO -> absent; EACCES, EPERM ->
/// denied; ENODATA, EAGAIN, ENOTSUPP, EOPNOTSUPP -> unsupported; ETIMEDOUT -> timed_out; else io.
[[nodiscard]] ErrorKind kind_of_errno(int number);

/// "what: no such file or directory", with the kind above. `what` is a path, as a rule.
[[nodiscard]] Error os_error(std::string_view what, int number);

}  // namespace rackproof
