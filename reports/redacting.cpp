#include "reports/redacting.h"

#include <algorithm>
#include <utility>

#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/member_check.h"
#include "reports/member_copy.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/redaction_json.h"

namespace rackproof {
namespace {

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

Result<Redaction> redaction_of(const RedactionAsked& asked, const RedactionRequest& request,
                               const Manifest& manifest) {
  const auto entry =
      std::find_if(manifest.entries.begin(), manifest.entries.end(),
                   [&](const ManifestEntry& each) { return each.path == asked.path; });
  if (entry == manifest.entries.end()) {
    return malformed(printable(asked.path) + ": the manifest lists no such member");
  }
  if (entry->role != "log") {
    return malformed(asked.path + ": only logs can be redacted, verdicts rest on the others");
  }
  if (!asked.withheld && asked.shown.size() > entry->size_bytes) {
    return malformed(asked.path + ": what is to stand in its place is longer than the original");
  }
  return Redaction{asked.path,        entry->sha256,
                   entry->size_bytes, asked.withheld ? "" : sha256_hex(asked.shown),
                   request.reason,    request.by};
}

/// What was redacted before, and what is to be now.
Result<Redactions> all_redactions(const RedactionRequest& request, const Manifest& manifest,
                                  Redactions before) {
  if (request.reason.empty() || request.members.empty()) {
    return malformed("a redaction names its members and gives a reason");
  }
  for (const auto& asked : request.members) {
    const auto known = std::any_of(before.entries.begin(), before.entries.end(),
                                   [&](const Redaction& each) { return each.path == asked.path; });
    if (known) {
      return malformed(asked.path + ": is redacted already, or named twice");
    }
    auto redaction = redaction_of(asked, request, manifest);
    if (!redaction) {
      return std::move(redaction).error();
    }
    before.entries.push_back(*std::move(redaction));
  }
  std::sort(before.entries.begin(), before.entries.end(),
            [](const Redaction& left, const Redaction& right) { return left.path < right.path; });
  return before;
}

}  // namespace

Result<Redactions> redact_bundle(const std::string& bundle, const RedactionRequest& request,
                                 BundleWriter& writer) {
  const auto loaded = load_bundle(bundle);
  const auto before = loaded ? redactions_in(loaded->bundle) : loaded.error();
  auto redactions = before ? all_redactions(request, loaded->manifest, *before) : before.error();
  if (!redactions) {
    return redactions;
  }
  const auto copier = MemberCopier::of(loaded->bundle);
  if (!copier) {
    return copier.error();
  }
  const auto asked_of = [&request](const std::string& path) {
    return std::find_if(request.members.begin(), request.members.end(),
                        [&path](const RedactionAsked& each) { return each.path == path; });
  };
  for (const auto& [path, member] : loaded->bundle.members) {
    const auto asked = asked_of(path);
    Result<void> done;
    if (asked == request.members.end()) {
      done = path == bundle::kRedactions ? Result<void>() : copier->copy(path, writer);
    } else if (!asked->withheld) {
      done = writer.write(path, asked->shown);
    }
    if (!done) {
      return std::move(done).error();
    }
  }
  if (auto written = writer.write(bundle::kRedactions, encode_redactions(*redactions)); !written) {
    return std::move(written).error();
  }
  return redactions;
}

}  // namespace rackproof
