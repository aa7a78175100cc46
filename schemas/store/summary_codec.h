#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/store/summary.h"

/// Summaries as bytes, a few a column: values as decimals where they are, stamps and counts only
/// where they differ from the column before.
namespace rackproof::store {

[[nodiscard]] std::string write_summaries(const Summaries& summaries);

/// The inverse, of untrusted bytes; Error{malformed} for what cannot be.
[[nodiscard]] Result<Summaries> read_summaries(std::string_view bytes);

}  // namespace rackproof::store
