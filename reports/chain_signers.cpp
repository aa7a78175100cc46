#include "reports/chain_signers.h"

#include <algorithm>
#include <utility>

#include "reports/bundle.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

Error refused(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

/// A member that is not there is none; one that cannot be read is an alteration.
template <typename T>
Result<std::vector<T>> member_of(const Bundle& bundle, const char* name,
                                 Result<std::vector<T>> (*parse)(std::string_view)) {
  if (!bundle.has(name)) {
    return std::vector<T>();
  }
  const auto bytes = bundle.bytes(name);
  if (!bytes) {
    return bytes.error();
  }
  auto parsed = parse(*bytes);
  if (!parsed) {
    return refused(std::string(name) + ": " + parsed.error().message);
  }
  return parsed;
}

bool holds(const std::vector<seal::TrustedKey>& keys, const seal::PublicKey& key) {
  return std::any_of(keys.begin(), keys.end(),
                     [&key](const seal::TrustedKey& each) { return each.key == key; });
}

/// What the trust file gives to whoever holds `leaf`, in the shape of a key of its own.
seal::TrustedKey as_key(const seal::Certificate& leaf, const seal::Authority& authority,
                        seal::Role role) {
  return {.key = *leaf.key,
          .roles = {role},
          .id = authority.id,
          .predicates = authority.predicates,
          .dut = authority.duts,
          .window = {leaf.not_before, leaf.not_after},
          .lowest_sequence = authority.lowest_sequence};
}

std::string path_words(const seal::Chain& chain) {
  std::string words;
  for (const auto& certificate : chain.certificates) {
    words += (words.empty() ? "" : ", by ") + seal::describe(certificate);
  }
  return words;
}

/// The trust file may end its trust in a root before the root itself ends: as a key's own window is
/// judged.
Result<void> root_in_window(const seal::Authority& authority, const Occasion& occasion,
                            const ProvenTime& proven) {
  const auto held = in_window(authority.window, occasion, proven);
  return held ? Result<void>()
              : refused("authority '" + printable(authority.id, 60) + "' (root " +
                        seal::describe(authority.root) + ") " + held.error().message);
}

/// One certificate of the key under one authority.
Result<Voucher> vouch(const seal::Certificate& leaf, const seal::Authority& authority,
                      const SealedStatement& statement, const Occasion& occasion,
                      const ProvenTime& proven) {
  seal::ChainQuestion question{word_of(seal::kRoles, statement.role), {{}, occasion.now}};
  if (proven.not_after) {
    question.time.proven = proven.not_after->at;
  }
  if (auto trusted = root_in_window(authority, occasion, proven); !trusted) {
    return std::move(trusted).error();
  }
  auto chain = seal::judge_chain(leaf, statement.credentials, authority, question);
  if (!chain) {
    return std::move(chain).error();
  }
  if (auto bound = seal::check_binding(leaf, authority, occasion.bound); !bound) {
    return std::move(bound).error();
  }
  const auto may =
      may_speak(as_key(leaf, authority, statement.role), statement.role, occasion, proven);
  if (!may) {
    return refused("certificate " + seal::describe(leaf) + " " + may.error().message);
  }
  Voucher voucher{authority.id,
                  {"signed by " + path_words(*chain)},
                  marks_of(*leaf.key, *chain, authority.issuer)};
  voucher.notes.insert(voucher.notes.end(), chain->notes.begin(), chain->notes.end());
  return voucher;
}

}  // namespace

Result<seal::Credentials> credentials_of(const Bundle& bundle, seal::Role role,
                                         const TrustPolicy& trust) {
  if (trust.authorities.empty()) {
    return seal::Credentials();
  }
  const auto* const chain =
      role == seal::Role::collector ? bundle::kRunRecordChain : bundle::kReportChain;
  auto certificates = member_of(bundle, chain, &seal::parse_certificates);
  if (!certificates) {
    return std::move(certificates).error();
  }
  auto lists = member_of(bundle, bundle::kRevocations, &seal::parse_lists);
  if (!lists) {
    return std::move(lists).error();
  }
  lists->insert(lists->end(), trust.revocations.begin(), trust.revocations.end());
  return seal::Credentials{*std::move(certificates), *std::move(lists)};
}

std::vector<seal::TrustedKey> with_candidates(const TrustPolicy& trust,
                                              const seal::Credentials& given, seal::Role role) {
  auto keys = trust.signers.keys();
  const auto word = word_of(seal::kRoles, role);
  const bool asked =
      std::any_of(trust.authorities.begin(), trust.authorities.end(),
                  [word](const seal::Authority& each) { return seal::may_vouch_for(each, word); });
  for (const auto& certificate : given.certificates) {
    if (asked && certificate.key && !certificate.is_authority && !holds(keys, *certificate.key)) {
      keys.push_back({.key = *certificate.key, .roles = {role}, .only_claimed = true});
    }
  }
  return keys;
}

namespace {

/// By the first of the authorities that vouches for `leaf`; else what each of them says, or "".
Result<Voucher> vouch_by_any(const seal::Certificate& leaf, const SealedStatement& statement,
                             std::size_t index, const TrustPolicy& trust,
                             const Occasion& occasion) {
  std::string refusals;
  for (const auto& authority : trust.authorities) {
    auto voucher = vouch(leaf, authority, statement, occasion, statement.proven.at(index));
    if (voucher) {
      return voucher;
    }
    refusals += (refusals.empty() ? "" : "; ") + voucher.error().message;
  }
  return Error{ErrorKind::untrusted, refusals};
}

}  // namespace

Result<Voucher> vouch_for(const SealedStatement& statement, std::size_t index,
                          const TrustPolicy& trust, const Occasion& occasion) {
  const auto& key = statement.signatures.at(index).who.key;
  std::string refusals;
  for (const auto& leaf : statement.credentials.certificates) {
    if (!leaf.key || *leaf.key != key) {
      continue;
    }
    auto voucher = vouch_by_any(leaf, statement, index, trust, occasion);
    if (voucher) {
      return voucher;
    }
    refusals += (refusals.empty() ? "" : "; ") + voucher.error().message;
  }
  return refused(refusals.empty() ? "no authority vouches for it" : refusals);
}

seal::DutSerials bound_serials(const Inventory& inventory) {
  seal::DutSerials serials;
  if (!inventory.serial.empty()) {
    serials.hosts.push_back(inventory.serial);
  }
  for (const auto& device : inventory.devices) {
    if (device.kind == DeviceKind::rack && !device.serial.empty()) {
      serials.racks.push_back(device.serial);
    }
  }
  return serials;
}

}  // namespace rackproof
