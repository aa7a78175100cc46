#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/manifest.h"
#include "schemas/run_record.h"
#include "schemas/site.h"
#include "schemas/time.h"
#include "schemas/verdict.h"

namespace rackproof {

/// The judgement over one run record: which reference, which verdicts, by whom. Sealed as
/// certifier.
struct Report {
  std::string report_id;  ///< UUID.
  int revision = 1;
  /// Of the reports of this issuer, from 1, higher with each (docs/report-life.md); nothing = it
  /// was not counted.
  std::optional<int> sequence = {};
  std::string supersedes;  ///< Report id; "" = none.
  std::string supersedes_reason;
  std::string title;  ///< "Compliance report" or "Self-test, not a certificate".
  Site site;
  UtcTime issued;
  std::vector<std::string> retest_on;       ///< "part swapped", "firmware changed"...
  std::optional<UtcTime> valid_until = {};  ///< Past it a retest is due; nothing = no such time.
  std::string reference_id;
  int reference_revision = 0;
  std::string reference_title;
  std::string reference_status;
  std::string reference_digest;
  std::vector<std::string>
      run_record_digests;  ///< SHA-256 of the payload bytes, all that were used.
  std::string evaluator_name;
  std::string evaluator_version;
  bool simulated = false;
  std::string tier;
  Judgement judgement;
  std::vector<std::string> not_covered;  ///< What this report does not say.
  std::string scope_statement;           ///< "Results concern only the items tested."

  bool operator==(const Report&) const = default;
};

}  // namespace rackproof
