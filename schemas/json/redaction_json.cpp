#include "schemas/json/redaction_json.h"

#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/manifest_json.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

Result<void> check(const Redactions& redactions) {
  const auto wrong = [](const Redaction& entry, const char* why) {
    return Error{ErrorKind::malformed, "entries: '" + printable(entry.path) + "' " + why};
  };
  std::string_view before;
  for (const auto& entry : redactions.entries) {
    if (!is_bundle_path(entry.path)) {
      return wrong(entry, "is not a path inside a bundle");
    }
    if (entry.path <= before) {
      return wrong(entry, "is not sorted by path and unique");
    }
    if (!is_sha256(entry.original_sha256) ||
        (!entry.is_withheld() && !is_sha256(entry.shown_sha256))) {
      return wrong(entry, "has a sha256 that is not 64 hex digits");
    }
    if (entry.reason.empty()) {
      return wrong(entry, "gives no reason");
    }
    before = entry.path;
  }
  return {};
}

}  // namespace

template <typename A>
void describe(A& archive, Described<A, Redaction>& entry) {
  archive.field("path", entry.path);
  archive.field("originalSha256", entry.original_sha256);
  archive.field("originalSize", entry.original_size_bytes);
  archive.field("shownSha256", entry.shown_sha256);
  archive.field("reason", entry.reason);
  archive.field("by", entry.by);
}

template <typename A>
void describe(A& archive, Described<A, Redactions>& redactions) {
  archive.format("format", "rackproof-redactions", 1);
  archive.list("entries", redactions.entries);
}

std::string encode_redactions(const Redactions& redactions) {
  return write_json(to_json(redactions));
}

Result<Redactions> decode_redactions(std::string_view bytes) {
  const auto json = parse_strict_json(bytes);
  if (!json) {
    return json.error();
  }
  auto redactions = from_json<Redactions>(*json, "");
  if (!redactions) {
    return redactions;
  }
  auto sound = check(*redactions);
  return sound ? std::move(redactions) : Result<Redactions>(std::move(sound).error());
}

}  // namespace rackproof
