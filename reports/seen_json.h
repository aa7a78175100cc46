#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/seen.h"
#include "schemas/result.h"

namespace rackproof {

inline constexpr std::size_t kMostSeenBytes = std::size_t{64}
                                              << 20;  ///< A hundred thousand reports.

/// Written as format "rackproof-seen/3"; "/2", which did not know who signed, and "/1", which knew
/// no status lists and no sequences either, are read as well. Error{unsupported} for a newer
/// format, Error{malformed} for anything else, both naming the member.
Result<Seen> decode_seen(std::string_view text);
[[nodiscard]] std::string encode_seen(const Seen& seen);

}  // namespace rackproof
