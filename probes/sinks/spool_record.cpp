#include "probes/sinks/spool_record.h"

#include <array>

namespace rackproof {
namespace {

constexpr std::string_view kHeadMagic = "RPS1";
constexpr std::string_view kMarkMagic = "RPM1";

constexpr std::array<std::uint32_t, 256> crc_table() {
  constexpr std::uint32_t kPolynomial = 0xEDB88320U;
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) {
      rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? kPolynomial : 0U);
    }
    table[byte] = rest;
  }
  return table;
}

constexpr auto kCrcTable = crc_table();

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
}

std::uint64_t get(std::string_view bytes, std::size_t at, int count) {
  std::uint64_t value = 0;
  for (int i = count - 1; i >= 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return value;
}

/// Ends with a checksum over all before it.
std::string summed(std::string bytes) {
  put(bytes, crc32_of(bytes), 4);
  return bytes;
}

bool holds(std::string_view bytes, std::size_t length, std::string_view magic) {
  return bytes.size() >= length && bytes.starts_with(magic) &&
         get(bytes, length - 4, 4) == crc32_of(bytes.substr(0, length - 4));
}

}  // namespace

std::uint32_t crc32_of(std::string_view bytes) {
  std::uint32_t rest = 0xFFFFFFFFU;
  for (const char each : bytes) {
    rest = (rest >> 8U) ^ kCrcTable[(rest ^ static_cast<unsigned char>(each)) & 0xFFU];
  }
  return ~rest;
}

std::string encode_spool_head(const SpoolHead& head) {
  std::string bytes(kHeadMagic);
  put(bytes, head.sequence, 8);
  put(bytes, static_cast<std::uint64_t>(head.made_at.time_since_epoch().count()), 8);
  put(bytes, head.body_bytes, 4);
  put(bytes, head.samples, 4);
  put(bytes, head.body_sum, 4);
  return summed(std::move(bytes));
}

std::optional<SpoolHead> decode_spool_head(std::string_view bytes) {
  if (!holds(bytes, kSpoolHeadBytes, kHeadMagic)) {
    return std::nullopt;
  }
  SpoolHead head;
  head.sequence = get(bytes, 4, 8);
  head.made_at = UtcTime(std::chrono::nanoseconds(static_cast<std::int64_t>(get(bytes, 12, 8))));
  head.body_bytes = static_cast<std::uint32_t>(get(bytes, 20, 4));
  head.samples = static_cast<std::uint32_t>(get(bytes, 24, 4));
  head.body_sum = static_cast<std::uint32_t>(get(bytes, 28, 4));
  return head;
}

std::string encode_spool_mark(const SpoolMark& mark) {
  std::string bytes(kMarkMagic);
  put(bytes, mark.next, 8);
  put(bytes, mark.turn, 8);
  return summed(std::move(bytes));
}

std::optional<SpoolMark> decode_spool_mark(std::string_view bytes) {
  if (!holds(bytes, kSpoolMarkBytes, kMarkMagic)) {
    return std::nullopt;
  }
  return SpoolMark{get(bytes, 4, 8), get(bytes, 12, 8)};
}

}  // namespace rackproof
