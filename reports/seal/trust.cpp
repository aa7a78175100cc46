#include "reports/seal/trust.h"

#include <algorithm>
#include <utility>

namespace rackproof::seal {

bool TrustedKey::may_sign_as(Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Result<void> Trust::add(TrustedKey entry) {
  if (holds(entry.key)) {
    return Error{ErrorKind::malformed, "key " + entry.key.key_id() + " is listed twice"};
  }
  keys_.push_back(std::move(entry));
  return {};
}

std::vector<PublicKey> Trust::keys_for(Role role) const {
  std::vector<PublicKey> keys;
  for (const auto& entry : keys_) {
    if (entry.may_sign_as(role)) {
      keys.push_back(entry.key);
    }
  }
  return keys;
}

bool Trust::holds(const PublicKey& key) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&key](const TrustedKey& entry) { return entry.key == key; });
}

Trust trust_in(const PublicKey& key) {
  Trust trust;
  static_cast<void>(trust.add({key, {Role::collector, Role::certifier}}));
  return trust;
}

}  // namespace rackproof::seal
