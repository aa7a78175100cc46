#include "certsuite/workloads/block_stamp.h"

#include <array>
#include <cstring>

#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/word_stream.h"

namespace rackproof {
namespace {

constexpr std::size_t kWords = kBlockBytes / sizeof(std::uint64_t);
constexpr std::size_t kAddress = 0;
constexpr std::size_t kGeneration = 1;
constexpr std::size_t kDigest = 2;
constexpr std::size_t kFirstFilled = 3;

using Block = std::array<std::uint64_t, kWords>;

/// Over every word but its own place; each step is a bijection of the state, so that one changed
/// word always changes it.
std::uint64_t digest_of(const Block& block) {
  constexpr std::uint64_t kStart = 0x6A09E667F3BCC908U;  // any odd-looking constant will do
  std::uint64_t state = kStart;
  for (std::size_t i = 0; i < kWords; ++i) {
    if (i != kDigest) {
      state = mixed_word(state ^ block[i], i);
    }
  }
  return state;
}

Block block_of(const BlockStamp& stamp) {
  Block block{};
  block[kAddress] = stamp.address;
  block[kGeneration] = stamp.generation;
  const auto stream = mixed_word(mixed_word(stamp.seed, stamp.address), stamp.generation);
  for (std::size_t i = kFirstFilled; i < kWords; ++i) {
    block[i] = mixed_word(stream, i);
  }
  block[kDigest] = digest_of(block);
  return block;
}

std::string words_of(const Block& block) {
  return "address " + std::to_string(block[kAddress]) + ", generation " +
         std::to_string(block[kGeneration]) + ", digest " + hex_word(block[kDigest]);
}

std::string difference(const Block& expected, const Block& actual) {
  for (std::size_t i = 0; i < kWords; ++i) {
    if (expected[i] != actual[i]) {
      return hex_word(expected[i] ^ actual[i]) + " at byte " +
             std::to_string(i * sizeof(std::uint64_t));
    }
  }
  return "";
}

}  // namespace

void stamp_block(const BlockStamp& stamp, std::span<std::byte> block) {
  const auto made = block_of(stamp);
  std::memcpy(block.data(), made.data(), kBlockBytes);
}

std::optional<BlockFault> check_block(const BlockStamp& stamp, std::span<const std::byte> block) {
  Block actual{};
  std::memcpy(actual.data(), block.data(), kBlockBytes);
  const auto expected = block_of(stamp);
  if (actual == expected) {
    return std::nullopt;
  }
  auto seen = words_of(actual);
  if (actual[kDigest] != digest_of(actual)) {
    seen += " that does not fit its bytes";
  }
  return BlockFault{words_of(expected), std::move(seen), difference(expected, actual)};
}

}  // namespace rackproof
