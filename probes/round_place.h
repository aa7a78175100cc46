#pragma once

#include <chrono>

namespace rackproof {

/// Where a probe is read: on the thread that reads several of them one after the other, in one
/// wake-up (the round), or on one of its own. To wake costs more than the few reads of a pass, but
/// in a round each waits for those before it; so only what has shown itself to be brisk is in it.
/// Pure; one thread at a time.
class RoundPlace {
 public:
  /// A longer pass is not brisk, and is not waited for by the others of its round.
  static constexpr std::chrono::milliseconds kBrisk{50};

  /// `may`: else it never is in the round.
  explicit RoundPlace(bool may) : may_(may) {}

  [[nodiscard]] bool in_round() const { return in_round_; }
  /// A pass took so long. Three in a row that were brisk and gave a reading bring it into the
  /// round. A slow one puts it out, for ten times as many passes as the last time (3,000 at most);
  /// so does one that failed, for as many.
  void passed(std::chrono::nanoseconds took, bool gave_reading);
  /// The pass under way keeps the round waiting.
  void leave() { in_round_ = false; }

 private:
  bool may_;
  bool in_round_ = false;
  int brisk_ = 0;   ///< Passes in a row, while it is out.
  int needed_ = 3;  ///< Of those.
};

}  // namespace rackproof
