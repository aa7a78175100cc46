#include "reports/seal/rack_name.h"

#include <algorithm>
#include <utility>

#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

constexpr std::size_t kMostBytes = 200;
constexpr std::string_view kDigits = "0123456789ABCDEF";

bool stands_for_itself(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string encoded(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (stands_for_itself(c)) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += {'%', kDigits[byte >> 4U], kDigits[byte & 0xfU]};
  }
  return text;
}

/// Lenient: what is not an escape stays. The caller spells the result again and compares.
std::string decoded(std::string_view text) {
  std::string value;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto high = at + 2 < text.size() ? kDigits.find(text[at + 1]) : std::string_view::npos;
    const auto low = at + 2 < text.size() ? kDigits.find(text[at + 2]) : std::string_view::npos;
    if (text[at] != '%' || high == std::string_view::npos || low == std::string_view::npos) {
      value += text[at];
      continue;
    }
    value += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return value;
}

Error malformed(std::string_view uri, const char* why) {
  return {ErrorKind::malformed, "'" + printable(uri, 80) + "': " + why};
}

bool is_printable_text(std::string_view value) {
  return is_utf8(value) && std::none_of(value.begin(), value.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20U || c == '\x7f';
         });
}

}  // namespace

std::string uri_of(const BoundName& name) {
  return std::string(kNamePrefix) + std::string(word_of(kNameKinds, name.kind)) + ":" +
         encoded(name.value);
}

Result<BoundName> parse_bound_name(std::string_view uri) {
  if (!uri.starts_with(kNamePrefix)) {
    return malformed(uri, "does not begin with urn:rackproof:");
  }
  if (uri.size() > kMostBytes) {
    return malformed(uri, "a name of more than 200 bytes");
  }
  const auto rest = uri.substr(kNamePrefix.size());
  const auto colon = rest.find(':');
  const auto kind = value_of(kNameKinds, rest.substr(0, colon));
  if (!kind || colon == std::string_view::npos) {
    return malformed(uri, "knows rack, host and site only");
  }
  BoundName name{*kind, decoded(rest.substr(colon + 1))};
  if (name.value.empty() || !is_printable_text(name.value)) {
    return malformed(uri, "an empty name, control characters or no UTF-8");
  }
  if (uri_of(name) != uri) {
    return malformed(uri, "another spelling of a name: %XX in upper case, and only where needed");
  }
  return name;
}

bool names_dut(const BoundName& name, const DutSerials& dut) {
  const auto& serials = name.kind == NameKind::rack ? dut.racks : dut.hosts;
  return name.kind != NameKind::site &&
         std::find(serials.begin(), serials.end(), name.value) != serials.end();
}

}  // namespace rackproof::seal
