#include "reports/member_check.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "reports/bundle.h"
#include "reports/bundle_members.h"
#include "schemas/json/redaction_json.h"

namespace rackproof {
namespace {

constexpr std::string_view kLogRole = "log";

Error untrusted(std::string message) {
  return {ErrorKind::untrusted, std::move(message)};
}

const Redaction* redaction_of(const std::string& path, const Redactions& redactions) {
  const auto found = std::find_if(redactions.entries.begin(), redactions.entries.end(),
                                  [&path](const Redaction& each) { return each.path == path; });
  return found == redactions.entries.end() ? nullptr : &*found;
}

Result<void> check_redacted(const ManifestEntry& entry, const Redaction& redaction,
                            const Bundle& bundle) {
  if (entry.role != kLogRole) {
    return untrusted(entry.path + ": noted as redacted, but only logs can be: verdicts rest on it");
  }
  if (redaction.original_sha256 != entry.sha256 ||
      redaction.original_size_bytes != entry.size_bytes) {
    return untrusted(entry.path + ": its redaction tells of another original than the manifest");
  }
  if (redaction.shown_sha256 == entry.sha256) {
    return untrusted(entry.path + ": noted as redacted, but its redaction shows the original");
  }
  const auto member = bundle.members.find(entry.path);
  if (redaction.is_withheld()) {
    return member == bundle.members.end()
               ? Result<void>()
               : untrusted(entry.path + ": noted as withheld, but it is there");
  }
  if (member == bundle.members.end()) {
    return untrusted(entry.path + ": noted as redacted in parts, but nothing is there");
  }
  return member->second.sha256 == redaction.shown_sha256
             ? Result<void>()
             : untrusted(entry.path + ": changed since it was redacted");
}

Result<void> check_original(const ManifestEntry& entry, const Bundle& bundle) {
  const auto member = bundle.members.find(entry.path);
  if (member == bundle.members.end()) {
    return untrusted(entry.path + ": missing from the bundle, and no redaction is noted");
  }
  if (member->second.size_bytes != entry.size_bytes || member->second.sha256 != entry.sha256) {
    return untrusted(entry.path + ": changed since the manifest was written");
  }
  return {};
}

Result<void> check_entry(const ManifestEntry& entry, const Redactions& redactions,
                         const Bundle& bundle) {
  const auto rule = member_rule(entry.path);
  if (!rule || !rule->listed()) {
    return untrusted(entry.path + ": listed in the manifest, but no such member may be listed");
  }
  if (entry.role != rule->role) {
    return untrusted(entry.path + ": listed as '" + entry.role + "', it is '" +
                     std::string(rule->role) + "'");
  }
  const auto* redaction = redaction_of(entry.path, redactions);
  return redaction != nullptr ? check_redacted(entry, *redaction, bundle)
                              : check_original(entry, bundle);
}

bool lists(const Manifest& manifest, const std::string& path) {
  return std::any_of(manifest.entries.begin(), manifest.entries.end(),
                     [&path](const ManifestEntry& entry) { return entry.path == path; });
}

}  // namespace

Result<Redactions> redactions_in(const Bundle& bundle) {
  if (!bundle.has(bundle::kRedactions)) {
    return Redactions{};
  }
  const auto bytes = bundle.bytes(bundle::kRedactions);
  auto redactions = bytes ? decode_redactions(*bytes) : bytes.error();
  if (!redactions) {
    auto why = std::move(redactions).error();
    why.kind = why.kind == ErrorKind::unsupported ? why.kind : ErrorKind::untrusted;
    return std::move(why).during(bundle::kRedactions);
  }
  return redactions;
}

Result<void> check_members(const Manifest& manifest, const Redactions& redactions,
                           const Bundle& bundle) {
  for (const auto& entry : manifest.entries) {
    if (auto fits = check_entry(entry, redactions, bundle); !fits) {
      return fits;
    }
  }
  for (const auto& redaction : redactions.entries) {
    if (!lists(manifest, redaction.path)) {
      return untrusted(redaction.path + ": noted as redacted, but the manifest never listed it");
    }
  }
  for (const auto& [path, member] : bundle.members) {
    const auto rule = member_rule(path);
    if (rule && rule->listed() && !lists(manifest, path)) {
      return untrusted(path + ": not in the manifest");
    }
  }
  return {};
}

}  // namespace rackproof
