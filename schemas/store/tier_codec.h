#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/store/tier_window.h"

/// Rows of a tier:
///
///   1, and whether a zstd frame holds the rest, where that is at least an eighth smaller
///   reasons      spelled once a row
///   columns      each as integer_codec or decimal_codec has it, and once where several are equal
///   series       of each its metric, what it carries, and the numbers of its columns
namespace rackproof::store {

struct TierSeries {
  std::uint32_t metric = 0;
  std::vector<TierWindow> windows;  ///< Of the whole stretch; silent ones are all zeros.

  bool operator==(const TierSeries&) const = default;
};

/// What one device gave in one stretch; metrics ascend.
struct TierRow {
  std::int64_t start_ns = 0;   ///< Of the stretch.
  std::int64_t window_ns = 0;  ///< Length of a window.
  std::vector<TierSeries> series;
  Reasons reasons;
};

/// Sums are rounded to the decimals that the readings are of, where adding up blurred them.
[[nodiscard]] std::string write_tier_row(TierRow row);

/// What read_tier_row() is to read: the same start, length and count of windows as were written.
struct TierRowShape {
  std::int64_t start_ns = 0;
  std::int64_t window_ns = 0;
  std::size_t windows = 0;
};

/// The inverse, of untrusted bytes; Error{malformed} for what cannot be. With `metric` only that
/// series, none where it is not in there.
[[nodiscard]] Result<TierRow> read_tier_row(std::string_view bytes, const TierRowShape& shape,
                                            std::optional<std::uint32_t> metric = std::nullopt);

}  // namespace rackproof::store
