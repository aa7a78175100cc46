#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rackproof {

/// The character at the start of a text.
struct FirstCharacter {
  std::size_t bytes = 0;  ///< 0 = ill-formed UTF-8.
  std::uint32_t code_point = 0;
  /// A control character, or one that reorders a line, breaks it or cannot be seen in it.
  bool drives_a_terminal = false;
};

/// Of a text that is not empty.
[[nodiscard]] FirstCharacter first_character(std::string_view text);

}  // namespace rackproof
