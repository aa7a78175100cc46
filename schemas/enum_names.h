#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace rackproof {

/// One row of an enum's spelling table: the enumerator and the word that every document uses.
template <typename E>
struct EnumName {
  E value;
  std::string_view word;
};

/// The word of `value`; empty when the table lacks it (a test walks every table).
template <typename E, std::size_t N>
constexpr std::string_view word_of(const std::array<EnumName<E>, N>& names, E value) {
  for (const auto& row : names) {
    if (row.value == value) {
      return row.word;
    }
  }
  return {};
}

/// The enumerator spelled `word`, exactly; nothing for an unknown word.
template <typename E, std::size_t N>
constexpr std::optional<E> value_of(const std::array<EnumName<E>, N>& names,
                                    std::string_view word) {
  for (const auto& row : names) {
    if (row.word == word) {
      return row.value;
    }
  }
  return std::nullopt;
}

}  // namespace rackproof
