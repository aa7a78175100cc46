#include "schemas/store/block_packer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

namespace rackproof::store {
namespace {

// The head byte of a block: six bits of width and two flags.
constexpr std::uint8_t kWidthMask = 0x3F;
constexpr std::uint8_t kFromBase = 0x40;  ///< The smallest number follows; else both signs.
constexpr std::uint8_t kPatched = 0x80;   ///< Some numbers have bits beyond the width.
constexpr std::uint8_t kWhole = 57;       ///< In place of a width of 64.

using WidthCounts = std::array<std::uint16_t, 65>;

/// How one block is best written.
struct Shape {
  bool from_base = false;
  std::uint64_t base = 0;
  unsigned width = 0;
  std::size_t patches = 0;
  std::size_t bytes = 0;
};

std::uint64_t shifted(const Shape& shape, std::uint64_t word) {
  return shape.from_base ? word - shape.base : zigzag(word);
}

std::size_t varint_size(std::uint64_t number) {
  return (static_cast<std::size_t>(std::bit_width(number | 1)) + 6) / 7;
}

/// The width that makes the block smallest.
void choose_width(const WidthCounts& counts, std::size_t size, Shape& shape) {
  unsigned widest = kWholeWord;
  while (widest > 0 && counts[widest] == 0) {
    --widest;
  }
  shape.width = widest > kWidestPacked ? kWholeWord : widest;
  shape.bytes = packed_size(size, shape.width);
  std::size_t patches = 0;
  for (unsigned width = widest; width > 0; --width) {
    patches += counts[width];
    if (width - 1 > kWidestPacked) {
      continue;
    }
    const auto each = 1 + (widest - width + 7) / 7;
    const auto bytes = packed_size(size, width - 1) + 1 + patches * each;
    if (bytes < shape.bytes) {
      shape = {shape.from_base, shape.base, width - 1, patches, bytes};
    }
  }
}

Shape shape_of(std::span<const std::uint64_t> block) {
  std::int64_t least = INT64_MAX;
  for (const auto word : block) {
    least = std::min(least, static_cast<std::int64_t>(word));
  }
  Shape based{.from_base = true, .base = static_cast<std::uint64_t>(least)};
  Shape both{};
  WidthCounts based_counts{};
  WidthCounts both_counts{};
  for (const auto word : block) {
    ++based_counts[static_cast<std::size_t>(std::bit_width(word - based.base))];
    ++both_counts[static_cast<std::size_t>(std::bit_width(zigzag(word)))];
  }
  choose_width(based_counts, block.size(), based);
  choose_width(both_counts, block.size(), both);
  based.bytes += varint_size(zigzag(based.base));
  auto best = based.bytes < both.bytes ? based : both;
  ++best.bytes;  // its head
  return best;
}

void write_block(std::span<const std::uint64_t> block, const Shape& shape, ByteWriter& out) {
  const auto width = shape.width == kWholeWord ? kWhole : static_cast<std::uint8_t>(shape.width);
  out.byte(static_cast<std::uint8_t>(width | (shape.from_base ? kFromBase : 0) |
                                     (shape.patches > 0 ? kPatched : 0)));
  if (shape.from_base) {
    out.signed_number(static_cast<std::int64_t>(shape.base));
  }
  std::array<std::uint64_t, kBlock> words{};
  ByteWriter places;
  ByteWriter beyond;
  for (std::size_t i = 0; i < block.size(); ++i) {
    words[i] = shifted(shape, block[i]);
    if (shape.patches > 0 && (words[i] >> shape.width) != 0) {
      places.byte(static_cast<std::uint8_t>(i));
      beyond.number(words[i] >> shape.width);
    }
  }
  std::string packed;
  pack_words(std::span(words).first(block.size()), shape.width, packed);
  out.raw(packed);
  if (shape.patches > 0) {
    out.byte(static_cast<std::uint8_t>(shape.patches));
    out.raw(places.bytes());
    out.raw(beyond.bytes());
  }
}

void read_patches(std::span<std::uint64_t> block, unsigned width, ByteReader& in) {
  const auto places = in.raw(in.byte());
  for (const char place : places) {
    const auto i = static_cast<std::uint8_t>(place);
    const auto beyond = in.number();
    if (i >= block.size() || width >= kWholeWord) {
      in.fail();
      return;
    }
    block[i] += beyond << width;
  }
}

void read_block(std::span<std::uint64_t> block, ByteReader& in, const WordKernels& kernels) {
  const auto head = in.byte();
  const auto kept = static_cast<std::uint8_t>(head & kWidthMask);
  const unsigned width = kept == kWhole ? kWholeWord : kept;
  if (kept > kWhole) {
    in.fail();
    return;
  }
  const bool from_base = (head & kFromBase) != 0;
  const auto base = from_base ? static_cast<std::uint64_t>(in.signed_number()) : 0;
  const auto packed = in.raw(packed_size(block.size(), width));
  if (!in.ok()) {
    return;
  }
  unpack_words(packed, width, base, block, kernels);
  if ((head & kPatched) != 0) {
    read_patches(block, width, in);
  }
  if (!from_base) {
    std::ranges::for_each(block, [](std::uint64_t& word) { word = unzigzag(word); });
  }
}

}  // namespace

std::size_t blocks_size(std::span<const std::uint64_t> words) {
  std::size_t bytes = 0;
  for (std::size_t from = 0; from < words.size(); from += kBlock) {
    bytes += shape_of(words.subspan(from, std::min(kBlock, words.size() - from))).bytes;
  }
  return bytes;
}

void write_blocks(std::span<const std::uint64_t> words, ByteWriter& out) {
  for (std::size_t from = 0; from < words.size(); from += kBlock) {
    const auto block = words.subspan(from, std::min(kBlock, words.size() - from));
    write_block(block, shape_of(block), out);
  }
}

void read_blocks(std::span<std::uint64_t> into, ByteReader& in, const WordKernels& kernels) {
  for (std::size_t from = 0; from < into.size() && in.ok(); from += kBlock) {
    read_block(into.subspan(from, std::min(kBlock, into.size() - from)), in, kernels);
  }
}

}  // namespace rackproof::store
