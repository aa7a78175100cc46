#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/sample.h"
#include "schemas/store/column.h"

namespace rackproof::store {

/// How often a reason stood in place of a value.
struct TierReason {
  std::uint32_t number = 0;  ///< In the reasons of the row.
  std::int64_t times = 0;

  bool operator==(const TierReason&) const = default;
};

/// Reasons that a window tells apart; those that are rarer count as missing without a name.
inline constexpr std::size_t kMostTierReasons = 4;
/// Windows of the longest row.
inline constexpr std::size_t kMostTierWindows = 168;

/// What the readings of one series in one window come to. Windows that follow one another merge
/// into a longer one, and nothing is lost by it but the last bits of sums.
struct TierWindow {
  std::int64_t readable = 0;  ///< Readings with a finite value; without one all up to falls is 0.
  std::int64_t missing = 0;   ///< Readings with a reason, or with a value that is not finite.
  std::int64_t first_ns = 0;  ///< Stamps of the first and last readable one.
  std::int64_t last_ns = 0;
  std::uint64_t first = 0;  ///< Their words, of kinds of their own.
  std::uint64_t last = 0;
  Kind first_kind = Kind::count;
  Kind last_kind = Kind::count;
  Kind kind = Kind::count;  ///< Of least, most and falls: count where all readable ones are.
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  double sum = 0;  ///< As doubles, in order of time.

  // Of counters alone.
  std::int64_t falls = 0;        ///< How often a readable one lies below the one before.
  std::uint64_t least_fall = 0;  ///< By how much at least and at most, as words above 0.
  std::uint64_t most_fall = 0;
  std::int64_t first_fall_ns = 0;  ///< Stamp of the first one below.

  std::vector<TierReason> why = {};  ///< Of the missing ones, kMostTierReasons at most.

  bool operator==(const TierWindow&) const = default;
};

/// A count or a finite double.
struct TypedWord {
  Kind kind = Kind::count;
  std::uint64_t word = 0;
};

/// One readable reading: a count or a finite double.
[[nodiscard]] TierWindow window_of_one(std::int64_t stamp, Kind kind, std::uint64_t word);

/// Takes in what came later. `counter`: falls are looked at. The numbers of its reasons are those
/// of the same row.
void merge(TierWindow& window, const TierWindow& later, bool counter);

/// The same of one more reading, quicker.
void add_reading(TierWindow& window, std::int64_t stamp, const TypedWord& reading, bool counter);

/// One more reading, or several, of that reason; `cut_reasons()` once all are there.
void count_reason(TierWindow& window, TierReason reason);
/// Down to kMostTierReasons: those of saturated counters stay, then the most frequent.
void cut_reasons(TierWindow& window, const Reasons& reasons);

[[nodiscard]] Reading reading_of(Kind kind, std::uint64_t word);  ///< Of a count or a double.

}  // namespace rackproof::store
