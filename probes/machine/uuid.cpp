#include "probes/machine/uuid.h"

#include <cerrno>

#include <sys/random.h>

#include "probes/machine/os_error.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  // Up to 256 bytes come whole or not at all (getrandom(2)).
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<long>(bytes.size())) {
    return os_error("getrandom", errno);
  }
  return bytes;
}

Result<std::string> random_uuid() {
  auto random = random_bytes(16);
  if (!random) {
    return random;
  }
  auto& bytes = *random;
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x40U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  auto text = to_hex(std::string_view(bytes));
  for (const std::size_t at : {8U, 13U, 18U, 23U}) {
    text.insert(at, "-");
  }
  return text;
}

bool is_uuid(const std::string& text) {
  if (text.size() != kShape.size()) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kShape[i] == '-' ? text[i] != '-' : !is_hex_digit(text[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace rackproof
