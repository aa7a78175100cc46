#pragma once

#include <array>
#include <string>

#include "schemas/enum_names.h"

namespace rackproof {

enum class SyncState { not_told, synchronised, not_synchronised };

inline constexpr std::array kSyncStates{
    EnumName<SyncState>{SyncState::not_told, "not_told"},
    EnumName<SyncState>{SyncState::synchronised, "synchronised"},
    EnumName<SyncState>{SyncState::not_synchronised, "not_synchronised"},
};

/// From here on an error says nothing: the kernel stops counting at it and calls the clock
/// unsynchronised (NTP_PHASE_LIMIT in include/linux/timex.h of Linux: 16 s).
inline constexpr double kNoKnownErrorMs = 16'000;

/// How far the wall clock is from what it is synchronised to, as the kernel was told by whatever
/// synchronises it (adjtimex(2)). The numbers are in milliseconds, and 0 where nothing is told;
/// those of a clock that is not synchronised are as the kernel gives them and vouch for nothing.
struct ClockSync {
  SyncState state = SyncState::not_told;
  std::string why = {};         ///< Why it is not told; "" otherwise.
  double offset_ms = 0;         ///< Still to be slewed away; positive = the clock is behind.
  double maximum_error_ms = 0;  ///< At most kNoKnownErrorMs.
  double estimated_error_ms = 0;

  bool operator==(const ClockSync&) const = default;
};

}  // namespace rackproof
