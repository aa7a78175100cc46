#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/bundle_reader.h"
#include "reports/issuer_identity.h"
#include "reports/proven_time.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/envelope.h"
#include "reports/seal/trust.h"
#include "reports/trust_policy.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Who signed the statements of a bundle, in two steps. open_statement() finds out whose signatures
/// these are, before anything signed is read; accepted_signers() asks, once it is known what is
/// spoken about and when, whether each of them may. Missing proof only ever takes signers away.
namespace rackproof {

/// One statement as far as its seal goes.
struct SealedStatement {
  seal::Role role = seal::Role::collector;
  std::string payload;
  bool sealed = false;
  std::vector<seal::SignedBy> signatures =
      {};  ///< By keys that may be trusted; empty = not sealed.
  /// What is proven of each, in the same order.
  std::vector<ProvenTime> proven = {};
  std::vector<std::string> passed_over = {};  ///< Sentences on signatures that count for nothing.
  seal::Credentials credentials = {};         ///< What vouches for keys that are not pinned.
};

/// The statement of `role` (collector or certifier) and enough good signatures over it.
/// Error{untrusted} where the seal does not hold.
Result<SealedStatement> open_statement(const Bundle& bundle, seal::Role role,
                                       const TrustPolicy& trust);

/// What a statement is about, once it was read.
struct Occasion {
  std::vector<std::string> dut_serials;  ///< dut_serials().
  UtcTime claimed;                       ///< When the signer says that it was.
  UtcTime now;                           ///< The verifier's clock.
  seal::DutSerials bound = {};           ///< bound_serials(), which certificates are held against.
  std::optional<int> sequence = {};      ///< Of a report; nothing = it has none.
};

/// One who signed and may.
struct Signer {
  seal::Role role = seal::Role::collector;
  std::string key_id;
  std::string trust_id;  ///< Of the entry in the trust file; "" = it has none.
  ProvenTime time;
  IssuerMarks issuer = {};  ///< By what it is known.
};

struct AcceptedSigners {
  std::vector<Signer> signers;          ///< In the order of the envelope, each key once.
  std::vector<std::string> refused;     ///< Sentences on those who may not.
  bool enough = false;                  ///< As many different keys as the trust file demands.
  std::vector<std::string> notes = {};  ///< Sentences on who vouches for whom.
};

/// Which of those who signed `statement` may: its predicate type, this device, that time.
[[nodiscard]] AcceptedSigners accepted_signers(const SealedStatement& statement,
                                               const TrustPolicy& trust, const Occasion& occasion);

/// Fingerprint, and id where it has one: how sentences begin that say what is against a key.
[[nodiscard]] std::string told_name(const seal::TrustedKey& entry);

/// Whether `entry` may have signed a statement of `role` on that occasion. Its window must hold the
/// claimed time, and the proven one; where nothing is proven, now: who has no witness must still be
/// trusted today. A report must not be below its lowest sequence. Error{untrusted} with the reason.
Result<void> may_speak(const seal::TrustedKey& entry, seal::Role role, const Occasion& occasion,
                       const ProvenTime& proven);

/// Whether `window`, that of a key or of who vouches for it, holds the claimed time, and the proven
/// one; where nothing is proven, now. Error{untrusted}: "is good ..., not at ...".
Result<void> in_window(const seal::Window& window, const Occasion& occasion,
                       const ProvenTime& proven);

/// Serial numbers that name the device under test: of the machine, and of the racks and chassis
/// that it was seen to stand in. Never from what a person wrote into the site file.
[[nodiscard]] std::vector<std::string> dut_serials(const Inventory& inventory);

/// By what any of `signers` is known.
[[nodiscard]] IssuerMarks marks_of(const std::vector<Signer>& signers);

/// The narrowest that is proven by any of `signers`.
[[nodiscard]] ProvenTime together(const std::vector<Signer>& signers);

}  // namespace rackproof
