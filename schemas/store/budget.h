#pragma once

#include <cstddef>

namespace rackproof::store {

/// Memory that what a file says may still cost. Keeps a hostile file from costing all there is.
class Budget {
 public:
  explicit Budget(std::size_t bytes) : left_(bytes) {}

  /// false once more was asked for than there is.
  [[nodiscard]] bool take(std::size_t bytes) {
    if (bytes > left_) {
      left_ = 0;
      return false;
    }
    left_ -= bytes;
    return true;
  }

 private:
  std::size_t left_;
};

}  // namespace rackproof::store
