#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "schemas/result.h"

namespace rackproof {

/// Anonymous memory straight from the system, page aligned, zero when first touched, given back at
/// destruction. Huge pages are asked for: the memory is measured, not the page walk. No page is
/// committed before it is touched, so a thread's first touch puts it on that thread's NUMA node.
class Pages {
 public:
  /// Error{out_of_range} when the system will not map that much.
  static Result<Pages> map(std::size_t bytes);

  Pages() = default;
  ~Pages();
  Pages(Pages&& other) noexcept;
  Pages& operator=(Pages&& other) noexcept;
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// The memory as an array of numbers; `Number` is a trivial type.
  template <typename Number>
  [[nodiscard]] std::span<Number> as() const {
    return {static_cast<Number*>(address_), bytes_ / sizeof(Number)};
  }

 private:
  Pages(void* address, std::size_t bytes) : address_(address), bytes_(bytes) {}

  void* address_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace rackproof
