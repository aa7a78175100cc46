#include "reports/seal/pkcs11_uri.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::seal {
namespace {

Error malformed(std::string message) {
  return {ErrorKind::malformed, "pkcs11 URI: " + std::move(message)};
}

/// "%2f" and the like made bytes (RFC 3986 section 2.1).
Result<std::string> decoded(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      bytes += text[at];
      continue;
    }
    const auto digits = text.substr(at + 1, 2);
    const auto value = parse_hex(digits);
    if (digits.size() != 2 || !value) {
      return malformed("'%" + printable(digits, 2) + "': expected two hexadecimal digits");
    }
    bytes += static_cast<char>(*value);
    at += 2;
  }
  return bytes;
}

struct Attribute {
  std::string_view name;
  std::string value;
};

Result<Attribute> attribute_of(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) {
    return malformed("'" + printable(text, 60) + "': expected name=value");
  }
  auto value = decoded(text.substr(equals + 1));
  if (!value) {
    return std::move(value).error();
  }
  return Attribute{text.substr(0, equals), *std::move(value)};
}

/// Names the key; stands before the '?'.
Result<void> take_path_attribute(Pkcs11Uri& uri, Attribute attribute) {
  const std::array<std::pair<std::string_view, std::optional<std::string>*>, 4> known{
      {{"token", &uri.token}, {"serial", &uri.serial}, {"object", &uri.object}, {"id", &uri.id}}};
  const auto* const row = std::find_if(
      known.begin(), known.end(), [&](const auto& each) { return each.first == attribute.name; });
  if (row == known.end()) {
    const bool later = attribute.name == "module-path" || attribute.name == "pin-source";
    return malformed(std::string(later ? "stands behind '?': '" : "unknown attribute '") +
                     printable(attribute.name, 40) + "'");
  }
  if (row->second->has_value()) {
    return malformed("'" + std::string(attribute.name) + "' is given twice");
  }
  *row->second = std::move(attribute.value);
  return {};
}

/// "file:/path", "file:///path" or "/path".
std::string file_of(std::string_view source) {
  for (const std::string_view scheme : {"file://", "file:"}) {
    if (source.starts_with(scheme)) {
      source.remove_prefix(scheme.size());
      break;
    }
  }
  return std::string(source);
}

/// Says how to reach it; stands behind the '?'.
Result<void> take_query_attribute(Pkcs11Uri& uri, const Attribute& attribute) {
  const bool is_module = attribute.name == "module-path";
  if (attribute.name == "pin-value") {
    return malformed(
        "a PIN in an argument can be read by every user of this machine; give "
        "pin-source=file:/..., "
        "--passphrase-fd N, or type it");
  }
  if (!is_module && attribute.name != "pin-source") {
    return malformed("unknown attribute '" + printable(attribute.name, 40) + "' behind '?'");
  }
  auto& place = is_module ? uri.module_path : uri.pin_file;
  if (!place.empty()) {
    return malformed("'" + std::string(attribute.name) + "' is given twice");
  }
  place = is_module ? attribute.value : file_of(attribute.value);
  if (!place.starts_with('/')) {
    return malformed("'" + std::string(attribute.name) + "': expected the absolute path of a file");
  }
  return {};
}

/// Hands each attribute of `text` to `take`.
template <typename Take>
Result<void> take_each(std::string_view text, char separator, Take take) {
  for (const auto part : split(text, separator)) {
    auto attribute = attribute_of(part);
    if (!attribute) {
      return std::move(attribute).error();
    }
    if (auto taken = take(*std::move(attribute)); !taken) {
      return taken;
    }
  }
  return {};
}

}  // namespace

Result<Pkcs11Uri> parse_pkcs11_uri(std::string_view text) {
  if (!text.starts_with(kPkcs11Scheme)) {
    return malformed("expected 'pkcs11:' at its front");
  }
  text.remove_prefix(kPkcs11Scheme.size());
  const auto question = std::min(text.find('?'), text.size());
  Pkcs11Uri uri;
  auto taken = take_each(text.substr(0, question), ';', [&uri](Attribute attribute) {
    return attribute.name == "type" && attribute.value == "private"
               ? Result<void>{}
               : take_path_attribute(uri, std::move(attribute));
  });
  if (taken && question < text.size()) {
    taken = take_each(text.substr(question + 1), '&', [&uri](const Attribute& attribute) {
      return take_query_attribute(uri, attribute);
    });
  }
  if (!taken) {
    return std::move(taken).error();
  }
  if (uri.module_path.empty()) {
    return malformed("no module-path: ...?module-path=/usr/lib/softhsm/libsofthsm2.so");
  }
  if (!uri.object && !uri.id) {
    return malformed("names no key: object=LABEL or id=%01");
  }
  return uri;
}

}  // namespace rackproof::seal
