#include "reports/time_proofs.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include "reports/bundle.h"
#include "reports/bundle_members.h"
#include "reports/chain_signers.h"
#include "reports/seal/envelope.h"
#include "reports/signers.h"
#include "reports/stamp_series.h"
#include "reports/test_order.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr const char* kRevocations = "revocations.pem";

std::string_view bytes_or_none(const Bundle& bundle, const std::string& member) {
  const auto bytes = bundle.has(member) ? bundle.bytes(member) : Result<std::string_view>("");
  return bytes ? *bytes : std::string_view();
}

/// How many signatures the envelope of `role` has; 0 where nothing is sealed.
std::size_t signatures_in(const Bundle& bundle, seal::Role role) {
  const auto* name =
      role == seal::Role::collector ? bundle::kRunRecordSealed : bundle::kReportSealed;
  const auto envelope = seal::parse_envelope(bytes_or_none(bundle, name));
  return envelope ? envelope->signatures.size() : 0;
}

/// ", renewed by that of A at T and that of B at T2".
std::string renewed_words(const std::vector<seal::TimeStamp>& renewals) {
  std::string words;
  for (const auto& each : renewals) {
    words += (words.empty() ? ", renewed by that of " : " and that of ") +
             printable(each.stamper, 60) + " at " + format_utc(each.generated);
  }
  return words;
}

/// The stamps over one statement.
class Stamps {
 public:
  Stamps(const Bundle& bundle, const TrustPolicy& trust, UtcTime now, TimeProofs& proofs)
      : bundle_(bundle), trust_(trust), now_(now), proofs_(proofs) {}

  void hear(SealedStatement& statement) {
    const auto count = signatures_in(bundle_, statement.role);
    for (std::size_t i = 0; i < kMostStamps; ++i) {
      const auto stamps = stamps_over(statement.role, i);
      if (stamps.empty()) {
        continue;
      }
      if (i >= count) {
        proofs_.broken.push_back(stamps.front().member + ": stamps a signature that is not there");
      } else {
        hear_series(stamps, i, statement);
      }
    }
  }

 private:
  /// In order; one that renews a stamp which is not there is broken, and not among them.
  [[nodiscard]] std::vector<NamedStamp> stamps_over(seal::Role role, std::size_t signature) {
    std::vector<NamedStamp> stamps;
    for (std::size_t renewal = 0; renewal <= kMostRenewals; ++renewal) {
      const auto member = stamp_member(role == seal::Role::collector, signature, renewal);
      if (!bundle_.has(member)) {
        continue;
      }
      if (stamps.size() == renewal) {
        stamps.push_back({member, bytes_or_none(bundle_, member)});
      } else {
        proofs_.broken.push_back(member + ": renews a stamp that is not there");
      }
    }
    return stamps;
  }

  void hear_series(const std::vector<NamedStamp>& stamps, std::size_t index,
                   SealedStatement& statement) {
    const auto& all = statement.signatures;
    const auto found = std::find_if(all.begin(), all.end(), [index](const seal::SignedBy& each) {
      return each.signature == index;
    });
    if (found == all.end()) {
      proofs_.unheard.push_back(stamps.front().member +
                                ": stamps a signature of nobody who is trusted");
      return;
    }
    auto judged = judge_stamps({found->bytes, stamps},
                               {trust_.time_stampers, bytes_or_none(bundle_, kRevocations), now_});
    move_into(judged.broken, proofs_.broken);
    move_into(judged.unheard, proofs_.unheard);
    if (judged.first) {
      statement.proven.at(static_cast<std::size_t>(found - all.begin())).not_after = TimeBound{
          judged.first->latest(),
          "time stamp of " + printable(judged.first->stamper, 60) + renewed_words(judged.renewals)};
    }
  }

  static void move_into(std::vector<std::string>& from, std::vector<std::string>& to) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
  }

  const Bundle& bundle_;
  const TrustPolicy& trust_;
  UtcTime now_;
  TimeProofs& proofs_;
};

/// By when the record was signed by somebody who may sign it: a stamp over anybody else's signature
/// is of whatever he likes, since a key can be made to fit an old ECDSA signature.
ProvenTime proven_for(const Loaded& loaded, const SealedStatement& record, const TrustPolicy& trust,
                      UtcTime now) {
  const Occasion occasion{dut_serials(loaded.inventory), loaded.run_record.record.finished, now,
                          bound_serials(loaded.inventory)};
  return together(accepted_signers(record, trust, occasion).signers);
}

/// An order is for one reference: what it asked for and what the report judges by are the same.
bool is_judged_as_ordered(const TestOrder& order, const Report& report, TimeProofs& proofs) {
  if (report.reference_digest == order.reference_digest) {
    return true;
  }
  proofs.unheard.push_back(std::string(bundle::kOrder) + ": the order is for reference " +
                           printable(order.reference_id, 60) + " (sha256 " +
                           printable(order.reference_digest, 64) +
                           "), and the report judges by another (sha256 " +
                           printable(report.reference_digest, 64) + ")");
  return false;
}

void hear_order(const Loaded& loaded, SealedPair& sealed, const TrustPolicy& trust, UtcTime now,
                TimeProofs& proofs) {
  auto judgement = judge_order({.envelope = bytes_or_none(loaded.bundle, bundle::kOrder),
                                .record = loaded.run_record.record,
                                .serials = dut_serials(loaded.inventory),
                                .now = now,
                                .proven = proven_for(loaded, sealed.record, trust, now)},
                               trust.signers);
  proofs.order_met = judgement.met;
  for (auto& refusal : judgement.refusals) {
    proofs.broken.push_back(std::move(refusal));
  }
  if (!judgement.unheard.empty()) {
    proofs.unheard.push_back(std::move(judgement.unheard));
  }
  if (!judgement.met) {
    return;
  }
  const auto& order = judgement.order;
  proofs.order_met = is_judged_as_ordered(order, loaded.report.report, proofs);
  const TimeBound bound{order.issued,
                        "test order " + order.order_id +
                            (order.vendor.empty() ? "" : " of " + printable(order.vendor, 60))};
  for (auto* statement : {&sealed.record, &sealed.report}) {
    for (auto& each : statement->proven) {
      each.not_before = bound;
    }
  }
}

}  // namespace

TimeProofs prove_times(const Loaded& loaded, SealedPair& sealed, const TrustPolicy& trust,
                       UtcTime now) {
  TimeProofs proofs;
  Stamps stamps(loaded.bundle, trust, now, proofs);
  stamps.hear(sealed.record);
  stamps.hear(sealed.report);
  hear_order(loaded, sealed, trust, now, proofs);
  return proofs;
}

}  // namespace rackproof
