#include "reports/signers.h"

#include <algorithm>
#include <utility>

#include "reports/bundle.h"
#include "reports/chain_signers.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

Error refused(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

std::string list_of(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + printable(word, 60);
  }
  return all.empty() ? "none" : all;
}

Result<void> holds_at(const seal::Window& window, UtcTime time, const std::string& which) {
  if (window.contains(time)) {
    return {};
  }
  return refused("is good " + window.words() + ", not at the " + which + " " + format_utc(time));
}

/// A report's number must not be one that this signer is no longer believed with.
Result<void> not_below(int lowest, const std::optional<int>& sequence) {
  if (sequence.value_or(0) >= lowest) {
    return {};
  }
  return refused("is believed of reports from sequence " + std::to_string(lowest) +
                 " on, and this one has " + (sequence ? std::to_string(*sequence) : "none"));
}

void keep_narrowest(ProvenTime& all, const ProvenTime& one) {
  if (one.not_after && (!all.not_after || one.not_after->at < all.not_after->at)) {
    all.not_after = one.not_after;
  }
  if (one.not_before && (!all.not_before || all.not_before->at < one.not_before->at)) {
    all.not_before = one.not_before;
  }
}

/// By the trust file's own word, or by that of an authority it pins.
Result<Voucher> may_count(const SealedStatement& statement, std::size_t index,
                          const TrustPolicy& trust, const Occasion& occasion) {
  const auto& entry = statement.signatures[index].who;
  if (entry.only_claimed) {
    return vouch_for(statement, index, trust, occasion);
  }
  auto may = may_speak(entry, statement.role, occasion, statement.proven.at(index));
  return may ? Result<Voucher>(Voucher{entry.id, {}, marks_of(entry)}) : std::move(may).error();
}

Result<SealedStatement> opened_statement(const Bundle& bundle, seal::Role role,
                                         const TrustPolicy& trust) {
  const bool facts = role == seal::Role::collector;
  const auto* sealed = facts ? bundle::kRunRecordSealed : bundle::kReportSealed;
  const auto* unsealed = facts ? bundle::kRunRecord : bundle::kReport;
  if (const auto bytes = bundle.bytes(unsealed)) {
    return SealedStatement{.role = role, .payload = std::string(*bytes)};
  }
  const auto bytes = bundle.bytes(sealed);
  if (!bytes) {
    return bytes.error();
  }
  auto credentials = credentials_of(bundle, role, trust);
  if (!credentials) {
    return std::move(credentials).error();
  }
  const auto trusted = with_candidates(trust, *credentials, role);
  auto opened = seal::open(*bytes, trusted, role, trust.signers.threshold(role));
  if (!opened) {
    return std::move(opened).error().during(sealed);
  }
  const auto count = opened->signatures.size();
  return SealedStatement{.role = role,
                         .payload = std::move(opened->payload),
                         .sealed = true,
                         .signatures = std::move(opened->signatures),
                         .proven = std::vector<ProvenTime>(count),
                         .passed_over = std::move(opened->passed_over),
                         .credentials = *std::move(credentials)};
}

}  // namespace

Result<SealedStatement> open_statement(const Bundle& bundle, seal::Role role,
                                       const TrustPolicy& trust) {
  auto statement = opened_statement(bundle, role, trust);
  if (statement && statement->payload.empty()) {
    // Elsewhere no bytes stand for no report, which must not be what a seal vouches for.
    return refused(std::string(role == seal::Role::collector ? "run record" : "report") +
                   ": the statement is empty");
  }
  return statement;
}

AcceptedSigners accepted_signers(const SealedStatement& statement, const TrustPolicy& trust,
                                 const Occasion& occasion) {
  AcceptedSigners found;
  for (std::size_t i = 0; i < statement.signatures.size(); ++i) {
    auto entry = statement.signatures[i].who;
    const auto& proven = statement.proven.at(i);
    const auto may = may_count(statement, i, trust, occasion);
    if (!may) {
      found.refused.push_back(told_name(entry) + " " + may.error().message);
      continue;
    }
    entry.id = may->id;
    found.notes.insert(found.notes.end(), may->notes.begin(), may->notes.end());
    const auto key_id = entry.key.key_id();
    const auto same = [&key_id](const Signer& each) { return each.key_id == key_id; };
    if (std::none_of(found.signers.begin(), found.signers.end(), same)) {
      found.signers.push_back({statement.role, key_id, entry.id, proven, may->issuer});
    }
  }
  found.enough =
      found.signers.size() >= static_cast<std::size_t>(trust.signers.threshold(statement.role));
  return found;
}

std::string told_name(const seal::TrustedKey& entry) {
  return entry.id.empty() ? entry.key.key_id() : entry.key.key_id() + " ('" + entry.id + "')";
}

Result<void> may_speak(const seal::TrustedKey& entry, seal::Role role, const Occasion& occasion,
                       const ProvenTime& proven) {
  if (entry.only_claimed) {
    return refused("is in no trust file, and nobody vouched for it");
  }
  if (!entry.may_sign_as(role)) {
    return refused("is not trusted as " + std::string(word_of(seal::kRoles, role)));
  }
  if (role != seal::Role::tpm && !entry.may_sign(seal::predicate_of(role))) {
    return refused("may not sign " + std::string(seal::predicate_of(role)));
  }
  if (!entry.may_speak_for(occasion.dut_serials)) {
    return refused("may speak for " + list_of(entry.dut) +
                   ", not for this device (serial numbers: " + list_of(occasion.dut_serials) + ")");
  }
  if (role == seal::Role::certifier) {
    if (auto high = not_below(entry.lowest_sequence, occasion.sequence); !high) {
      return high;
    }
  }
  return in_window(entry.window, occasion, proven);
}

Result<void> in_window(const seal::Window& window, const Occasion& occasion,
                       const ProvenTime& proven) {
  if (auto then = holds_at(window, occasion.claimed, "claimed time"); !then) {
    return then;
  }
  if (proven.not_after) {
    return holds_at(window, proven.not_after->at, "proven time");
  }
  return holds_at(window, occasion.now, "time of verifying, and nothing proves an earlier");
}

std::vector<std::string> dut_serials(const Inventory& inventory) {
  std::vector<std::string> serials;
  const auto add = [&serials](const std::string& serial) {
    if (!serial.empty()) {
      serials.push_back(serial);
    }
  };
  add(inventory.serial);
  for (const auto& device : inventory.devices) {
    if (device.kind == DeviceKind::rack || device.kind == DeviceKind::chassis) {
      add(device.serial);
    }
  }
  return serials;
}

IssuerMarks marks_of(const std::vector<Signer>& signers) {
  IssuerMarks all;
  for (const auto& signer : signers) {
    add_marks(all, signer.issuer);
  }
  return all;
}

ProvenTime together(const std::vector<Signer>& signers) {
  ProvenTime all;
  for (const auto& signer : signers) {
    keep_narrowest(all, signer.time);
  }
  return all;
}

}  // namespace rackproof
