#pragma once

#include <algorithm>

namespace rackproof::redfish {

/// Has a source that failed asked again in the next pass, and one that fails again left
/// alone for 1, 2, 4, 8 and then every time 16 passes.
class SourceRest {
 public:
  /// Whether it is to be asked in this pass.
  [[nodiscard]] bool is_over() {
    if (left_ == 0) {
      return true;
    }
    --left_;
    return false;
  }
  void failed() {
    constexpr int kLongest = 16;
    left_ = next_;
    next_ = std::clamp(next_ * 2, 1, kLongest);
  }
  void worked() { next_ = 0; }

 private:
  int left_ = 0;  ///< Passes.
  int next_ = 0;
};

}  // namespace rackproof::redfish
