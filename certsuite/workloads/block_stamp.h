#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace rackproof {

/// One block as it is written: 32 bytes of address, generation and digest, then words that the seed
/// gives. A block that comes back can so be told apart: another address (misdirected), an older
/// generation (a write that was lost), or bytes that changed.
inline constexpr std::size_t kBlockBytes = 4096;

struct BlockStamp {
  std::uint64_t seed = 0;
  std::uint64_t address = 0;     ///< Number of the block within the file.
  std::uint64_t generation = 0;  ///< Lap that wrote it.
};

/// What was wrong with one block that came back.
struct BlockFault {
  std::string expected;  ///< "address 7, generation 3, digest 0x…".
  std::string actual;
  std::string mask;  ///< Bits that differ in the first word that does, with its place; hex.
};

/// `block` has kBlockBytes.
void stamp_block(const BlockStamp& stamp, std::span<std::byte> block);

/// Nothing when `block` is what stamp_block() made of `stamp`. Compares every word and the digest.
[[nodiscard]] std::optional<BlockFault> check_block(const BlockStamp& stamp,
                                                    std::span<const std::byte> block);

}  // namespace rackproof
