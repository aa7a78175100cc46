#pragma once

#include <string>
#include <vector>

#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "schemas/inventory.h"
#include "schemas/result.h"

/// Signers whose keys no trust file names, but for whom an authority that it pins vouches. Their
/// keys are candidates until device and time are known; then the chain decides.
namespace rackproof {

/// Certificates for the statement of `role` and lists of what was revoked, out of the bundle and of
/// the trust file. Nothing, and nothing read, where the trust file pins no authority.
/// Error{untrusted} names the member that cannot be read.
Result<seal::Credentials> credentials_of(const Bundle& bundle, seal::Role role,
                                         const TrustPolicy& trust);

/// `trust.signers`, and after them each other key of `given` that some authority might vouch for as
/// `role`. None of the latter is believed by this.
[[nodiscard]] std::vector<seal::TrustedKey> with_candidates(const TrustPolicy& trust,
                                                            const seal::Credentials& given,
                                                            seal::Role role);

/// Who vouches for a key: an authority, or the trust file itself.
struct Voucher {
  std::string id;  ///< Of the entry in the trust file.
  std::vector<std::string>
      notes;           ///< Sentences: whose key by which chain, what is not known of it.
  IssuerMarks issuer;  ///< By what the signer is known.
};

/// Whether an authority of `trust` vouches for the key of `statement.signatures[index]` on that
/// occasion: chain, role, names and scope, window and revocation at the proven time, or else now.
/// Error{untrusted} tells every refusal.
Result<Voucher> vouch_for(const SealedStatement& statement, std::size_t index,
                          const TrustPolicy& trust, const Occasion& occasion);

/// The serial numbers that certificates are bound to, out of the inventory.
[[nodiscard]] seal::DutSerials bound_serials(const Inventory& inventory);

}  // namespace rackproof
