#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "probes/amdgpu/gpu_metrics_fields.h"

/// Where the members of each version of gpu_metrics lie. Offsets in bytes from the start of the
/// file; little endian.
namespace rackproof::amdgpu {

/// `count` numbers of `width` bytes, one after the other, from `offset` on.
struct Row {
  const Field* field = nullptr;
  std::uint16_t offset = 0;
  std::uint8_t width = 0;
  std::uint8_t count = 1;
};

/// One version. Its number alone does not tell a layout: 1.6 was given to two.
struct Layout {
  std::uint8_t format;
  std::uint8_t content;
  std::uint16_t size;
  std::span<const Row> rows;
};

/// A member that some version has and that no reading is made of.
struct LeftOut {
  std::string_view name;  ///< As the kernel spells it; '*' stands for any letters.
  std::string_view why;
};

/// The layout of that version and size; nullptr when this release knows none.
const Layout* find_layout(std::uint8_t format, std::uint8_t content, std::size_t size);
std::span<const Layout> layouts();
std::span<const LeftOut> left_out();

}  // namespace rackproof::amdgpu
