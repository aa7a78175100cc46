#include "reports/seal/strict_der.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace rackproof::seal {
namespace {

constexpr int kDeepest = 32;
constexpr unsigned kClass = 0xC0;
constexpr unsigned kConstructed = 0x20;
constexpr unsigned kNumber = 0x1F;
constexpr unsigned kBoolean = 1;
constexpr unsigned kSequence = 16;
constexpr unsigned kSet = 17;
constexpr unsigned kLongForm = 0x80;

unsigned take_byte(std::string_view& rest) {
  const auto byte = static_cast<unsigned char>(rest.front());
  rest.remove_prefix(1);
  return byte;
}

/// Nothing for a length that is not definite, not the shortest, or beyond `rest`.
std::optional<std::size_t> take_length(std::string_view& rest) {
  if (rest.empty()) {
    return std::nullopt;
  }
  std::uint64_t length = take_byte(rest);
  if (length >= kLongForm) {
    auto count = length - kLongForm;
    if (count == 0 || count > 4 || count > rest.size() || rest.front() == '\0') {
      return std::nullopt;
    }
    for (length = 0; count > 0; --count) {
      length = (length << 8U) | take_byte(rest);
    }
    if (length < kLongForm) {
      return std::nullopt;
    }
  }
  return length <= rest.size() ? std::optional(static_cast<std::size_t>(length)) : std::nullopt;
}

bool holds_parts_rightly(unsigned tag) {
  const bool parts = (tag & kConstructed) != 0;
  const auto number = tag & kNumber;
  return (tag & kClass) != 0 || parts == (number == kSequence || number == kSet);
}

bool all_are_der(std::string_view rest, int depth);

/// Takes the structure at the front of `rest`.
bool take_one(std::string_view& rest, int depth) {
  const auto tag = take_byte(rest);
  if ((tag & kNumber) == kNumber || !holds_parts_rightly(tag)) {
    return false;  // certificates and their lists have no number of more than one byte
  }
  const auto length = take_length(rest);
  if (!length) {
    return false;
  }
  const auto content = rest.substr(0, *length);
  rest.remove_prefix(*length);
  if (tag == kBoolean) {
    return content == std::string_view("\0", 1) || content == "\xFF";
  }
  return (tag & kConstructed) == 0 || all_are_der(content, depth + 1);
}

bool all_are_der(std::string_view rest, int depth) {
  while (!rest.empty()) {
    if (depth > kDeepest || !take_one(rest, depth)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool is_der(std::string_view bytes) {
  return !bytes.empty() && take_one(bytes, 0) && bytes.empty();
}

}  // namespace rackproof::seal
