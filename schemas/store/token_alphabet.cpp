#include "schemas/store/token_alphabet.h"

#include <algorithm>
#include <bit>

#include "schemas/store/bit_stream.h"

namespace rackproof::store {
namespace {

constexpr unsigned kWidestWeight = 6;  ///< Bits.
constexpr unsigned kRunBits = 6;       ///< Of how many tokens in a row never come.
constexpr std::size_t kLongestRun = std::size_t{1} << kRunBits;

/// Weights: 0 = never, else a count to half a power of two (1, 2, 3, 4, 6, 8, 12...).
unsigned weight_of(std::uint32_t count) {
  return count == 0 ? 0 : token_of(count + (count >= 4 ? std::bit_floor(count) / 8 : 0), 1);
}

std::uint32_t count_of(unsigned weight) {
  return static_cast<std::uint32_t>(first_of(weight, 1));
}

}  // namespace

void Alphabet::add(std::size_t token, std::uint32_t count) {
  tokens.push_back(static_cast<std::uint16_t>(token));
  weights.push_back(weight_of(count));
}

void Alphabet::share_out() {
  std::uint64_t total = 0;
  for (const auto weight : weights) {
    total += count_of(weight);
  }
  std::uint32_t given = 0;
  for (const auto weight : weights) {
    const auto share = std::max<std::uint64_t>(1, count_of(weight) * std::uint64_t{kScale} / total);
    shares.push_back(static_cast<std::uint32_t>(share));
    given += shares.back();
  }
  // There are fewer tokens than kScale: where too much was given, one of them has more than 1.
  while (given != kScale) {  // what rounding left goes to the largest, what it took comes from them
    auto& largest = *std::ranges::max_element(shares);
    const auto change = given < kScale ? kScale - given : std::min(given - kScale, largest / 2);
    largest = given < kScale ? largest + change : largest - change;
    given = given < kScale ? given + change : given - change;
  }
  std::uint32_t start = 0;
  for (const auto share : shares) {
    starts.push_back(start);
    start += share;
  }
}

void write_alphabet(const Alphabet& alphabet, unsigned told, ByteWriter& out) {
  const auto widest = *std::ranges::max_element(alphabet.weights);
  const auto width = static_cast<unsigned>(std::bit_width(widest));
  out.byte(static_cast<std::uint8_t>(told | (width << 3)));
  out.number(alphabet.tokens.front());
  out.number(alphabet.tokens.size());
  BitWriter bits(out);
  std::size_t next = alphabet.tokens.front();
  for (std::size_t i = 0; i < alphabet.tokens.size(); ++i) {
    while (next < alphabet.tokens[i]) {
      const auto run = std::min(kLongestRun, alphabet.tokens[i] - next);
      bits.put(0, width);
      bits.put(run - 1, kRunBits);
      next += run;
    }
    bits.put(alphabet.weights[i], width);
    ++next;
  }
  bits.finish();
}

Alphabet read_alphabet(unsigned& told, ByteReader& in) {
  const auto head = in.byte();
  told = head & 7U;
  const unsigned width = head >> 3U;
  if (told > kMostTold || width == 0 || width > kWidestWeight) {
    in.fail();
    return {};
  }
  Alphabet alphabet;
  std::size_t next = in.count(kMostTokens - 1);
  const auto count = in.count(kMostTokens);
  BitReader bits(in.rest());
  while (alphabet.tokens.size() < count && next < kMostTokens) {
    const auto weight = static_cast<unsigned>(bits.take(width));
    if (weight == 0) {
      next += bits.take(kRunBits) + 1;
      continue;
    }
    alphabet.tokens.push_back(static_cast<std::uint16_t>(next++));
    alphabet.weights.push_back(weight);
  }
  const bool whole = count > 0 && alphabet.tokens.size() == count &&
                     rest_bits(alphabet.tokens.back(), told) <= kWidestTold;
  in.raw(bits.bytes_taken());
  if (!whole || !in.ok()) {
    in.fail();
    return {};
  }
  alphabet.share_out();
  return alphabet;
}

}  // namespace rackproof::store
