#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "schemas/store/bytes.h"

namespace rackproof::store {

/// Takes bits from the low end of bytes on; zeros behind their end.
class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {
    bytes_.append(sizeof(std::uint64_t), '\0');
  }
  std::uint64_t take(unsigned width) {
    std::uint64_t word = 0;
    if (bit_ / 8 + sizeof word <= bytes_.size()) {
      std::memcpy(&word, bytes_.data() + bit_ / 8, sizeof word);
    }
    word = (word >> (bit_ % 8)) & ((std::uint64_t{1} << width) - 1);
    bit_ += width;
    return word;
  }
  [[nodiscard]] std::size_t bytes_taken() const { return (bit_ + 7) / 8; }

 private:
  std::string bytes_;
  std::size_t bit_ = 0;
};

/// Appends bits, low ones first.
class BitWriter {
 public:
  explicit BitWriter(ByteWriter& out) : out_(out) {}

  void put(std::uint64_t value, unsigned width) {
    word_ |= value << filled_;
    filled_ += width;
    if (filled_ >= 64) {
      out_.raw({reinterpret_cast<const char*>(&word_), sizeof word_});
      filled_ -= 64;
      word_ = filled_ == 0 ? 0 : value >> (width - filled_);
    }
  }
  /// The last byte filled up with zeros.
  void finish() {
    out_.raw({reinterpret_cast<const char*>(&word_), (filled_ + 7) / 8});
    word_ = 0;
    filled_ = 0;
  }

 private:
  ByteWriter& out_;
  std::uint64_t word_ = 0;
  unsigned filled_ = 0;
};

}  // namespace rackproof::store
