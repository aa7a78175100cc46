#include "reports/member_check.h"

#include <map>
#include <set>
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

/// What the manifest lists and what was taken out of it, found by path. Keeps views of both.
class Listing {
 public:
  Listing(const Manifest& manifest, const Redactions& redactions) {
    for (const auto& entry : manifest.entries) {
      listed_.insert(entry.path);
    }
    for (const auto& redaction : redactions.entries) {
      redacted_.try_emplace(redaction.path, &redaction);
    }
  }

  [[nodiscard]] bool lists(std::string_view path) const { return listed_.contains(path); }
  /// nullptr = nothing was taken out of it.
  [[nodiscard]] const Redaction* redaction_of(std::string_view path) const {
    const auto found = redacted_.find(path);
    return found == redacted_.end() ? nullptr : found->second;
  }

 private:
  std::set<std::string_view> listed_;
  std::map<std::string_view, const Redaction*> redacted_;
};

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

Result<void> check_entry(const ManifestEntry& entry, const Listing& listing, const Bundle& bundle) {
  const auto rule = member_rule(entry.path);
  if (!rule || !rule->listed()) {
    return untrusted(entry.path + ": listed in the manifest, but no such member may be listed");
  }
  if (entry.role != rule->role) {
    return untrusted(entry.path + ": listed as '" + entry.role + "', it is '" +
                     std::string(rule->role) + "'");
  }
  const auto* redaction = listing.redaction_of(entry.path);
  return redaction != nullptr ? check_redacted(entry, *redaction, bundle)
                              : check_original(entry, bundle);
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
  const Listing listing(manifest, redactions);
  for (const auto& entry : manifest.entries) {
    if (auto fits = check_entry(entry, listing, bundle); !fits) {
      return fits;
    }
  }
  for (const auto& redaction : redactions.entries) {
    if (!listing.lists(redaction.path)) {
      return untrusted(redaction.path + ": noted as redacted, but the manifest never listed it");
    }
  }
  for (const auto& [path, member] : bundle.members) {
    const auto rule = member_rule(path);
    if (rule && rule->listed() && !listing.lists(path)) {
      return untrusted(path + ": not in the manifest");
    }
  }
  return {};
}

}  // namespace rackproof
