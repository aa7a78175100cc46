#pragma once

#include <string>
#include <string_view>

#include "schemas/redaction.h"
#include "schemas/result.h"

namespace rackproof {

/// redactions.json, format "rackproof-redactions/1".
[[nodiscard]] std::string encode_redactions(const Redactions& redactions);
/// Error{unsupported} for a newer format; malformed also for paths that could leave the bundle or
/// are not sorted and unique, for digests that are none, and for an entry without a reason.
Result<Redactions> decode_redactions(std::string_view bytes);

}  // namespace rackproof
