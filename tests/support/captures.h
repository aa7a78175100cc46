#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A file or directory of other people's data, in the directory that RACKPROOF_CAPTURES names,
/// else beside the project. Where it is absent: prints "SKIPPED: captures absent" and gives
/// nothing (the test returns and passes), or fails the test when RACKPROOF_REQUIRE_CAPTURES=1.
[[nodiscard]] std::optional<std::filesystem::path> capture(std::string_view relative);

/// Unpacks a .tar.gz into `into` (made where it is missing).
void unpack(const std::filesystem::path& archive, const std::filesystem::path& into);

}  // namespace rackproof::testing
