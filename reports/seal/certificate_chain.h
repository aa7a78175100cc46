#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/authority.h"
#include "reports/seal/certificate.h"
#include "reports/seal/revocation.h"
#include "schemas/result.h"

/// Who vouches for a key: leaf, intermediates, and a root that the trust file pins. Pure: nothing
/// of the system's stores, no clock, no file; what a bundle brings along can only be a link in
/// between.
namespace rackproof::seal {

/// What a bundle brings along, and newer lists that the verifier's owner adds.
struct Credentials {
  std::vector<Certificate> certificates;  ///< Leaves and intermediates, in any order.
  std::vector<RevocationList> lists;
};

struct ChainQuestion {
  std::string_view role;  ///< Word of kKeyUses.
  JudgingTime time;
};

/// A chain that holds.
struct Chain {
  std::vector<Certificate> certificates;  ///< Leaf first, the pinned root last.
  std::vector<std::string> notes;         ///< To be told: revoked later, no list.
};

/// What a certificate that signs statements must be, before anybody is asked who vouches for it: no
/// CA, not self-signed, digitalSignature, the extended key usage of `role`. Error{untrusted}.
Result<void> check_leaf(const Certificate& leaf, std::string_view role);

/// Kinds of key and signature that count. Error{untrusted}.
Result<void> check_strength(const Certificate& certificate);

/// `leaf` under `authority` as `question.role`, every certificate at the judging time: signatures,
/// names, windows, path length, name constraints, unknown critical extensions (libcrypto, strict);
/// then key use, kinds of key and signature, revocation (ours). Error{untrusted} names the
/// certificate. Whether the leaf may speak of the device is check_binding's to say.
Result<Chain> judge_chain(const Certificate& leaf, const Credentials& given,
                          const Authority& authority, const ChainQuestion& question);

/// Somebody who signed, and on whose word that is believed.
struct ChainSigner {
  PublicKey key;  ///< What thresholds count: two certificates of one key are one signer.
  Chain chain;
  std::string authority;  ///< Authority::id.
};

struct SignedBytes {
  std::string_view message;
  std::string_view signature;
};

/// The certificate whose key made `bytes.signature`, under the first of `authorities` that vouches
/// for it in the role. Error{absent} where no certificate's key made it; Error{untrusted} with
/// every refusal where no chain holds.
Result<ChainSigner> find_chain_signer(const SignedBytes& bytes, const Credentials& given,
                                      std::span<const Authority> authorities,
                                      const ChainQuestion& question);

}  // namespace rackproof::seal
