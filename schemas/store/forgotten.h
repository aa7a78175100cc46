#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/store/tier.h"
#include "schemas/telemetry_source.h"

namespace rackproof::store {

/// The note that says what was forgotten; none while nothing was.
inline constexpr std::string_view kForgottenNote = "store.forgotten";

/// Raw readings and the tiers, from the finest on.
inline constexpr std::size_t kResolutions = 1 + kTiers.size();

/// From when on what is kept, in nanoseconds since 1970. Raw readings are kept from from_ns[0] on,
/// tier n of kTiers from from_ns[n + 1] to from_ns[n]; what lies between began_ns and the last of
/// them is gone, and before began_ns nothing ever was.
struct Forgotten {
  bool readings = false;  ///< Whether any reading was ever forgotten; else began_ns and from_ns 0.
  std::int64_t began_ns = 0;
  std::array<std::int64_t, kResolutions> from_ns{};
  std::int64_t events_from_ns = 0;  ///< Events before it are gone; 0 = none are.

  bool operator==(const Forgotten&) const = default;
};

[[nodiscard]] std::string format_forgotten(const Forgotten& forgotten);
/// What there is in place of readings, in order of time.
[[nodiscard]] std::vector<KeptStretch> kept_stretches(const Forgotten& forgotten);
/// Why readings of that time cannot be had one by one; none where they can.
[[nodiscard]] std::optional<Error> refusal_of(const Forgotten& forgotten, TimeRange range);

/// Of a note; "" is nothing forgotten.
[[nodiscard]] Result<Forgotten> parse_forgotten(std::string_view text);

}  // namespace rackproof::store
