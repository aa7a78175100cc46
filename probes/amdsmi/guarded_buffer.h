#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace rackproof::amdsmi {

/// Room for a structure that a library fills, far larger than any that is known, so that one which
/// has grown writes over nothing of ours; and it shows whether one has.
/// One thread at a time; good for one call after the other.
class GuardedBuffer {
 public:
  /// Empties the first `size` bytes and marks the rest.
  void* ready(std::size_t size) {
    size_ = std::min(size, bytes_.size());
    std::fill_n(bytes_.begin(), size_, std::byte{0});
    std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(size_), bytes_.end(), kMark);
    return bytes_.data();
  }

  /// True when nothing behind the structure was written.
  [[nodiscard]] bool held() const {
    return std::all_of(bytes_.begin() + static_cast<std::ptrdiff_t>(size_), bytes_.end(),
                       [](std::byte byte) { return byte == kMark; });
  }

  /// The structure.
  [[nodiscard]] std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), size_};
  }

 private:
  static constexpr std::byte kMark{0xA5};  ///< Neither a text nor a plausible number.

  alignas(16) std::array<std::byte, 16384> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace rackproof::amdsmi
