#include "reports/status_list.h"

#include <string>
#include <utility>
#include <vector>

#include "reports/seal/envelope.h"
#include "schemas/digest.h"
#include "schemas/json/status_json.h"

namespace rackproof {

Result<SealedStatus> open_status(std::string_view envelope, const TrustPolicy& trust) {
  constexpr auto kRole = seal::Role::status;
  auto opened = seal::open(envelope, trust.signers, kRole);
  if (!opened) {
    return std::move(opened).error();
  }
  auto list = decode_status_list(opened->payload);
  if (!list) {
    return std::move(list).error();
  }
  const auto count = opened->signatures.size();
  return SealedStatus{.list = *std::move(list),
                      .statement = {.role = kRole,
                                    .payload = std::move(opened->payload),
                                    .sealed = true,
                                    .signatures = std::move(opened->signatures),
                                    .proven = std::vector<ProvenTime>(count),
                                    .passed_over = std::move(opened->passed_over)}};
}

KnownEdition edition_of(const SealedStatus& status) {
  IssuerMarks signers;
  for (const auto& signature : status.statement.signatures) {
    add_marks(signers, marks_of(signature.who));
  }
  return {status.list.issuer, status.list.sequence, sha256_hex(status.statement.payload),
          std::move(signers)};
}

bool of_one_list(const KnownEdition& left, const KnownEdition& right) {
  return left.issuer == right.issuer && (left.signers.empty() || right.signers.empty() ||
                                         same_issuer(left.signers, right.signers));
}

std::string outdated(const KnownEdition& edition, std::span<const KnownEdition> seen) {
  for (const auto& other : seen) {
    if (!of_one_list(other, edition) || other.sequence < edition.sequence) {
      continue;
    }
    if (other.sequence > edition.sequence) {
      return "is older than one seen before, of sequence " + std::to_string(other.sequence);
    }
    if (other.digest != edition.digest) {
      return "was seen before under this sequence with other content";
    }
  }
  return "";
}

Result<void> check_not_too_old(const StatusList& list, const ReportPolicy& policy) {
  if (list.sequence >= policy.status_sequence) {
    return {};
  }
  return Error{ErrorKind::untrusted, "the status list has sequence " +
                                         std::to_string(list.sequence) +
                                         ", and the trust file accepts none below " +
                                         std::to_string(policy.status_sequence)};
}

}  // namespace rackproof
