#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/issuer_identity.h"
#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "schemas/report_status.h"
#include "schemas/result.h"

namespace rackproof {

/// A status list whose seal holds. Whether those who signed it may speak of a certain device now,
/// and whether it is current, is asked for each report (report_life.h).
struct SealedStatus {
  StatusList list;
  SealedStatement statement;  ///< Of role status.
};

/// One that was found, and where.
struct FoundStatus {
  std::string where;  ///< "status.dsse.json", or the file that the verifier's owner named.
  SealedStatus sealed;
};

/// Opens status.dsse.json. Error{untrusted} where no keys trusted as status sealed these bytes, or
/// not enough; unsupported and malformed as decode_status_list().
Result<SealedStatus> open_status(std::string_view envelope, const TrustPolicy& trust);

/// One edition as it is remembered.
struct KnownEdition {
  std::string issuer;
  int sequence = 0;
  std::string digest;  ///< SHA-256 of the statement's bytes, hex.
  /// By what those who signed it are known; empty = remembered by an early release, which told
  /// issuers apart by name.
  IssuerMarks signers = {};

  bool operator==(const KnownEdition&) const = default;
};

[[nodiscard]] KnownEdition edition_of(const SealedStatus& status);

/// Whether both are editions of one list: by name, and by who signed, as far as that is known.
[[nodiscard]] bool of_one_list(const KnownEdition& left, const KnownEdition& right);

/// What editions that were seen before say against `edition`, as the end of a sentence on it: it is
/// older than one of them, or another of the same sequence. "" = nothing.
[[nodiscard]] std::string outdated(const KnownEdition& edition, std::span<const KnownEdition> seen);

/// Error{untrusted} for a list below the lowest sequence that the trust file accepts.
Result<void> check_not_too_old(const StatusList& list, const ReportPolicy& policy);

}  // namespace rackproof
