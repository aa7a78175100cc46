#pragma once

#include <cstdint>
#include <string>

#include "certsuite/workload.h"
#include "certsuite/workloads/pace.h"

namespace rackproof {

/// Counts the checks and the wrong answers of one run and passes the first wrong ones on. Main
/// thread only; `pace` and `listener` outlive it.
class Tally {
 public:
  Tally(const Pace& pace, WorkloadListener& listener) : pace_(pace), listener_(listener) {}

  void checked(std::int64_t count) { checks_ += count; }
  /// Fills in `after_seconds`. Told to the listener up to kTold; counted always.
  void wrong(Mismatch mismatch);
  /// `count` further wrong answers that nobody described.
  void wrong_more(std::int64_t count) { wrong_ += count; }
  [[nodiscard]] std::int64_t wrong_count() const { return wrong_; }
  [[nodiscard]] WorkloadOutcome outcome(Canary canary) const;

  static constexpr std::int64_t kTold = 100;  ///< Enough to see a pattern, not a flood.

 private:
  const Pace& pace_;
  WorkloadListener& listener_;
  std::int64_t checks_ = 0;
  std::int64_t wrong_ = 0;
  std::int64_t told_ = 0;
};

/// "0x" and 16 hexadecimal digits.
[[nodiscard]] std::string hex_word(std::uint64_t word);

/// A mismatch of two words, with the bits that differ as its mask.
[[nodiscard]] Mismatch word_mismatch(std::string device, std::string where, std::uint64_t expected,
                                     std::uint64_t actual);

}  // namespace rackproof
