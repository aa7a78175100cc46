#include "schemas/store/decimals.h"

namespace rackproof::store {

std::optional<std::size_t> places_of(std::uint64_t word, std::size_t from) {
  std::uint64_t whole = 0;
  for (std::size_t places = from; places < kScales.size(); ++places) {
    if (is_decimal(std::bit_cast<double>(word), kScales[places], whole)) {
      return places;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> exact_places(std::span<const std::uint64_t> words,
                                        std::span<std::uint64_t> wholes) {
  std::size_t places = 0;
  for (std::size_t i = 0; i < words.size();) {
    if (is_decimal(std::bit_cast<double>(words[i]), kScales[places], wholes[i])) {
      ++i;
      continue;
    }
    const auto more = places_of(words[i], places + 1);
    if (!more) {
      return std::nullopt;
    }
    places = *more;
    i = 0;  // other places may not suit those before
  }
  return places;
}

}  // namespace rackproof::store
