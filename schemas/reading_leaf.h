#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/digest.h"
#include "schemas/sample.h"
#include "schemas/series_source.h"
#include "schemas/time.h"

namespace rackproof {

/// A run's journal holds what was read in stretches of this length on the clock, one leaf of a tree
/// a series. The text of a leaf: "METRIC<tab>UNIT<tab>DEVICE" and a row a reading in the order of
/// arrival, "NANOSECONDS<tab>VALUE", each with its newline. A value is i and a count, d and the
/// shortest decimal of a double, or e and the reason's kind.
using ReadingStretch = std::chrono::minutes;

/// When the stretch that holds `at` begins; it ends where the next one begins.
[[nodiscard]] inline UtcTime stretch_begin(UtcTime at) {
  return std::chrono::floor<ReadingStretch>(at);
}

/// Both with their newline.
[[nodiscard]] std::string leaf_heading(const SeriesKey& key, std::string_view unit);
[[nodiscard]] std::string reading_row(UtcTime taken_at, const Reading& reading);

/// What a row is put together of, for those who write millions of them: the stamp with its tab, and
/// the value with its newline.
void append_stamp(std::string& text, UtcTime taken_at);
void append_value(std::string& text, const Reading& reading);
void append_count(std::string& text, std::int64_t count);
void append_measurement(std::string& text, double value);

/// A leaf's hash, taken row by row.
class ReadingLeaf {
 public:
  explicit ReadingLeaf(std::string_view heading);
  void take(std::string_view row) { hash_.update(row); }
  /// merkle_leaf() of all that came; afterwards only destruction is allowed.
  [[nodiscard]] Sha256Digest finish() { return hash_.finish(); }

 private:
  Sha256 hash_;
};

}  // namespace rackproof
