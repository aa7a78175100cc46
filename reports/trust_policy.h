#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "reports/seal/authority.h"
#include "reports/seal/time_stamp.h"
#include "reports/seal/tlog_proof.h"
#include "reports/seal/trust.h"
#include "schemas/enum_names.h"
#include "schemas/time.h"

namespace rackproof {

/// What has to be known of when a statement was signed.
enum class TimeDemand {
  claimed,  ///< The signer's word is enough.
  stamped,  ///< Somebody else who is trusted for it says that it was there by then.
};

inline constexpr std::array kTimeDemands{
    EnumName<TimeDemand>{TimeDemand::claimed, "claimed"},
    EnumName<TimeDemand>{TimeDemand::stamped, "stamped"},
};

/// Whether something that may be in a bundle must be. What is there is checked either way.
enum class Demand { optional, required };

inline constexpr std::array kDemands{
    EnumName<Demand>{Demand::optional, "optional"},
    EnumName<Demand>{Demand::required, "required"},
};

/// What must be told of a run's course. A journal that is there is checked either way.
enum class JournalDemand {
  optional,
  kept,          ///< A run journal.
  signed_heads,  ///< And every one of its checkpoints signed while the run went on.
};

inline constexpr std::array kJournalDemands{
    EnumName<JournalDemand>{JournalDemand::optional, "optional"},
    EnumName<JournalDemand>{JournalDemand::kept, "required"},
    EnumName<JournalDemand>{JournalDemand::signed_heads, "signed"},
};

/// What is made of logs that were taken out after sealing.
enum class RedactionDemand { allowed, refused };

inline constexpr std::array kRedactionDemands{
    EnumName<RedactionDemand>{RedactionDemand::allowed, "allowed"},
    EnumName<RedactionDemand>{RedactionDemand::refused, "refused"},
};

/// A reference that reports may be judged by.
struct AcceptedReference {
  std::string id;
  int minimum_revision = 0;
  std::vector<std::string> digests = {};  ///< SHA-256, hex; empty = whatever this id has.
  std::vector<std::string> tiers = {};    ///< Words of kTiers; empty = every one.
};

/// [policy]: what a report must be besides genuine.
struct ReportPolicy {
  TimeDemand time = TimeDemand::claimed;
  Demand order = Demand::optional;   ///< A signed test order.
  Demand status = Demand::optional;  ///< A signed status list that says "valid".
  int status_sequence = 0;           ///< Lists of a lower sequence confirm nothing.
  JournalDemand journal = JournalDemand::optional;
  Demand tpm_quote = Demand::optional;  ///< A quote over the run by a TPM that is trusted.
  Demand log = Demand::optional;        ///< A proof that one of `logs` holds the report.
  Demand sequence = Demand::optional;   ///< A report that its issuer counted.
  RedactionDemand redactions = RedactionDemand::allowed;
  std::vector<AcceptedReference> references = {};  ///< Empty = every reference; else only these.
};

/// A trust file as it was understood: all that a verifier believes. Plain data, and the place where
/// the roots of certificates, time stampers and logs hang on, each as a struct of its own header.
struct TrustPolicy {
  seal::Trust signers = {};  ///< [[key]] and [threshold].
  ReportPolicy reports = {};
  std::vector<seal::Authority> authorities = {};       ///< [[authority]]: who may vouch for keys.
  std::vector<seal::RevocationList> revocations = {};  ///< Its revocation_lists, of all of them.
  std::vector<seal::TimeStamper> time_stampers = {};   ///< [[time_stamper]].
  // [trust]
  std::string name = {};
  int sequence = 0;  ///< 0 = not given.
  std::optional<UtcTime> valid_until = {};
  std::vector<seal::LogPolicy> logs = {};  ///< [[log]]
  /// SHA-256, hex, over all that was trusted (docs/trust.md): the file and those that it names; ""
  /// where there was no file.
  std::string digest = {};
  std::string text_digest = {};  ///< Of the file's own bytes alone: what tells its editions apart.
};

/// Trust in one key, for a run and its report, with no demand: what --key PUB means.
[[nodiscard]] inline TrustPolicy trusting(const seal::PublicKey& key) {
  return TrustPolicy{.signers = seal::trust_in(key)};
}

}  // namespace rackproof
