#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/report_view.h"
#include "schemas/verdict.h"

/// A report as suites and cases, the words of JUnit files. Readers of these take a case without a
/// mark for passed, `failure` and `error` for failed, and `skipped` for neither.
namespace rackproof::junit {

enum class Mark { passed, failure, error, skipped };

/// What a verdict is to a reader of JUnit files: only PASS is passed. FAIL is a failure,
/// INCONCLUSIVE and INVALID are errors, NOT JUDGED is skipped; and so is what is advisory and no
/// PASS, since it does not count.
[[nodiscard]] Mark mark_of(const Verdict& verdict);

struct Case {
  std::string class_name;  ///< "rackproof.memory": what GitLab shows as the suite.
  std::string name;        ///< "criterion on device".
  std::string seconds;     ///< "" = has no duration of its own.
  Mark mark = Mark::passed;
  std::string type;     ///< "FAIL", "NOT JUDGED", "SIMULATED"; "" for a passed one.
  std::string message;  ///< One line: why; "" for a passed one.
  std::string text;     ///< For people: what was asked and observed, a line each.
  std::vector<std::pair<std::string, std::string>> properties;  ///< Numbers with their units.
};

struct Suite {
  std::string name;
  std::vector<Case> cases;
};

/// First the suite "overall" with one case, the overall verdict, which is passed only by PASS on a
/// machine that is no captured one; then one suite a class of criteria, in the report's order.
/// Together they hold a failure or an error if and only if that first case is one.
[[nodiscard]] std::vector<Suite> suites_of(const ReportView& view);

}  // namespace rackproof::junit
