#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace rackproof {

/// How long a store keeps what; for ever where nothing is said. What is older is forgotten in
/// order: readings become windows of 1 min, these of 15 min, these of 1 h, and these are gone.
struct KeepRules {
  /// Of readings, and of windows of 1 min, 15 min and 1 h; none shorter than the one before it, and
  /// 0 = for ever.
  std::array<std::chrono::nanoseconds, 4> age{};
  std::chrono::nanoseconds events{0};  ///< 0 = for ever.
  /// Of the file; what is oldest goes earlier where it would not fit. 0 = any size. The log beside
  /// it, up to 16 MiB and more while readers hold it, is not counted.
  std::int64_t most_bytes = 0;

  [[nodiscard]] bool forgets() const {
    return age[0].count() > 0 || events.count() > 0 || most_bytes > 0;
  }
  bool operator==(const KeepRules&) const = default;
};

}  // namespace rackproof
