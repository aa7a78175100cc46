#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "schemas/result.h"
#include "schemas/store/column.h"

/// Chunks of layout 1, a zstd frame around everything: read for ever, written no more.
namespace rackproof::store::layout_1 {

/// Points that a chunk of this layout may have.
inline constexpr std::size_t kMaxPoints = 16384;

/// Whether the bytes begin as a zstd frame does, and no later layout.
[[nodiscard]] bool is_chunk(std::string_view bytes);

/// As store::decode_chunk().
[[nodiscard]] Result<Columns> decode_chunk(std::string_view bytes,
                                           std::optional<std::uint32_t> metric);

/// The same for what is inside the frame.
[[nodiscard]] Result<Columns> decode_body(std::string_view plain,
                                          std::optional<std::uint32_t> metric);

}  // namespace rackproof::store::layout_1
