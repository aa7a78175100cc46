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

}  // namespace

Result<std::optional<LogFound>> judge_report_log(const Bundle& bundle, const TrustPolicy& trust) {
  if (!bundle.has(bundle::kLogProof)) {
    return std::optional<LogFound>();
  }
  const auto sealed = bundle.members.find(bundle::kReportSealed);
  if (sealed == bundle.members.end()) {
    return Error{ErrorKind::untrusted,
                 std::string(bundle::kLogProof) + ": a proof of a report that is not sealed"};
  }
  if (trust.logs.empty()) {
    return std::optional(
        LogFound{std::string(bundle::kLogProof) + ": not judged, the trust file names no log", {}});
  }
  const auto entry = digest_from_hex(sealed->second.sha256);
  const auto bytes = bundle.bytes(bundle::kLogProof);
  if (!entry || !bytes) {
    return !entry ? entry.error() : bytes.error();
  }
  auto judged = seal::judge_log_proof(*bytes, *entry, trust.logs);
  if (!judged) {
    return std::move(judged).error().during(bundle::kLogProof);
  }
  return std::optional(told(*judged));
}

}  // namespace rackproof
