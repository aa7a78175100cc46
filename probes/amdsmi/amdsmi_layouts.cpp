#include "probes/amdsmi/amdsmi_layouts.h"

#include <algorithm>
#include <array>

namespace rackproof::amdsmi {
namespace {

// Worked out from include/amd_smi/amdsmi.h of ROCm/amdsmi: every revision of its history from
// 2024-05 to 2025-04 (24.6.0 to 25.25.4), and those of 26.1.0 and 26.5.0.
// clang-format off

constexpr VbiosLayout kShortVbios{256, {0, 64}, {64, 32}, {160, 32}, {}};
constexpr VbiosLayout kLongVbios{1056, {0, 256}, {256, 32}, {544, 256}, {}};
constexpr VbiosLayout kVbios26{1568, {0, 256}, {256, 256}, {768, 256}, {1024, 256}};

constexpr MemoryLayout kTypeOnly{64, {0, 4}, {}};  // a reserved word later became the bit width
constexpr MemoryLayout kTypeAndWidth{64, {0, 4}, {16, 4}};
constexpr MemoryLayout kMemory26{584, {0, 4}, {272, 4}};

constexpr AsicLayout kShortAsic{456, {0, 256}};
constexpr AsicLayout kLongAsic{896, {0, 256}};

constexpr EventLayout kEvent64{80, {0, 8}, {8, 4}, {12, 64}};
constexpr EventLayout kEventEither{112, {0, 8}, {8, 4}, {12, 64}};
constexpr EventLayout kEvent96{112, {0, 8}, {8, 4}, {12, 96}};
constexpr EventLayout kEvent256{272, {0, 8}, {8, 4}, {12, 256}};

constexpr LibraryVersion with_year(std::uint32_t year, std::uint32_t major, std::uint32_t minor) {
  return {true, {year, major, minor, 0}};
}
constexpr LibraryVersion without(std::uint32_t major, std::uint32_t minor) {
  return {false, {major, minor, 0, 0}};
}

constexpr std::array kLayouts{
    // ROCm 6.2; before it the numbers of the memory types meant other types
    Layouts{with_year(24, 6, 0), with_year(24, 6, 3), kShortVbios, kTypeOnly, kShortAsic, kEvent64, false},
    Layouts{with_year(24, 6, 4), with_year(24, 7, 0), kShortVbios, kTypeAndWidth, kShortAsic, kEvent64, false},
    // two layouts were published as 24.7.1: what both have alike
    Layouts{with_year(24, 7, 1), with_year(24, 7, 1), {}, kTypeAndWidth, kLongAsic, kEventEither, false},
    Layouts{with_year(24, 7, 2), with_year(24, 7, 2), kLongVbios, kTypeAndWidth, kLongAsic, kEvent96, true},
    Layouts{with_year(25, 1, 0), with_year(25, 2, 0), kLongVbios, kTypeAndWidth, kLongAsic, kEvent96, true},
    // ROCm 6.4
    Layouts{with_year(25, 25, 2), with_year(25, 25, 4), kLongVbios, kTypeAndWidth, kLongAsic, kEvent96, true},
    // ROCm 7 without 7.0, which is 26.0; the same in 26.1 and in 26.5
    Layouts{without(26, 1), without(26, 5), kVbios26, kMemory26, kLongAsic, kEvent256, true},
};
// clang-format on

/// Releases of one version differ in no header.
LibraryVersion without_release(LibraryVersion version) {
  version.numbers.at(version.has_year ? 3 : 2) = 0;
  return version;
}

std::string short_text(const LibraryVersion& version) {
  const auto text = to_text(version);
  return text.substr(0, text.rfind('.'));
}

}  // namespace

const Layouts* layouts_of(const LibraryVersion& version) {
  const auto asked = without_release(version);
  const auto found = std::ranges::find_if(
      kLayouts, [&](const Layouts& row) { return row.first <= asked && asked <= row.last; });
  return found == kLayouts.end() ? nullptr : &*found;
}

std::span<const Layouts> all_layouts() {
  return kLayouts;
}

std::string known_versions() {
  std::string text;
  for (const auto& row : kLayouts) {
    text += (text.empty() ? "" : ", ") + short_text(row.first);
    if (row.first != row.last) {
      text += " to " + short_text(row.last);
    }
  }
  return text;
}

}  // namespace rackproof::amdsmi
