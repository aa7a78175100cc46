#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The wire format of protobuf, as much of it as is sent and answered here.
namespace rackproof::protobuf {

/// Fields of a message, added to the end of `out`. Field numbers are below 16.
void put_varint(std::string& out, unsigned field, std::uint64_t value);
void put_fixed64(std::string& out, unsigned field, std::uint64_t value);
void put_double(std::string& out, unsigned field, double value);
/// A string, or a message that was made before.
void put_bytes(std::string& out, unsigned field, std::string_view bytes);
/// The tag and the length of a field whose `length` bytes come next.
void begin_bytes(std::string& out, unsigned field, std::size_t length);
/// How many bytes a number takes without its tag.
[[nodiscard]] std::size_t varint_bytes(std::uint64_t value);

struct Field {
  std::uint64_t number = 0;
  std::uint64_t value = 0;  ///< Of a number.
  std::string_view bytes;   ///< Of a string, a message, or eight or four bytes.
};

/// Takes the first field off `rest`; nothing at its end and where it is no message, which leaves
/// `rest` unempty.
std::optional<Field> take_field(std::string_view& rest);

}  // namespace rackproof::protobuf
