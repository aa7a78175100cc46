#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// `bytes` as one gzip member (RFC 1952), compressed for speed. Pure.
[[nodiscard]] Result<std::string> gzip(std::string_view bytes);

}  // namespace rackproof
