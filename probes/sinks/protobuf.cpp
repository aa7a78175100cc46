#include "probes/sinks/protobuf.h"

#include <bit>

namespace rackproof::protobuf {
namespace {

// Wire types (protobuf encoding guide): the lower three bits of a tag.
constexpr unsigned kVarint = 0;
constexpr unsigned kEightBytes = 1;
constexpr unsigned kLength = 2;
constexpr unsigned kFourBytes = 5;

void put_tag(std::string& out, unsigned field, unsigned type) {
  out += static_cast<char>(field << 3U | type);
}

void put_number(std::string& out, std::uint64_t value) {
  constexpr std::uint64_t kMore = 0x80;
  while (value >= kMore) {
    out += static_cast<char>(value | kMore);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

std::optional<std::uint64_t> take_number(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) {
      return value;
    }
  }
  return std::nullopt;
}

/// How many bytes of content follow the tag; nothing for a type that is not used any more.
std::optional<std::uint64_t> content_bytes(unsigned type, std::string_view& rest) {
  switch (type) {
    case kEightBytes:
      return 8;
    case kFourBytes:
      return 4;
    case kLength:
      return take_number(rest);
    default:
      return std::nullopt;
  }
}

}  // namespace

void put_varint(std::string& out, unsigned field, std::uint64_t value) {
  put_tag(out, field, kVarint);
  put_number(out, value);
}

void put_fixed64(std::string& out, unsigned field, std::uint64_t value) {
  put_tag(out, field, kEightBytes);
  for (unsigned shift = 0; shift < 64; shift += 8) {
    out += static_cast<char>(value >> shift & 0xFFU);
  }
}

void put_double(std::string& out, unsigned field, double value) {
  put_fixed64(out, field, std::bit_cast<std::uint64_t>(value));
}

void begin_bytes(std::string& out, unsigned field, std::size_t length) {
  put_tag(out, field, kLength);
  put_number(out, length);
}

void put_bytes(std::string& out, unsigned field, std::string_view bytes) {
  begin_bytes(out, field, bytes.size());
  out += bytes;
}

std::size_t varint_bytes(std::uint64_t value) {
  return value == 0 ? 1 : (static_cast<std::size_t>(std::bit_width(value)) + 6) / 7;
}

std::optional<Field> take_field(std::string_view& rest) {
  auto ahead = rest;
  const auto tag = take_number(ahead);
  if (!tag) {
    return std::nullopt;
  }
  Field field;
  field.number = *tag >> 3U;
  if ((*tag & 7U) == kVarint) {
    const auto value = take_number(ahead);
    field.value = value.value_or(0);
    rest = value ? ahead : rest;
    return value ? std::optional(field) : std::nullopt;
  }
  const auto length = content_bytes(*tag & 7U, ahead);
  if (!length || *length > ahead.size()) {
    return std::nullopt;
  }
  field.bytes = ahead.substr(0, *length);
  rest = ahead.substr(*length);
  return field;
}

}  // namespace rackproof::protobuf
