#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/result.h"

/// The one spelling of an archive that a bundle may have: POSIX ustar (IEEE Std 1003.1, pax,
/// "ustar Interchange Format") of regular files with mode 0644, owner, group and time 0, nothing
/// optional filled in, zero padding, two zero blocks and then the end. Pure.
namespace rackproof::ustar {

inline constexpr std::size_t kBlock = 512;
inline constexpr std::size_t kEndBlocks = 2;
using Block = std::array<char, kBlock>;

struct Header {
  std::string path;
  std::uint64_t size_bytes = 0;
};

/// Header of one member. Error{out_of_range} for a path or a size that ustar cannot hold: 8 GiB,
/// 255 bytes with a '/' in the right place.
Result<Block> header(std::string_view path, std::uint64_t size_bytes);

/// Reads a header block. Error{untrusted} names what is otherwise than header() writes it: a link,
/// a device, a pax or GNU extension, another mode, owner or time, a wrong checksum.
Result<Header> parse_header(const Block& block);

[[nodiscard]] bool is_zero(const Block& block);

/// Bytes that fill `size_bytes` up to whole blocks.
[[nodiscard]] std::size_t padding(std::uint64_t size_bytes);

}  // namespace rackproof::ustar
