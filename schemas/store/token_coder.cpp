#include "schemas/store/token_coder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <string>
#include <vector>

#include "schemas/store/bit_stream.h"
#include "schemas/store/stack_memory.h"

namespace rackproof::store {
namespace {

constexpr std::size_t kOnStack = 4096;  ///< Bytes: places in the alphabet of some two thousand.
constexpr std::uint32_t kLowState = 1U << 16;  ///< A state below takes 16 bits more.

using Counts = std::array<std::uint32_t, kMostTokens>;

/// A symbol as the state machine takes it: without a division and without a jump.
struct Step {
  std::uint64_t limit = 0;       ///< From there on a state gives 16 bits away first.
  std::uint64_t reciprocal = 0;  ///< 2^kReciprocalBits / share, rounded up.
  std::uint32_t rest = 0;        ///< kScale - share.
  std::uint32_t start = 0;
};
/// A state below share << 22, divided by the share (kScale at most): the product with what the
/// reciprocal has too much stays below 2^42, and the product itself below 2^64.
constexpr unsigned kReciprocalBits = 42;
static_assert(2 * kScaleBits + (32 - kScaleBits) == kReciprocalBits);

std::vector<Step> steps_of(const Alphabet& alphabet) {
  std::vector<Step> steps(alphabet.shares.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::uint64_t share = alphabet.shares[i];
    steps[i] = {share << (32 - kScaleBits),
                ((std::uint64_t{1} << kReciprocalBits) + share - 1) / share,
                kScale - alphabet.shares[i], alphabet.starts[i]};
  }
  return steps;
}

/// Appends what the state machine gives, backwards, so that it can be read forwards.
void write_stream(std::span<const std::uint16_t> symbols, const Alphabet& alphabet,
                  ByteWriter& out) {
  const auto steps = steps_of(alphabet);
  auto& words = out.end();
  const auto start = words.size();
  words.resize(start + (symbols.size() + 2) * sizeof(std::uint16_t));
  std::size_t place = words.size();
  std::uint64_t state = kLowState;
  for (std::size_t i = symbols.size(); i > 0; --i) {
    const auto& step = steps[symbols[i - 1]];
    const auto low = static_cast<std::uint16_t>(state);
    std::memcpy(words.data() + place - sizeof low, &low, sizeof low);
    const std::size_t given = state >= step.limit ? sizeof low : 0;
    place -= given;
    state >>= 8 * given;
    const auto whole = (state * step.reciprocal) >> kReciprocalBits;
    state += step.start + whole * step.rest;  // whole * kScale + what the share leaves + start
  }
  const auto last = static_cast<std::uint32_t>(state);
  place -= sizeof last;
  std::memcpy(words.data() + place, &last, sizeof last);
  words.erase(start, place - start);
}

/// What each of kScale remainders of the state stands for.
struct Slot {
  std::uint16_t symbol = 0;
  std::uint16_t share = 0;
  std::uint16_t offset = 0;
};

std::array<Slot, kScale> slots_of(const Alphabet& alphabet) {
  std::array<Slot, kScale> slots{};
  std::size_t place = 0;
  for (std::size_t i = 0; i < alphabet.shares.size(); ++i) {
    const auto share = alphabet.shares[i];
    for (std::uint32_t k = 0; k < share; ++k, ++place) {
      slots[place] = {static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(share),
                      static_cast<std::uint16_t>(k)};
    }
  }
  return slots;
}

/// Into places in the alphabet. Each takes two bytes at most, so none is read past the copy's end.
void read_stream(std::span<std::uint64_t> into, const Alphabet& alphabet, ByteReader& in) {
  const auto slots = slots_of(alphabet);
  const auto most = sizeof(std::uint32_t) + into.size() * sizeof(std::uint16_t);
  std::string words(in.rest().substr(0, most));
  words.resize(most + sizeof(std::uint16_t));
  std::uint32_t state = 0;
  std::memcpy(&state, words.data(), sizeof state);
  std::size_t place = sizeof state;
  for (auto& symbol : into) {
    const auto& slot = slots[state & (kScale - 1)];
    symbol = slot.symbol;
    state = slot.share * (state >> kScaleBits) + slot.offset;
    std::uint16_t next = 0;
    std::memcpy(&next, words.data() + place, sizeof next);
    const bool low = state < kLowState;
    state = low ? (state << 16) | next : state;
    place += low ? sizeof next : 0;
  }
  in.raw(place);
  if (state != kLowState) {
    in.fail();
  }
}

Alphabet alphabet_of(const Counts& counts) {
  Alphabet alphabet;
  for (std::size_t token = 0; token < counts.size(); ++token) {
    if (counts[token] > 0) {
      alphabet.add(token, counts[token]);
    }
  }
  alphabet.share_out();
  return alphabet;
}

/// n * log2(n), looked up where it is asked most.
double times_log2(std::size_t n) {
  static const auto kKnown = [] {
    std::array<double, 1024> known{};
    for (std::size_t i = 2; i < known.size(); ++i) {
      known[i] = static_cast<double>(i) * std::log2(static_cast<double>(i));
    }
    return known;
  }();
  return n < kKnown.size() ? kKnown[n] : static_cast<double>(n) * std::log2(static_cast<double>(n));
}

/// The same numbers' counts where one bit less is told; how many tokens that leaves.
std::size_t tell_less(Counts& counts, std::size_t tokens, unsigned told) {
  std::size_t end = 0;
  for (unsigned token = 0; token < tokens; ++token) {
    const auto count = counts[token];
    counts[token] = 0;
    const auto merged = with_less_told(token, told);
    counts[merged] += count;
    end = merged + std::size_t{1};
  }
  return end;
}

/// Bits that numbers with these counts take, the weights included.
double bits_of(const Counts& counts, std::size_t tokens, std::size_t total, unsigned told) {
  constexpr double kHeadBits = 56;
  double bits = kHeadBits;
  for (unsigned token = 0; token < tokens; ++token) {
    const double count = counts[token];
    if (count > 0) {
      bits += 5 + count * rest_bits(token, told) - times_log2(counts[token]);
    }
  }
  return bits + times_log2(total);
}

}  // namespace

TokenPlan plan_tokens(std::span<const std::uint64_t> numbers) {
  Counts counts{};
  for (const auto number : numbers) {
    ++counts[token_of(number, kMostTold)];
  }
  const auto most = *std::ranges::max_element(numbers);
  std::size_t tokens = token_of(most, kMostTold) + std::size_t{1};
  const auto total = numbers.size();
  TokenPlan best{0, SIZE_MAX};
  for (unsigned told = kMostTold;; --told) {
    const auto bytes = static_cast<std::size_t>(bits_of(counts, tokens, total, told) / 8);
    if (bytes <= best.bytes) {
      best = {told, bytes};
    }
    if (told == 0) {
      return best;
    }
    tokens = tell_less(counts, tokens, told);
  }
}

void write_tokens(std::span<const std::uint64_t> numbers, unsigned told_bits, ByteWriter& out) {
  Counts counts{};
  for (const auto number : numbers) {
    ++counts[token_of(number, told_bits)];
  }
  const auto alphabet = alphabet_of(counts);
  for (std::size_t i = 0; i < alphabet.tokens.size(); ++i) {
    counts[alphabet.tokens[i]] = static_cast<std::uint32_t>(i);  // from here on: where it stands
  }
  StackMemory<kOnStack> memory;
  std::pmr::vector<std::uint16_t> symbols(numbers.size(), memory.get());
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    symbols[i] = static_cast<std::uint16_t>(counts[token_of(numbers[i], told_bits)]);
  }
  write_alphabet(alphabet, told_bits, out);
  write_stream(symbols, alphabet, out);
  BitWriter rest(out);
  for (const auto number : numbers) {
    const auto width = rest_bits(token_of(number, told_bits), told_bits);
    rest.put(number & ((std::uint64_t{1} << width) - 1), width);
  }
  rest.finish();
}

void read_tokens(std::span<std::uint64_t> into, ByteReader& in) {
  unsigned told = 0;
  const auto alphabet = read_alphabet(told, in);
  if (!in.ok()) {
    return;
  }
  read_stream(into, alphabet, in);
  std::vector<std::uint64_t> firsts;
  std::vector<unsigned> widths;
  for (const auto token : alphabet.tokens) {
    firsts.push_back(first_of(token, told));
    widths.push_back(rest_bits(token, told));
  }
  BitReader rest(in.rest());
  for (auto& number : into) {
    number = firsts[number] + rest.take(widths[number]);
  }
  in.raw(rest.bytes_taken());
}

}  // namespace rackproof::store
