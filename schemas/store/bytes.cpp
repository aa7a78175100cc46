#include "schemas/store/bytes.h"

#include <array>
#include <bit>
#include <cstring>

namespace rackproof::store {
namespace {

constexpr int kBitsPerByte = 7;
constexpr std::uint8_t kMore = 0x80;

}  // namespace

std::int64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325U;  // offset basis
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001B3U;  // prime
  }
  return static_cast<std::int64_t>(hash);
}

std::int64_t body_checksum(std::string_view bytes) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;    // 2^64 / golden ratio: no bit is lost
  constexpr std::uint64_t kOther = 0xC2B2AE3D27D4EB4FU;  // odd too
  std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
  const auto mix = [&lanes](std::size_t lane, std::uint64_t word) {
    lanes[lane] = std::rotl((lanes[lane] ^ word) * kOdd, 29) * kOther;
  };
  std::size_t at = 0;
  for (std::size_t lane = 0; at + kWord <= bytes.size(); at += kWord, lane = (lane + 1) % 4) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, kWord);
    mix(lane, word);
  }
  std::uint64_t last = 0;
  bytes.substr(at).copy(reinterpret_cast<char*>(&last), kWord);
  mix(0, last);
  std::uint64_t sum = bytes.size();
  for (const auto lane : lanes) {
    sum = std::rotl((sum ^ lane) * kOdd, 31) * kOther;
  }
  return static_cast<std::int64_t>(sum ^ (sum >> 32));
}

std::string_view cut_text(std::string_view text, std::size_t most) {
  constexpr unsigned kContinuationMask = 0xC0;
  constexpr unsigned kContinuation = 0x80;
  if (text.size() <= most) {
    return text;
  }
  while (most > 0 && (static_cast<std::uint8_t>(text[most]) & kContinuationMask) == kContinuation) {
    --most;
  }
  return text.substr(0, most);
}

void ByteWriter::number(std::uint64_t value) {
  while (value >= kMore) {
    byte(static_cast<std::uint8_t>(value | kMore));
    value >>= kBitsPerByte;
  }
  byte(static_cast<std::uint8_t>(value));
}

void ByteWriter::signed_number(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  number((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::text(std::string_view text) {
  number(text.size());
  raw(text);
}

std::uint8_t ByteReader::byte() {
  if (rest_.empty()) {
    fail();
    return 0;
  }
  const auto value = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return value;
}

std::uint64_t ByteReader::number() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += kBitsPerByte) {
    const std::uint64_t part = byte();
    value |= (part & (kMore - 1U)) << shift;
    if ((part & kMore) != 0) {
      continue;
    }
    const bool too_long = shift == 63 && part > 1;
    if (too_long) {
      fail();
    }
    return ok_ ? value : 0;
  }
  fail();
  return 0;
}

std::int64_t ByteReader::signed_number() {
  const auto bits = number();
  return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

std::string_view ByteReader::raw(std::size_t size) {
  if (size > rest_.size()) {
    fail();
    return {};
  }
  const auto bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

std::string_view ByteReader::text() {
  return raw(count(rest_.size()));
}

std::size_t ByteReader::count(std::size_t most) {
  const auto value = number();
  if (value > most) {
    fail();
    return 0;
  }
  return static_cast<std::size_t>(value);
}

}  // namespace rackproof::store
