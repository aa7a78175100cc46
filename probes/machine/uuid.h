#pragma once

#include <cstddef>
#include <string>

#include "schemas/result.h"

namespace rackproof {

/// A fresh random UUID, version 4 (RFC 9562), lower case, from the kernel's random numbers.
Result<std::string> random_uuid();

/// `count` bytes of the kernel's random numbers, at most 256.
Result<std::string> random_bytes(std::size_t count);

/// Whether `text` is a UUID as random_uuid() writes them, of any version.
[[nodiscard]] bool is_uuid(const std::string& text);

}  // namespace rackproof
