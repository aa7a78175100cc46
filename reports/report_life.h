#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "reports/evidence.h"
#include "reports/status_list.h"
#include "reports/trust_policy.h"
#include "reports/verify.h"
#include "schemas/report.h"

/// What became of a report after it was issued: whether it still holds. Lists that are missing, old
/// or not by somebody trusted can only turn a yes into a no; none of them can do the reverse.
namespace rackproof {

/// The report that is asked about.
struct AskedReport {
  std::string report_id;
  std::string sha256;                    ///< Of its payload, hex.
  std::vector<std::string> dut_serials;  ///< dut_serials().
  IssuerMarks issuer;                    ///< By what those who signed it are known.
};

struct LifeOptions {
  const TrustPolicy& trust;
  UtcTime now;                              ///< The verifier's clock.
  std::chrono::seconds clock_tolerance;     ///< For lists issued in the future.
  std::span<const KnownEdition> seen = {};  ///< Editions that the verifier has seen before.
};

/// What the lists say of one report.
struct ReportLife {
  std::string confirmed;                 ///< Which current list says "valid"; "" = none does.
  std::vector<std::string> against;      ///< Sentences that turn a yes into a no.
  std::vector<std::string> told;         ///< Why lists that are there confirm nothing.
  std::vector<KnownEdition> heard = {};  ///< Lists by those who may speak of this report.
  bool asked = false;                    ///< Somebody is trusted with status lists.
  bool listed = false;                   ///< A list that is heard names the report.

  /// Whether a current list says "valid" and none speaks against the report.
  [[nodiscard]] bool is_valid() const { return !confirmed.empty() && against.empty(); }
};

/// Asks every list (never null) that is signed by the report's own issuer (issuer_identity.h): who
/// is trusted with lists says nothing of other issuers' reports. Of two editions of one issuer the
/// newer counts where it names the report; two of the same sequence and different content confirm
/// nothing. A list that is past its next update, from the future, below the trust file's lowest
/// sequence, not the newest or not what was seen before confirms nothing, and what it says against
/// a report still stands: that it is superseded, withdrawn, or known under this id with other
/// content.
[[nodiscard]] ReportLife life_of(const AskedReport& report,
                                 const std::vector<const FoundStatus*>& lists,
                                 const LifeOptions& options);

/// How it stands with status lists, in one word: for --json.
[[nodiscard]] StatusFound found_of(const ReportLife& life);

/// `verdict`, unless the end of the report's validity has passed or something speaks against it.
/// Where somebody is trusted with status lists and none of them confirms, the sentence says so.
[[nodiscard]] Answer still_standing(Answer verdict, const Report& report, const ReportLife& life,
                                    UtcTime now);

/// All of the above for a bundle: the list in it, where there is one, and that of `options`.
[[nodiscard]] ReportLife life_in(const Loaded& loaded, const IssuerMarks& issuer,
                                 const VerifyOptions& options);

}  // namespace rackproof
