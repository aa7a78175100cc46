#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/signature.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Whom the verifier believes, and as what. Nothing inside a bundle can add to it.
namespace rackproof::seal {

/// As what a statement is signed: the collector states facts, the certifier judges, the vendor
/// orders tests, who keeps the status list says which reports still hold. A TPM signs no statement
/// but quotes: that it was asked by this run.
enum class Role { collector, certifier, vendor, status, tpm };

inline constexpr std::array kRoles{
    EnumName<Role>{Role::collector, "collector"},
    EnumName<Role>{Role::certifier, "certifier"},
    EnumName<Role>{Role::vendor, "vendor"},
    EnumName<Role>{Role::status, "status"},
    EnumName<Role>{Role::tpm, "tpm"},
};

/// The predicate type that a statement of `role` has (schemas/predicate_types.h); "" of a TPM.
[[nodiscard]] std::string_view predicate_of(Role role);

/// When a key may be used, both ends included; an end that is not given is open.
struct Window {
  std::optional<UtcTime> not_before = {};
  std::optional<UtcTime> not_after = {};

  [[nodiscard]] bool contains(UtcTime time) const;
  /// "from 2026-01-01T00:00:00Z to ...", as far as given; "always".
  [[nodiscard]] std::string words() const;
};

/// A key that may speak, and about what. A key that a certificate vouches for has the same shape.
struct TrustedKey {
  PublicKey key;
  std::vector<Role> roles;
  std::string id = {};                       ///< In the trust file, unique; "" = none given.
  std::vector<std::string> predicates = {};  ///< Types it may sign; empty = those of its roles.
  std::vector<std::string> dut = {};  ///< Patterns of serial numbers ('*' only); empty = every one.
  Window window = {};
  /// Not pinned, only carried by a certificate: nothing until an authority vouched for it.
  bool only_claimed = false;
  /// Reports of a lower sequence, or of none, are not believed of it; 0 = every one is.
  int lowest_sequence = 0;
  /// Whom the trust file says it signs for; "" = nobody but itself.
  std::string issuer = {};

  [[nodiscard]] bool may_sign_as(Role role) const;
  [[nodiscard]] bool may_sign(std::string_view predicate_type) const;
  /// Whether one of `serials`, those of the device under test, is in its scope.
  [[nodiscard]] bool may_speak_for(const std::vector<std::string>& serials) const;
};

class Trust {
 public:
  /// The same key twice is Error{malformed}: one entry says all its roles; so is an id twice.
  Result<void> add(TrustedKey entry);
  /// From now on a statement of `role` needs the signatures of `distinct_keys` different keys.
  void demand(Role role, int distinct_keys) { thresholds_[role] = distinct_keys; }
  /// 1 where nobody demanded more.
  [[nodiscard]] int threshold(Role role) const;
  /// Every key that may sign as `role`.
  [[nodiscard]] std::vector<PublicKey> keys_for(Role role) const;
  [[nodiscard]] const std::vector<TrustedKey>& keys() const { return keys_; }
  [[nodiscard]] bool holds(const PublicKey& key) const;
  [[nodiscard]] bool empty() const { return keys_.empty(); }

 private:
  std::vector<TrustedKey> keys_;
  std::map<Role, int> thresholds_;
};

/// `key` for a run and its report: what --key PUB means.
[[nodiscard]] Trust trust_in(const PublicKey& key);

}  // namespace rackproof::seal
