#include "reports/seen.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "probes/machine/output_file.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

constexpr std::string_view kFormat = "rackproof-seen/1";
constexpr std::size_t kLimit = std::size_t{1} << 20;

Error not_ours(const std::string& what) {
  return {ErrorKind::malformed, "not a " + std::string(kFormat) + " document: " + what};
}

/// The text under `name`; nothing where there is none.
const std::string* text_in(const JsonValue& object, std::string_view name) {
  const auto* value = object.find(name);
  return value == nullptr ? nullptr : value->if_string();
}

std::optional<int> sequence_in(const JsonValue& object) {
  const auto* value = object.find("sequence");
  const auto* number = value == nullptr ? nullptr : value->if_integer();
  if (number == nullptr || *number < 1 || *number > std::numeric_limits<int>::max()) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

Result<SeenTrust> decode_trust(const JsonValue& row) {
  const auto* members = row.if_object();
  const auto* name = text_in(row, "name");
  const auto* digest = text_in(row, "sha256");
  const auto sequence = sequence_in(row);
  if (members == nullptr || members->size() != 3 || name == nullptr || digest == nullptr ||
      !sequence) {
    return not_ours("an entry is not of name, sequence and sha256");
  }
  return SeenTrust{*name, *sequence, *digest};
}

auto find_trust(Seen& seen, const std::string& name) {
  return std::find_if(seen.trust.begin(), seen.trust.end(),
                      [&name](const SeenTrust& each) { return each.name == name; });
}

}  // namespace

Result<Seen> decode_seen(std::string_view text) {
  const auto document = parse_strict_json(text, {.bytes = kLimit, .depth = 4});
  if (!document) {
    return document.error();
  }
  const auto* format = text_in(*document, "format");
  const auto* rows =
      document->find("trust") == nullptr ? nullptr : document->find("trust")->if_array();
  if (format == nullptr || *format != kFormat || rows == nullptr ||
      document->if_object()->size() != 2) {
    return not_ours("expected format and trust, and nothing else");
  }
  Seen seen;
  for (const auto& row : *rows) {
    auto one = decode_trust(row);
    if (!one) {
      return std::move(one).error();
    }
    if (find_trust(seen, one->name) != seen.trust.end()) {
      return not_ours("a name stands twice");
    }
    seen.trust.push_back(std::move(*one));
  }
  return seen;
}

std::string encode_seen(const Seen& seen) {
  JsonArray rows;
  for (const auto& one : seen.trust) {
    rows.add(JsonObject()
                 .add("name", one.name)
                 .add("sequence", one.sequence)
                 .add("sha256", one.digest)
                 .take());
  }
  return write_json(JsonObject().add("format", kFormat).add("trust", rows.take()).take());
}

Result<void> note_trust(Seen& seen, const TrustPolicy& trust) {
  if (trust.sequence == 0) {
    return Error{ErrorKind::untrusted,
                 "the trust file has no [trust] sequence, so it cannot be told from an older one"};
  }
  const auto known = find_trust(seen, trust.name);
  if (known == seen.trust.end()) {
    seen.trust.push_back({trust.name, trust.sequence, trust.digest});
    return {};
  }
  if (trust.sequence < known->sequence) {
    return Error{ErrorKind::untrusted, "the trust file '" + trust.name + "' has sequence " +
                                           std::to_string(trust.sequence) + ", and " +
                                           std::to_string(known->sequence) + " was seen before"};
  }
  if (trust.sequence == known->sequence && trust.digest != known->digest) {
    return Error{ErrorKind::untrusted, "the trust file '" + trust.name + "' has sequence " +
                                           std::to_string(trust.sequence) +
                                           ", which was seen before with other content"};
  }
  *known = {trust.name, trust.sequence, trust.digest};
  return {};
}

Result<void> note_trust_in(const std::string& path, const TrustPolicy& trust) {
  const auto text = read_file(path, kLimit);
  if (!text && text.error().kind != ErrorKind::absent) {
    return text.error();
  }
  auto seen = text ? decode_seen(*text) : Seen{};
  if (!seen) {
    return std::move(seen).error().during(path);
  }
  const auto before = seen->trust;
  if (auto noted = note_trust(*seen, trust); !noted) {
    return std::move(noted).error().during(path);
  }
  return seen->trust == before ? Result<void>() : write_file(path, encode_seen(*seen));
}

}  // namespace rackproof
