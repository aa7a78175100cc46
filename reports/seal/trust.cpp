#include "reports/seal/trust.h"

#include <algorithm>
#include <utility>

#include "schemas/predicate_types.h"
#include "schemas/text.h"

namespace rackproof::seal {

std::string_view predicate_of(Role role) {
  switch (role) {
    case Role::collector:
      return kRunRecordPredicate;
    case Role::certifier:
      return kReportPredicate;
    case Role::vendor:
      return kOrderPredicate;
    case Role::status:
      return kStatusPredicate;
    case Role::tpm:
      break;
  }
  return "";
}

bool Window::contains(UtcTime time) const {
  return (!not_before || *not_before <= time) && (!not_after || time <= *not_after);
}

std::string Window::words() const {
  std::string text = not_before ? "from " + format_utc(*not_before) : "";
  if (not_after) {
    text += (text.empty() ? "until " : " until ") + format_utc(*not_after);
  }
  return text.empty() ? "always" : text;
}

bool TrustedKey::may_sign_as(Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool TrustedKey::may_sign(std::string_view predicate_type) const {
  if (!predicates.empty()) {
    return std::find(predicates.begin(), predicates.end(), predicate_type) != predicates.end();
  }
  return std::any_of(roles.begin(), roles.end(),
                     [predicate_type](Role role) { return predicate_of(role) == predicate_type; });
}

bool TrustedKey::may_speak_for(const std::vector<std::string>& serials) const {
  const auto in_scope = [this](const std::string& serial) {
    return std::any_of(dut.begin(), dut.end(), [&serial](const std::string& pattern) {
      return matches_pattern(serial, pattern);
    });
  };
  return dut.empty() || std::any_of(serials.begin(), serials.end(), in_scope);
}

Result<void> Trust::add(TrustedKey entry) {
  if (holds(entry.key)) {
    return Error{ErrorKind::malformed, "key " + entry.key.key_id() + " is listed twice"};
  }
  const auto same_id = [&entry](const TrustedKey& each) { return each.id == entry.id; };
  if (!entry.id.empty() && std::any_of(keys_.begin(), keys_.end(), same_id)) {
    return Error{ErrorKind::malformed, "the id '" + entry.id + "' is given to two keys"};
  }
  keys_.push_back(std::move(entry));
  return {};
}

int Trust::threshold(Role role) const {
  const auto given = thresholds_.find(role);
  return given == thresholds_.end() ? 1 : given->second;
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
