#pragma once

#include <string>
#include <string_view>

#include "schemas/quantity.h"
#include "schemas/toml/finding.h"
#include "schemas/toml/tree.h"

namespace rackproof {

/// What a quantity is for decides which of its keys are read: a key that its use never reads is an
/// error, not an ornament.
enum class QuantityUse {
  figure,   ///< Of a part: value, or min and/or max; dir.
  amount,   ///< How many parts: whole numbers, unit "1".
  limit,    ///< Of a criterion: a value that may be a share `of` something; justification.
  setting,  ///< Seconds of a phase, parameter of a workload: a value.
};

/// Reads { value | min | max, unit, basis, source, note, of, dir, justification }. `what` names it
/// in complaints. Anything wrong is added to `findings`; the result is then not to be used.
Quantity read_quantity(const TomlNode& node, const std::string& what, QuantityUse use,
                       Findings& findings);

/// The same as an inline table, keys in fixed order, numbers in shortest form.
[[nodiscard]] std::string write_quantity(const Quantity& quantity);

}  // namespace rackproof
