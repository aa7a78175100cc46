#include "reports/seal/certificate_chain.h"

#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>

#include <openssl/err.h>

#include "reports/seal/object_ids.h"
#include "reports/seal/signature_algorithms.h"
#include "reports/seal/x509_words.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

/// Certificates between leaf and root; a vendor's root and an integrator's CA need one.
constexpr int kMostBetween = 4;

Error refused(const Certificate& certificate, const std::string& why) {
  return {ErrorKind::untrusted, "certificate " + describe(certificate) + ": " + why};
}

std::string window_words(const Certificate& certificate, const JudgingTime& time) {
  return "valid from " + format_utc(certificate.not_before) + " to " +
         format_utc(certificate.not_after) + ", judged at " + time.words();
}

/// libcrypto's finding in words of our own where its own would leave a question open.
std::string words_of_finding(int finding, const Certificate& at, const JudgingTime& time) {
  switch (finding) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "expired: " + window_words(at, time);
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "not yet valid: " + window_words(at, time);
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "its issuer " + at.issuer + " is neither the pinned root nor among the certificates";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "vouches for itself, and the trust file does not pin it";
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
      return "a name constraint over URIs, which only bind host names: constrain the directory "
             "name instead";
    default:
      return X509_verify_cert_error_string(finding);
  }
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// An intermediate that restricts its uses must let this one through.
Result<void> check_between(const Certificate& certificate, std::string_view role) {
  if (certificate.has_uses && !holds(certificate.uses, key_use_of(role))) {
    return refused(certificate, "its extended key usage does not reach to " + std::string(role));
  }
  return {};
}

/// libcrypto asks nothing of a subject that is not there (RFC 5280 section 4.2.1.10): a leaf
/// without one would slip out of the constraints of its issuers.
Result<void> check_constraints_bind(const std::vector<Certificate>& path) {
  const auto by = std::find_if(path.begin(), path.end(),
                               [](const Certificate& each) { return each.constrains_names; });
  if (by == path.end() || path.front().has_subject) {
    return {};
  }
  return refused(path.front(), "has no subject, so the name constraints of " + describe(*by) +
                                   " bind it to nothing");
}

X509ListHandle list_of(const std::vector<Certificate>& certificates) {
  X509ListHandle list(sk_X509_new_null());
  for (const auto& certificate : certificates) {
    auto x509 = x509_of(certificate.der);
    if (!list || !x509 || sk_X509_push(list.get(), x509.get()) == 0) {
      return nullptr;
    }
    static_cast<void>(x509.release());  // the list has it now
  }
  return list;
}

std::string der_of(const X509& x509) {
  unsigned char* bytes = nullptr;
  const int length = i2d_X509(&x509, &bytes);
  const BytesHandle owner(bytes);
  return length > 0
             ? std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length))
             : std::string();
}

Error library_failed() {
  ERR_clear_error();
  return {ErrorKind::io, "checking certificates failed in libcrypto"};
}

void set_terms(X509_STORE_CTX& context, const JudgingTime& time) {
  auto* const terms = X509_STORE_CTX_get0_param(&context);
  X509_VERIFY_PARAM_set_flags(
      terms, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE | X509_V_FLAG_POLICY_CHECK);
  X509_VERIFY_PARAM_set_depth(terms, kMostBetween);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.at()).time_since_epoch();
  X509_VERIFY_PARAM_set_time(terms, static_cast<std::time_t>(seconds.count()));
}

Result<std::vector<Certificate>> path_in(X509_STORE_CTX& context) {
  const auto* const found = X509_STORE_CTX_get0_chain(&context);
  std::vector<Certificate> path;
  for (int i = 0; i < sk_X509_num(found); ++i) {
    auto certificate = parse_certificate(der_of(*sk_X509_value(found, i)));
    if (!certificate) {
      return std::move(certificate).error();
    }
    path.push_back(*std::move(certificate));
  }
  return path;
}

Error finding_of(X509_STORE_CTX& context, const Certificate& leaf, const JudgingTime& time) {
  const int finding = X509_STORE_CTX_get_error(&context);
  const auto* const x509 = X509_STORE_CTX_get_current_cert(&context);
  const auto at = x509 != nullptr ? parse_certificate(der_of(*x509)) : Result<Certificate>(leaf);
  ERR_clear_error();
  const auto& named = at ? *at : leaf;
  return refused(named, words_of_finding(finding, named, time));
}

/// Leaf to pinned root, as libcrypto finds and checks it.
Result<std::vector<Certificate>> build_path(const Certificate& leaf, const Credentials& given,
                                            const Certificate& root, const JudgingTime& time) {
  const StoreHandle store(X509_STORE_new());  // a fresh one: it knows no certificate of the system
  const auto pinned = x509_of(root.der);
  const auto x509 = x509_of(leaf.der);
  const auto between = list_of(given.certificates);
  const StoreContextHandle context(X509_STORE_CTX_new());
  if (!store || !pinned || !x509 || !between || !context ||
      X509_STORE_add_cert(store.get(), pinned.get()) != 1 ||
      X509_STORE_CTX_init(context.get(), store.get(), x509.get(), between.get()) != 1) {
    return library_failed();
  }
  set_terms(*context, time);
  if (X509_verify_cert(context.get()) != 1) {
    return finding_of(*context, leaf, time);
  }
  return path_in(*context);
}

/// What libcrypto does not ask, of each certificate but the root, whose list would be its own.
Result<std::string> check_link(const Certificate& certificate, const Certificate& issuer,
                               const Credentials& given, const Authority& authority,
                               const ChainQuestion& question) {
  auto done = check_strength(certificate);
  if (done && certificate.is_authority) {
    done = check_between(certificate, question.role);
  }
  if (!done) {
    return std::move(done).error();
  }
  return judge_revocation(certificate, issuer, given.lists, authority.revocation, question.time);
}

}  // namespace

Result<void> check_leaf(const Certificate& leaf, std::string_view role) {
  const auto use = key_use_of(role);
  if (use.empty()) {
    return refused(leaf, "no certificate can give the role " + printable(role, 40));
  }
  if (leaf.is_authority) {
    return refused(leaf, "issues certificates (CA:TRUE), so it signs no statement");
  }
  if (leaf.is_own_issuer) {
    return refused(leaf, "self-signed, or named like its issuer: nobody else vouches for it");
  }
  if (!leaf.may_sign_data) {
    return refused(leaf, "its key usage does not say digitalSignature");
  }
  if (!holds(leaf.uses, use)) {
    return refused(leaf,
                   "its extended key usage does not say " + std::string(role) + " (" + use + ")");
  }
  return {};
}

Result<void> check_strength(const Certificate& certificate) {
  if (!is_strong_key(certificate.key_kind)) {
    return refused(certificate,
                   certificate.key_kind + ": keys are Ed25519 or on P-256, P-384, P-521");
  }
  if (!is_strong_signature(certificate.signed_by)) {
    return refused(certificate, "signed with " + certificate.signed_by +
                                    ": Ed25519, or ECDSA with SHA-256 or better, is asked for");
  }
  return {};
}

Result<Chain> judge_chain(const Certificate& leaf, const Credentials& given,
                          const Authority& authority, const ChainQuestion& question) {
  if (!may_vouch_for(authority, question.role)) {
    return Error{ErrorKind::untrusted, "authority " + printable(authority.id) + " vouches for no " +
                                           std::string(question.role)};
  }
  auto asked = check_root(authority.root);
  if (asked) {
    asked = check_leaf(leaf, question.role);
  }
  if (!asked) {
    return std::move(asked).error();
  }
  auto path = build_path(leaf, given, authority.root, question.time);
  if (!path) {
    return std::move(path).error();
  }
  if (auto bound = check_constraints_bind(*path); !bound) {
    return std::move(bound).error();
  }
  Chain chain{*std::move(path), {}};
  for (auto i = chain.certificates.size() - 1; i-- > 0;) {  // from the root down
    auto note =
        check_link(chain.certificates[i], chain.certificates[i + 1], given, authority, question);
    if (!note) {
      return std::move(note).error();
    }
    if (!note->empty()) {
      chain.notes.push_back(*std::move(note));
    }
  }
  return chain;
}

namespace {

/// The key of `leaf` under the first of `authorities` that vouches for it; why each of them does
/// not is added to `refusals`.
std::optional<ChainSigner> signer_under(std::span<const Authority> authorities,
                                        const Certificate& leaf, const Credentials& given,
                                        const ChainQuestion& question, std::string& refusals) {
  for (const auto& authority : authorities) {
    auto chain = judge_chain(leaf, given, authority, question);
    if (chain) {
      return ChainSigner{*leaf.key, *std::move(chain), authority.id};
    }
    refusals += (refusals.empty() ? "" : "; ") + chain.error().message;
  }
  return std::nullopt;
}

}  // namespace

Result<ChainSigner> find_chain_signer(const SignedBytes& bytes, const Credentials& given,
                                      std::span<const Authority> authorities,
                                      const ChainQuestion& question) {
  std::string refusals;
  for (const auto& leaf : given.certificates) {
    if (!leaf.key || !leaf.key->verifies(bytes.message, bytes.signature)) {
      continue;
    }
    if (auto signer = signer_under(authorities, leaf, given, question, refusals)) {
      return *std::move(signer);
    }
  }
  if (refusals.empty()) {
    return Error{ErrorKind::absent, "no certificate of the bundle is of the key that signed"};
  }
  return Error{ErrorKind::untrusted, refusals};
}

}  // namespace rackproof::seal
