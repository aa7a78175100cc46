#include "probes/round_place.h"

#include <algorithm>

namespace rackproof {
namespace {

constexpr int kMostNeeded = 3000;

}  // namespace

void RoundPlace::passed(std::chrono::nanoseconds took, bool gave_reading) {
  if (took > kBrisk) {
    needed_ = std::min(needed_ * 10, kMostNeeded);
  }
  brisk_ = took <= kBrisk && gave_reading ? std::min(brisk_ + 1, kMostNeeded) : 0;
  in_round_ = may_ && (in_round_ ? brisk_ > 0 : brisk_ >= needed_);
}

}  // namespace rackproof
