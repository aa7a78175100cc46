#include "probes/sinks/protobuf.h"

#include <catch2/catch.hpp>

#include "schemas/encoding.h"

using namespace rackproof;

TEST_CASE("protobuf: fields are the bytes of the encoding guide", "[probes][sinks]") {
  std::string out;
  protobuf::put_varint(out, 1, 150);
  protobuf::put_bytes(out, 2, "testing");
  protobuf::put_fixed64(out, 3, 1);
  protobuf::put_double(out, 4, 1);
  CHECK(to_hex(out) ==
        "089601"
        "120774657374696e67"
        "190100000000000000"
        "21000000000000f03f");
}

TEST_CASE("protobuf: what a number takes is what it is said to take", "[probes][sinks]") {
  for (unsigned bits = 0; bits < 64; ++bits) {
    for (const auto value : {std::uint64_t{1} << bits, (std::uint64_t{1} << bits) - 1}) {
      std::string out;
      protobuf::put_varint(out, 1, value);
      CHECK(out.size() == 1 + protobuf::varint_bytes(value));
      std::string_view rest = out;
      CHECK(protobuf::take_field(rest)->value == value);
      CHECK(rest.empty());
    }
  }
}

TEST_CASE("protobuf: fields come back one by one", "[probes][sinks]") {
  std::string out;
  protobuf::put_varint(out, 1, 7);
  protobuf::put_bytes(out, 2, "seven");
  protobuf::put_double(out, 3, 7);
  std::string_view rest = out;
  CHECK(protobuf::take_field(rest)->value == 7);
  CHECK(protobuf::take_field(rest)->bytes == "seven");
  CHECK(protobuf::take_field(rest)->bytes.size() == 8);
  CHECK(rest.empty());
  CHECK_FALSE(protobuf::take_field(rest));
}

TEST_CASE("protobuf: what is cut or no message is taken for none", "[probes][sinks]") {
  std::string out;
  protobuf::put_bytes(out, 2, "seven");
  for (std::size_t length = 0; length < out.size(); ++length) {
    auto rest = std::string_view(out).substr(0, length);
    CHECK_FALSE(protobuf::take_field(rest));
    CHECK(rest.size() == length);
  }
  std::string_view endless = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
  CHECK_FALSE(protobuf::take_field(endless));
  std::string_view group = "\x0b";
  CHECK_FALSE(protobuf::take_field(group));
}
