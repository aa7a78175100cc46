#include "tests/support/write_request_reader.h"

#include <cstring>

#include <catch2/catch.hpp>
#include <snappy.h>

namespace rackproof::testing {
namespace {

/// A field of a protobuf message: number, and its bytes or its number.
struct Field {
  std::uint64_t number = 0;
  std::uint64_t varint = 0;
  std::string_view bytes;
};

std::uint64_t take_varint(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    REQUIRE(!rest.empty());
    REQUIRE(shift < 64);
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      return value;
    }
  }
}

std::string_view take_bytes(std::string_view& rest, std::uint64_t count) {
  REQUIRE(count <= rest.size());
  const auto bytes = rest.substr(0, count);
  rest.remove_prefix(count);
  return bytes;
}

std::vector<Field> fields(std::string_view rest) {
  std::vector<Field> all;
  while (!rest.empty()) {
    const auto tag = take_varint(rest);
    Field field;
    field.number = tag >> 3U;
    switch (tag & 7U) {
      case 0:
        field.varint = take_varint(rest);
        break;
      case 1:
        field.bytes = take_bytes(rest, 8);
        break;
      case 2:
        field.bytes = take_bytes(rest, take_varint(rest));
        break;
      default:
        FAIL("a wire type that is not used here");
    }
    all.push_back(field);
  }
  return all;
}

void read_label(std::string_view bytes, ReadBack& into) {
  const auto pair = fields(bytes);
  REQUIRE(pair.size() == 2);
  REQUIRE(pair[0].number == 1);
  REQUIRE(pair[1].number == 2);
  into.label_names.emplace_back(pair[0].bytes);
  into.labels[std::string(pair[0].bytes)] = std::string(pair[1].bytes);
}

ReadBack read_series(std::string_view bytes) {
  ReadBack read;
  int samples = 0;
  for (const auto& field : fields(bytes)) {
    if (field.number == 1) {
      REQUIRE(samples == 0);
      read_label(field.bytes, read);
      continue;
    }
    REQUIRE(field.number == 2);
    ++samples;
    const auto sample = fields(field.bytes);
    REQUIRE(sample.size() == 2);
    REQUIRE(sample[0].number == 1);
    REQUIRE(sample[1].number == 2);
    std::memcpy(&read.value, sample[0].bytes.data(), sizeof read.value);
    read.milliseconds = static_cast<std::int64_t>(sample[1].varint);
  }
  REQUIRE(samples == 1);
  return read;
}

}  // namespace

std::vector<ReadBack> read_plain_write_request(std::string_view bytes) {
  std::vector<ReadBack> all;
  for (const auto& field : fields(bytes)) {
    REQUIRE(field.number == 1);
    all.push_back(read_series(field.bytes));
  }
  return all;
}

std::vector<ReadBack> read_write_request(std::string_view body) {
  std::string plain;
  REQUIRE(snappy::Uncompress(body.data(), body.size(), &plain));
  return read_plain_write_request(plain);
}

}  // namespace rackproof::testing
