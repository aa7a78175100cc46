#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/seal/certificate.h"
#include "reports/seal/revocation_list.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Whether a certificate was revoked at the time that counts. libcrypto's own check knows no
/// revocation date (a certificate that was revoked later counts as revoked all along), so this is
/// ours.
namespace rackproof::seal {

enum class RevocationDemand {
  if_present,  ///< Without a list of the issuer the certificate passes, and a note says so.
  required,    ///< Without one it is refused.
};

inline constexpr std::array kRevocationDemands{
    EnumName<RevocationDemand>{RevocationDemand::if_present, "if_present"},
    EnumName<RevocationDemand>{RevocationDemand::required, "required"},
};

/// The lowest list number that counts: what the verifier's owner has seen already.
struct ListFloor {
  std::string issuer;  ///< RFC 2253, exactly as Certificate::subject tells it.
  std::uint64_t number = 0;
};

struct RevocationPolicy {
  RevocationDemand demand = RevocationDemand::required;
  std::vector<ListFloor> floors;
};

/// The time that certificates are judged at: when a stamp proves the signature to have been there.
/// Without one it is now, and never what the signer claims.
struct JudgingTime {
  std::optional<UtcTime> proven;  ///< Upper bound by somebody who is trusted for it.
  UtcTime now;

  [[nodiscard]] UtcTime at() const { return proven.value_or(now); }
  /// "2026-11-22T01:00:00Z, proven by a stamp" or "..., now, because no stamp proves another time".
  [[nodiscard]] std::string words() const;
};

/// Of the lists by `issuer` the one with the highest number counts. It must be signed by `issuer`,
/// reach the policy's floor, not be of the future and hold at the judging time (next update).
///  - revoked as compromised (keyCompromise, cACompromise, aACompromise, unspecified): refused,
///  unless
///    a stamp proves the signature older than both revocation and invalidity date. A compromised
///    issuer of certificates is refused whatever a stamp says: who holds its key can make
///    certificates of any date, and the stamp is over the signature alone.
///  - any other reason: refused from the revocation date on.
/// Returns what is to be told ("" for nothing). Error{untrusted} names the certificate.
Result<std::string> judge_revocation(const Certificate& certificate, const Certificate& issuer,
                                     std::span<const RevocationList> lists,
                                     const RevocationPolicy& policy, const JudgingTime& time);

}  // namespace rackproof::seal
