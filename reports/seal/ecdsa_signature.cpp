#include "reports/seal/ecdsa_signature.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace rackproof::seal {
namespace {

constexpr char kSequence = 0x30;
constexpr char kInteger = 0x02;

/// The order of the group, big-endian (SEC 2 section 2.4.2).
constexpr std::array<std::uint8_t, kP256ScalarBytes> kOrder{
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

Error malformed(const std::string& message) {
  return {ErrorKind::malformed, "P-256 signature: " + message};
}

bool is_high(char byte) {
  return (static_cast<std::uint8_t>(byte) & 0x80U) != 0;
}

/// Takes head and length of one element off `rest`; its contents.
Result<std::string_view> take_element(std::string_view& rest, char tag, const std::string& name) {
  if (rest.size() < 2 || rest[0] != tag) {
    return malformed("no DER " + name);
  }
  if (is_high(rest[1])) {
    return malformed("the length of " + name + " is not in its shortest form");
  }
  const auto length = static_cast<std::size_t>(static_cast<std::uint8_t>(rest[1]));
  if (rest.size() - 2 < length) {
    return malformed(name + " ends before its length");
  }
  const auto contents = rest.substr(2, length);
  rest.remove_prefix(2 + length);
  return contents;
}

/// `number` without leading zeros; 1..n-1?
Result<void> check_range(std::string_view number, const std::string& name) {
  if (number.empty()) {
    return malformed(name + " is 0");
  }
  const auto below = [](auto a, auto b) {
    return static_cast<std::uint8_t>(a) < static_cast<std::uint8_t>(b);
  };
  const bool fits = number.size() < kOrder.size() ||
                    (number.size() == kOrder.size() &&
                     std::lexicographical_compare(number.begin(), number.end(), kOrder.begin(),
                                                  kOrder.end(), below));
  return fits ? Result<void>{} : malformed(name + " is not below the order of the group");
}

std::string_view without_zeros(std::string_view number) {
  return number.substr(std::min(number.find_first_not_of('\0'), number.size()));
}

Result<void> take_integer(std::string_view& rest, const std::string& name) {
  const auto contents = take_element(rest, kInteger, "INTEGER " + name);
  if (!contents) {
    return contents.error();
  }
  if (contents->empty()) {
    return malformed(name + " has no bytes");
  }
  if (is_high(contents->front())) {
    return malformed(name + " is negative");
  }
  const bool padded = contents->size() > 1 && contents->front() == '\0' && !is_high((*contents)[1]);
  if (padded) {
    return malformed(name + " is padded with zeros");
  }
  return check_range(without_zeros(*contents), name);
}

std::string integer_of(std::string_view number) {
  const bool high = is_high(number.front());
  std::string der{kInteger, static_cast<char>(number.size() + (high ? 1 : 0))};
  if (high) {
    der += '\0';
  }
  return der += number;
}

}  // namespace

Result<void> check_p256_der(std::string_view signature) {
  auto rest = signature;
  auto body = take_element(rest, kSequence, "SEQUENCE");
  if (!body && signature.size() == 2 * kP256ScalarBytes) {
    return malformed("64 bytes that are no DER, r||s it seems; DER is expected");
  }
  if (!body) {
    return std::move(body).error();
  }
  if (!rest.empty()) {
    return malformed(std::to_string(rest.size()) + " bytes after the end of the DER");
  }
  for (const auto* name : {"r", "s"}) {
    if (auto number = take_integer(*body, name); !number) {
      return number;
    }
  }
  return body->empty() ? Result<void>{} : malformed("more than r and s in the SEQUENCE");
}

Result<std::string> p256_der_of(std::string_view raw) {
  if (raw.size() != 2 * kP256ScalarBytes) {
    return malformed(std::to_string(raw.size()) + " bytes, r||s has 64");
  }
  std::string body;
  for (const auto* name : {"r", "s"}) {
    const auto number = without_zeros(raw.substr(0, kP256ScalarBytes));
    if (const auto fits = check_range(number, name); !fits) {
      return fits.error();
    }
    body += integer_of(number);
    raw.remove_prefix(kP256ScalarBytes);
  }
  return std::string{kSequence, static_cast<char>(body.size())} + body;
}

}  // namespace rackproof::seal
