#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "certsuite/workload.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/triad_kernel.h"
#include "schemas/result.h"

namespace rackproof {

/// One member's share of the three arrays of a triad. The operands are integers known from their
/// index, so every result is known exactly; a factor that changes from lap to lap shows a store
/// that never arrived. Used by one thread at a time.
class TriadArrays {
 public:
  /// `count` numbers in each array, rounded up to a multiple of 8. Nothing is touched yet.
  static Result<TriadArrays> map(std::size_t count);

  /// Writes the operands; the first touch of these pages.
  void fill();
  void run(const TriadKernel& kernel, double factor);
  /// Numbers that are not `from[i] + factor * other[i]`; the first few are described.
  struct Check {
    std::int64_t wrong = 0;
    std::vector<Mismatch> described;
  };
  [[nodiscard]] Check check(double factor) const;

  [[nodiscard]] std::size_t count() const { return count_; }
  /// Bytes of a lap as STREAM counts them: two arrays read, one written.
  [[nodiscard]] double bytes_per_lap() const { return 24.0 * static_cast<double>(count_); }
  [[nodiscard]] double* results() { return to_.as<double>().data(); }

 private:
  TriadArrays(std::size_t count, Pages to, Pages from, Pages other);

  std::size_t count_;
  Pages to_;
  Pages from_;
  Pages other_;
};

}  // namespace rackproof
