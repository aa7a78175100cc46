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

/// A decision rule that verdicts of a report name. The guard band is w times the expanded
/// uncertainty of the value, which is k times its standard uncertainty.
struct RuleUsed {
  RuleKind kind = RuleKind::simple;
  double w = 0;
  std::optional<double> k = {};  ///< None where the rule looks at no uncertainty.

  bool operator==(const RuleUsed&) const = default;
};

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
  /// SHA-256 of that report's payload bytes, hex; "" = none, or a release that did not say it.
  std::string supersedes_digest = {};
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
  std::string reference_uri = {};              ///< Architecture::uri.
  std::optional<int> reference_sequence = {};  ///< Architecture::sequence.
  std::vector<std::string>
      run_record_digests;  ///< SHA-256 of the payload bytes, all that were used.
  std::string evaluator_name;
  std::string evaluator_version;
  /// SHA-256 of the program that judged, hex; "" in reports of releases that did not say it.
  std::string evaluator_digest = {};
  bool simulated = false;
  std::string tier;
  /// Those that the verdicts name, in the order of kRuleKinds; empty in reports of releases that
  /// did not say them.
  std::vector<RuleUsed> decision_rules = {};
  Judgement judgement;
  std::vector<std::string> not_covered;  ///< What this report does not say.
  std::string scope_statement;           ///< "Results concern only the items tested."

  bool operator==(const Report&) const = default;
};

}  // namespace rackproof
