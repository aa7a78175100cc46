#include "reports/bundle_head.h"

#include <algorithm>
#include <string>
#include <utility>

#include "reports/bundle.h"
#include "reports/signers.h"
#include "schemas/json/statement_json.h"

namespace rackproof {
namespace {

Error untrusted(std::string message) {
  return {ErrorKind::untrusted, std::move(message)};
}

/// What cannot be read as a statement is refused where it is read whole, in better words.
Result<void> check_manifest(const SealedStatement& statement, const Member& manifest) {
  const auto read = decode_statement(statement.payload);
  if (!read) {
    return {};
  }
  const auto& subjects = read->subjects;
  const auto subject = std::find_if(subjects.begin(), subjects.end(), [](const Subject& each) {
    return each.name == bundle::kManifest;
  });
  if (subject == subjects.end() || subject->sha256 == manifest.sha256) {
    return {};
  }
  return untrusted(std::string(bundle::kManifest) + ": changed since " +
                   (statement.role == seal::Role::collector ? "the run record" : "the report") +
                   " was written");
}

}  // namespace

Result<SealedPair> open_head(const Bundle& head, const TrustPolicy& trust) {
  auto record = open_statement(head, seal::Role::collector, trust);
  auto report = open_statement(head, seal::Role::certifier, trust);
  for (auto* statement : {&record, &report}) {
    if (!*statement) {
      return std::move(*statement).error();
    }
  }
  const auto manifest = head.members.find(bundle::kManifest);
  if (manifest == head.members.end()) {
    return untrusted(std::string(bundle::kManifest) + ": missing from the bundle");
  }
  for (const auto* statement : {&record, &report}) {
    if (auto fits = check_manifest(**statement, manifest->second); !fits) {
      return std::move(fits).error();
    }
  }
  return SealedPair{*std::move(record), *std::move(report)};
}

}  // namespace rackproof
