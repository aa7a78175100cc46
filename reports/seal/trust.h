#pragma once

#include <array>
#include <string>
#include <vector>

#include "reports/seal/signature.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"

/// Whom the verifier believes, and as what. Nothing inside a bundle can add to it.
namespace rackproof::seal {

/// As what a statement is signed: the collector states facts, the certifier judges.
enum class Role { collector, certifier };

inline constexpr std::array kRoles{
    EnumName<Role>{Role::collector, "collector"},
    EnumName<Role>{Role::certifier, "certifier"},
};

struct TrustedKey {
  PublicKey key;
  std::vector<Role> roles;

  [[nodiscard]] bool may_sign_as(Role role) const;
};

class Trust {
 public:
  /// The same key twice is Error{malformed}: one entry says all its roles.
  Result<void> add(TrustedKey entry);
  /// Every key that may sign as `role`.
  [[nodiscard]] std::vector<PublicKey> keys_for(Role role) const;
  [[nodiscard]] bool holds(const PublicKey& key) const;
  [[nodiscard]] bool empty() const { return keys_.empty(); }

 private:
  std::vector<TrustedKey> keys_;
};

/// `key` for both roles: what --key PUB means.
[[nodiscard]] Trust trust_in(const PublicKey& key);

}  // namespace rackproof::seal
