#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>

namespace rackproof::store {

/// Memory for containers that live no longer than it: the first bytes on the stack, which costs
/// nothing, more of them on the heap.
template <std::size_t Bytes>
class StackMemory {
 public:
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): whoever gets some of it writes it first
  StackMemory() : memory_(bytes_.data(), bytes_.size()) {}

  [[nodiscard]] std::pmr::memory_resource* get() { return &memory_; }

 private:
  std::array<std::byte, Bytes> bytes_;
  std::pmr::monotonic_buffer_resource memory_;
};

}  // namespace rackproof::store
