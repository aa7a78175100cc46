#include "reports/log_check.h"

#include <utility>

#include "reports/bundle.h"
#include "reports/seal/tlog_proof.h"
#include "schemas/encoding.h"
#include "schemas/merkle.h"

namespace rackproof {
namespace {

LogFound told(const seal::LogProof& proof) {
  LogFound found;
  found.holds = true;
  found.sentence = "entry " + std::to_string(proof.index) + " of log " + printable(proof.origin) +
                   ", seen by " + std::to_string(proof.witnesses) + " trusted witnesses";
  if (proof.witnessed_at) {
    found.by = TimeBound{*proof.witnessed_at, "witnesses of log " + printable(proof.origin)};
  }
  return found;
}

/// What can be said of a proof by somebody who trusts no log: whether it is one over this entry.
Result<LogFound> by_nobody_trusted(std::string_view bytes, const Sha256Digest& entry) {
  const auto proof = seal::parse_tlog_proof(bytes);
  if (!proof) {
    return Error{ErrorKind::untrusted, proof.error().message};
  }
  if (auto fits = seal::check_entry(*proof, entry); !fits) {
    return std::move(fits).error();
  }
  return LogFound{std::string(bundle::kLogProof) + ": by log " +
                      printable(proof->checkpoint.head.origin, 80) +
                      ", proves nothing: the trust file names no log",
                  {}};
}

Result<void> in_window(const seal::LogPolicy& log, const seal::LogProof& proof, UtcTime now) {
  const auto at = proof.witnessed_at.value_or(now);
  if (log.window.contains(at)) {
    return {};
  }
  return Error{ErrorKind::untrusted,
               "log " + printable(log.origin, 80) + " is good " + log.window.words() +
                   ", not at the time " +
                   (proof.witnessed_at ? "that its witnesses prove, "
                                       : "of verifying, and no witness proves an earlier, ") +
                   format_utc(at)};
}

Result<LogFound> judged(std::string_view bytes, const Sha256Digest& entry, const TrustPolicy& trust,
                        UtcTime now) {
  if (trust.logs.empty()) {
    return by_nobody_trusted(bytes, entry);
  }
  const auto proof = seal::judge_log_proof(bytes, entry, trust.logs);
  if (!proof) {
    return proof.error();
  }
  const auto held = in_window(trust.logs.at(proof->log), *proof, now);
  return held ? Result<LogFound>(told(*proof)) : held.error();
}

}  // namespace

Result<std::optional<LogFound>> judge_report_log(const Bundle& bundle, const TrustPolicy& trust,
                                                 UtcTime now) {
  if (!bundle.has(bundle::kLogProof)) {
    return std::optional<LogFound>();
  }
  const auto sealed = bundle.members.find(bundle::kReportSealed);
  if (sealed == bundle.members.end()) {
    return Error{ErrorKind::untrusted,
                 std::string(bundle::kLogProof) + ": a proof of a report that is not sealed"};
  }
  const auto entry = digest_from_hex(sealed->second.sha256);
  const auto bytes = bundle.bytes(bundle::kLogProof);
  if (!entry || !bytes) {
    return !entry ? entry.error() : bytes.error();
  }
  auto found = judged(*bytes, *entry, trust, now);
  if (!found) {
    return std::move(found).error().during(bundle::kLogProof);
  }
  return std::optional(*std::move(found));
}

}  // namespace rackproof
