#pragma once

#include <cstddef>
#include <optional>

namespace rackproof {

/// Columns of the terminal that `descriptor` is; nothing when it is none. A terminal that does not
/// say its size, or is TERM=dumb and cannot redraw a line, counts as none.
[[nodiscard]] std::optional<std::size_t> terminal_width(int descriptor);

}  // namespace rackproof
