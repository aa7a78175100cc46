#include "schemas/store/decimal_codec.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory_resource>
#include <optional>
#include <utility>
#include <vector>

#include "schemas/store/decimals.h"
#include "schemas/store/integer_codec.h"
#include "schemas/store/stack_memory.h"
#include "schemas/store/word_steps.h"

namespace rackproof::store {
namespace {

// The head byte of a column: decimal places, or kBits; and a flag.
constexpr std::uint8_t kPlacesMask = 0x0F;
constexpr std::uint8_t kBits = 0x0F;        ///< No decimals: the bits as they are.
constexpr std::uint8_t kExceptions = 0x10;  ///< Some doubles stand behind.

using Words = std::vector<std::uint64_t>;
constexpr std::size_t kOnStack = 8192;  ///< Bytes: the words of most columns.

/// A column as whole numbers, and the doubles that are none.
struct Decimals {
  Decimals(std::size_t size, std::pmr::memory_resource* memory) : wholes(size, memory) {}

  std::size_t places = 0;
  std::pmr::vector<std::uint64_t> wholes;
  std::vector<std::pair<std::size_t, std::uint64_t>> exceptions;  ///< Where, and their bits.
};

/// Exceptions that a column may have and still be decimals.
std::size_t most_exceptions(std::size_t size) {
  return 2 + size / 16;
}

/// Whether a double that is no decimal of these places may stand among the exceptions.
bool may_stand_apart(std::span<const std::uint64_t> words, std::size_t place,
                     const Decimals& decimals) {
  return !places_of(words[place], decimals.places + 1) &&
         decimals.exceptions.size() < most_exceptions(words.size());
}

/// Where the first double stands that is neither one of `places` nor may be an exception; past the
/// end where all are told. Begins anew, since other places may suit other doubles.
std::size_t tell(std::span<const std::uint64_t> words, Decimals& decimals) {
  const double scale = kScales[decimals.places];
  decimals.exceptions.clear();
  const auto& steps = fastest_word_steps();
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto rest = std::span(decimals.wholes).subspan(i);
    i += steps.wholes_of(words.subspan(i), scale, rest);
    if (i == words.size()) {
      break;
    }
    if (!may_stand_apart(words, i, decimals)) {
      return i;
    }
    decimals.exceptions.emplace_back(i, words[i]);
    // It stands where its neighbour stands, so that nothing is spent on it twice.
    decimals.wholes[i] = i == 0 ? 0 : decimals.wholes[i - 1];
  }
  return words.size();
}

std::optional<Decimals> decimals_of(std::span<const std::uint64_t> words,
                                    std::pmr::memory_resource* memory) {
  Decimals decimals(words.size(), memory);
  for (;;) {
    const auto end = tell(words, decimals);
    if (end == words.size()) {
      return decimals;
    }
    const auto places = places_of(words[end], decimals.places + 1);
    if (!places) {
      return std::nullopt;
    }
    decimals.places = *places;
  }
}

void write_exceptions(const Decimals& decimals, ByteWriter& out) {
  out.number(decimals.exceptions.size());
  std::size_t next = 0;
  Words bits;
  for (const auto& [place, word] : decimals.exceptions) {
    out.number(place - next);
    next = place + 1;
    bits.push_back(word);
  }
  write_integers(bits, out);
}

void read_exceptions(std::span<std::uint64_t> into, ByteReader& in) {
  const auto count = in.count(into.size());
  std::vector<std::size_t> places;
  std::size_t next = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    next += in.count(into.size());
    if (next >= into.size()) {
      in.fail();
      return;
    }
    places.push_back(next++);
  }
  Words bits(places.size());
  read_integers(bits, in);
  for (std::size_t i = 0; i < bits.size() && in.ok(); ++i) {
    into[places[i]] = bits[i];
  }
}

}  // namespace

void write_decimals(std::span<const std::uint64_t> words, ByteWriter& out) {
  if (words.empty()) {
    return;
  }
  // What never changes is told once.
  const bool same = std::ranges::adjacent_find(words, std::ranges::not_equal_to()) == words.end();
  StackMemory<kOnStack> memory;
  auto decimals = decimals_of(same ? words.first(1) : words, memory.get());
  if (decimals && same && decimals->exceptions.empty()) {
    decimals->wholes.resize(words.size(), decimals->wholes.front());
  } else if (same) {
    decimals.reset();
  }
  if (!decimals) {
    out.byte(kBits);
    write_integers(words, out);
    return;
  }
  const bool exceptions = !decimals->exceptions.empty();
  out.byte(static_cast<std::uint8_t>(decimals->places | (exceptions ? kExceptions : 0U)));
  write_integers(decimals->wholes, out);
  if (exceptions) {
    write_exceptions(*decimals, out);
  }
}

void read_decimals(std::span<std::uint64_t> into, ByteReader& in, const WordKernels& kernels) {
  if (into.empty()) {
    return;
  }
  const auto head = in.byte();
  const std::size_t places = head & kPlacesMask;
  read_integers(into, in, kernels);
  if (head == kBits) {
    return;
  }
  if (places >= kScales.size() || head > (kPlacesMask | kExceptions)) {
    in.fail();
    return;
  }
  kernels.scale_down(into, kScales[places]);
  if ((head & kExceptions) != 0) {
    read_exceptions(into, in);
  }
}

}  // namespace rackproof::store
