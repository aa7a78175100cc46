#pragma once

#include <string>

#include "schemas/result.h"

namespace rackproof {

/// SHA-256 of the running program, hex.
Result<std::string> own_digest();

}  // namespace rackproof
