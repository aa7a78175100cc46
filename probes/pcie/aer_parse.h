#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "schemas/metric.h"
#include "schemas/result.h"

/// Texts of aer_dev_{correctable,nonfatal,fatal}: "Name N" lines, then TOTAL_ERR_*. Pure.
namespace rackproof::pcie {

enum class AerSeverity { correctable, nonfatal, fatal };

struct AerCount {
  const Metric* metric;
  std::int64_t count;
};

/// One count per line in the order of the file. The kernel's total is given as it stands and need
/// not equal the sum. Names that this release does not know are added up into one count. A file
/// with a line that is no "Name N", or without a total, is malformed as a whole.
Result<std::vector<AerCount>> parse_aer(std::string_view text, AerSeverity severity);

/// The metric of the kernel's own total.
const Metric* aer_total(AerSeverity severity);

}  // namespace rackproof::pcie
