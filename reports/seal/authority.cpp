#include "reports/seal/authority.h"

#include <algorithm>
#include <utility>

#include "reports/seal/signature_algorithms.h"
#include "reports/seal/x509_words.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::seal {
namespace {

Error refused(const Certificate& certificate, const std::string& why) {
  return {ErrorKind::untrusted, "certificate " + describe(certificate) + ": " + why};
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool matches_one(const std::vector<std::string>& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [text](const std::string& each) { return matches_pattern(text, each); });
}

bool is_allowed(const Authority& authority, const BoundName& name) {
  return authority.names.empty() ? name.kind != NameKind::site
                                 : matches_one(authority.names, uri_of(name));
}

std::string words_of(const DutSerials& dut) {
  std::string words;
  const auto add = [&words](const char* what, const std::vector<std::string>& serials) {
    for (const auto& serial : serials) {
      words += (words.empty() ? "" : ", ") + std::string(what) + " '" + printable(serial, 80) + "'";
    }
  };
  add("rack", dut.racks);
  add("host", dut.hosts);
  return words.empty() ? "a device that tells no serial number" : words;
}

bool is_in_scope(const Authority& authority, const DutSerials& dut) {
  const auto matches = [&authority](const std::string& serial) {
    return matches_one(authority.duts, serial);
  };
  return authority.duts.empty() || std::any_of(dut.racks.begin(), dut.racks.end(), matches) ||
         std::any_of(dut.hosts.begin(), dut.hosts.end(), matches);
}

/// All names of ours that `leaf` carries.
Result<std::vector<BoundName>> names_in(const Certificate& leaf) {
  std::vector<BoundName> names;
  for (const auto& uri : leaf.uris) {
    if (!uri.starts_with(kNamePrefix)) {
      continue;
    }
    auto name = parse_bound_name(uri);
    if (!name) {
      return refused(leaf, name.error().message);
    }
    names.push_back(*std::move(name));
  }
  if (names.empty()) {
    return refused(leaf, "is bound to no rack: no " + std::string(kNamePrefix) +
                             "... among its subject alternative names");
  }
  return names;
}

}  // namespace

Result<void> check_root(const Certificate& root) {
  if (!root.is_authority || !root.is_own_issuer) {
    return refused(root, "no root: it must be CA:TRUE and its own issuer");
  }
  if (!is_strong_key(root.key_kind) || !is_strong_signature(root.signed_by)) {
    return refused(root, root.key_kind + " signed with " + root.signed_by +
                             "; roots are Ed25519 or P-256, P-384, P-521 with SHA-256 or better");
  }
  const auto x509 = x509_of(root.der);
  auto* const key = x509 ? X509_get0_pubkey(x509.get()) : nullptr;
  if (key == nullptr || X509_verify(x509.get(), key) != 1) {
    return refused(root, "not signed by its own key");
  }
  return {};
}

bool may_vouch_for(const Authority& authority, std::string_view role) {
  return holds(authority.roles, role);
}

bool may_sign(const Authority& authority, std::string_view predicate) {
  return authority.predicates.empty() || holds(authority.predicates, predicate);
}

Result<void> check_binding(const Certificate& leaf, const Authority& authority,
                           const DutSerials& dut) {
  const auto names = names_in(leaf);
  if (!names) {
    return names.error();
  }
  bool binds = false;
  for (const auto& name : *names) {
    if (!is_allowed(authority, name)) {
      return refused(leaf, uri_of(name) + " is not among the names that authority " +
                               printable(authority.id) + " may give");
    }
    binds = binds || name.kind == NameKind::site || names_dut(name, dut);
  }
  if (!binds) {
    return refused(
        leaf, "is bound to " + uri_of(names->front()) + ", but this is about " + words_of(dut));
  }
  if (!is_in_scope(authority, dut)) {
    return refused(leaf,
                   "authority " + printable(authority.id) + " does not reach to " + words_of(dut));
  }
  return {};
}

}  // namespace rackproof::seal
