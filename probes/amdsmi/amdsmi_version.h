#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "schemas/result.h"

/// Which amd-smi library this is. Pure.
namespace rackproof::amdsmi {

/// The version as the library itself numbers it. Up to 25.4 a year stands before the major version
/// ("24.6.3.0", "25.25.4.0"), from 26 on none does ("26.1.0"): ROCm 7.0 took the member out of
/// amdsmi_version_t (amdsmi CHANGELOG, ROCm 7.0.0).
struct LibraryVersion {
  bool has_year = false;
  std::array<std::uint32_t, 4> numbers{};  ///< Year, major, minor, release; or without the year.

  auto operator<=>(const LibraryVersion& other) const {
    return std::tie(has_year, numbers) <=> std::tie(other.has_year, other.numbers);
  }
  bool operator==(const LibraryVersion&) const = default;
};

/// "24.6.3.0"
std::string to_text(const LibraryVersion& version);

/// From the first four words of amdsmi_version_t and its build string. The structure is as long
/// with a year as without and means something else: only what both tell alike is believed.
/// Error{unsupported} names both.
Result<LibraryVersion> library_version(std::span<const std::uint32_t, 4> words,
                                       std::string_view build);

}  // namespace rackproof::amdsmi
