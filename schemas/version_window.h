#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "schemas/result.h"

namespace rackproof {

/// One end of a window of versions.
struct VersionBound {
  bool floor = true;  ///< ">=": this version or a later one; else "<": one before it.
  std::vector<std::uint64_t> numbers;  ///< 2.30.2 as {2, 30, 2}.
};

/// All of them hold, or the version is outside.
using VersionBounds = std::vector<VersionBound>;

/// Whether what a reference asks of a version is a window (">= 2.30.2", ">= 525, < 600") and not
/// one exact version.
[[nodiscard]] bool is_version_window(std::string_view asked);

/// Error{malformed} for anything but bounds of numbers between dots, separated by commas.
[[nodiscard]] Result<VersionBounds> parse_version_window(std::string_view asked);

/// Nothing where `version` is not numbers between dots and so cannot be put in their order. A part
/// that is left out counts as 0: 2.30 is 2.30.0.
[[nodiscard]] std::optional<bool> within_window(std::string_view version,
                                                const VersionBounds& bounds);

}  // namespace rackproof
