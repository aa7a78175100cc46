#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace rackproof::store {

/// FNV-1a, 64 bits (draft-eastlake-fnv): any change of one byte changes it. Against decay, not
/// against an attacker: evidence is bound by SHA-256 in the bundle's manifest.
[[nodiscard]] std::int64_t checksum(std::string_view bytes);

/// The same purpose for long bodies, eight bytes at a time in four lanes: any change within eight
/// bytes changes it for certain, any other with all but one chance in 2^64.
[[nodiscard]] std::int64_t body_checksum(std::string_view bytes);

/// The first `most` bytes of `text`, fewer where that would split a UTF-8 character.
[[nodiscard]] std::string_view cut_text(std::string_view text, std::size_t most);

/// Builds a byte string of variable-length numbers.
class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  /// LEB128: seven bits a byte, low ones first.
  void number(std::uint64_t value);
  /// Zigzag, then LEB128: small magnitudes of either sign stay short.
  void signed_number(std::int64_t value);
  /// Its length, then the bytes.
  void text(std::string_view text);
  void raw(std::string_view bytes) { bytes_.append(bytes); }
  /// Forgets what was written, for the next string of about that size.
  void clear() { bytes_.clear(); }

  /// For what appends to a string.
  [[nodiscard]] std::string& end() { return bytes_; }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Takes apart what ByteWriter built. Reads past the end or of an over-long number give zeros and
/// make ok() false for good: check it before what was read is used. Views into the given bytes.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t byte();
  std::uint64_t number();
  std::int64_t signed_number();
  std::string_view text();
  std::string_view raw(std::size_t size);
  /// A number that is at most `most`; a larger one is a failure.
  std::size_t count(std::size_t most);

  void fail() {
    ok_ = false;
    rest_ = {};
  }
  /// Fails unless `condition` holds.
  void require(bool condition) {
    if (!condition) {
      fail();
    }
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }  ///< All that was not read yet.

 private:
  std::string_view rest_;
  bool ok_ = true;
};

/// Small magnitudes of either sign as small numbers without one, and back.
[[nodiscard]] constexpr std::uint64_t zigzag(std::uint64_t word) {
  return (word << 1) ^ (~(word >> 63) + 1);
}
[[nodiscard]] constexpr std::uint64_t unzigzag(std::uint64_t word) {
  return (word >> 1) ^ (~(word & 1) + 1);
}

/// Two's complement difference and its inverse, defined for every pair of numbers.
[[nodiscard]] constexpr std::int64_t wrapping_difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
[[nodiscard]] constexpr std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace rackproof::store
