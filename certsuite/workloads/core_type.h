#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Which set of kernels inside OpenBLAS ("core type") is fastest on this machine. The library's own
/// guess halves the rate on processors that it does not know (0.3.21 takes a Zen 4 or 5 for a
/// Haswell), and it reads OPENBLAS_CORETYPE only while it loads, so each core type is measured in a
/// process of its own.
struct CoreTypeRate {
  std::string core_type;  ///< What the library says it uses (openblas_get_corename).
  double flops_per_second = 0;
};

/// Measures with that core type asked for; "" asks for none.
using CoreTypeProbe = std::function<Result<CoreTypeRate>(const std::string& core_type)>;

struct CoreTypeChoice {
  std::string core_type;    ///< To be asked for; "" leaves it to the library.
  std::string why;          ///< One clause, for the report.
  std::vector<Fact> facts;  ///< As shipped, each one's rate, what was dropped and why.
};

/// The core types of OpenBLAS 0.3 whose instructions this processor has and that may be its best,
/// narrowest first. Empty where the processor is no x86 or lacks AVX.
[[nodiscard]] std::vector<std::string> core_type_candidates();

/// Measures what the library takes by itself and every candidate, and picks the fastest. One that
/// is not clearly faster than an earlier one loses to it, so that noise decides nothing. A
/// candidate is dropped where its probe fails or the library uses another core type than was asked
/// for. Error where the library cannot be measured at all.
[[nodiscard]] Result<CoreTypeChoice> choose_core_type(std::span<const std::string> candidates,
                                                      const CoreTypeProbe& probe);

/// A probe that runs `program workload openblas_rate` (openblas_rate.h), on `threads` threads.
[[nodiscard]] CoreTypeProbe core_type_probe(std::string program, int threads);

}  // namespace rackproof
