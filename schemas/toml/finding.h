#pragma once

#include <array>
#include <string>
#include <vector>

#include "schemas/enum_names.h"

namespace rackproof {

enum class LintLevel {
  error,    ///< Does not load.
  warning,  ///< Loads, but a person must look; `reference lint` answers 1.
  note,     ///< Worth knowing; changes no exit code.
};

inline constexpr std::array kLintLevels{
    EnumName<LintLevel>{LintLevel::error, "error"},
    EnumName<LintLevel>{LintLevel::warning, "warning"},
    EnumName<LintLevel>{LintLevel::note, "note"},
};

/// One thing wrong with a TOML document of ours.
struct Finding {
  LintLevel severity = LintLevel::error;
  std::string where;  ///< "file:line", or "file" when it is about the whole.
  std::string text;   ///< One sentence, naming the key.

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

}  // namespace rackproof
