#pragma once

#include <cstddef>
#include <string_view>

namespace rackproof {

/// More parts than any key of ours has: "part.accelerator.hbm_bandwidth" has three.
inline constexpr std::size_t kMostKeyParts = 8;

/// The first line, counted from 1, on which a key or a header of a table has more than
/// kMostKeyParts parts; 0 where there is none. Each part is a table inside the one before, and who
/// reads, walks or frees tables goes down as deep, toml++ included: a few hundred kilobytes of dots
/// end a program. As exact as it must be: up to the first fault of `text`, where a reader stops.
[[nodiscard]] std::size_t line_of_long_key(std::string_view text);

}  // namespace rackproof
