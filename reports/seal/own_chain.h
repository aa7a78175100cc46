#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/certificate.h"
#include "reports/seal/rack_name.h"
#include "reports/seal/revocation_list.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Certificates and lists of somebody who is about to sign, looked at before they travel with the
/// signature: what is wrong with them is learned here and not by whoever verifies. Whom a verifier
/// believes is not known here and not asked; certificate_chain.h judges. Pure.
namespace rackproof::seal {

/// What is about to be signed, and by whom.
struct OwnQuestion {
  const PublicKey& key;
  std::string_view role;             ///< Word of kKeyUses.
  const DutSerials* dut = nullptr;   ///< Whom it is about; null = not known yet.
  const UtcTime* claimed = nullptr;  ///< The time that the statement tells; null = none yet.
  UtcTime now;
};

/// `chain`: the certificate of the key first, each further one the issuer of one before it, with or
/// without the root. The first must be of this very key, for this role and this device, and valid
/// at the claimed time and now; kinds of key and signature as judge_chain() wants them.
/// Error{untrusted} names the certificate.
Result<void> check_own_chain(std::span<const Certificate> chain, const OwnQuestion& question);

/// `lists` beside the certificates `chain`, in any order and of several signers. Each list must
/// hold now; one by an issuer of the chain must be signed by it; no certificate may be revoked.
/// Returns what is to be told: a certificate without a list, a list of nobody in the chain.
/// Error{untrusted} names list or certificate.
Result<std::vector<std::string>> check_own_lists(std::span<const RevocationList> lists,
                                                 std::span<const Certificate> chain, UtcTime now);

}  // namespace rackproof::seal
