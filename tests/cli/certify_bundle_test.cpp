#include "cli/certify_bundle.h"

#include <sstream>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Report report_of(std::vector<Outcome> outcomes, Outcome overall) {
  Report report;
  report.title = "Self-test, not a certificate";
  report.judgement.overall = overall;
  report.judgement.because = {"One thing was wrong.\x1b[31m"};
  for (const auto outcome : outcomes) {
    report.judgement.verdicts.emplace_back();
    report.judgement.verdicts.back().outcome = outcome;
  }
  return report;
}

}  // namespace

TEST_CASE("conclusion: verdict, why, how many of each, and where it lies", "[cli][certify]") {
  std::ostringstream out;
  print_conclusion(report_of({Outcome::pass, Outcome::fail, Outcome::pass}, Outcome::fail),
                   RunRecord{}, true, "out/b", out);

  CHECK(out.str() ==
        "Self-test, not a certificate: FAIL\n"
        "  One thing was wrong.\\x1b[31m\n"
        "verdicts: 2 PASS, 1 FAIL\n"
        "bundle: out/b\n"
        "report: out/b/report.html\n");
}

TEST_CASE("conclusion: a simulated run is said to be one, an unsealed bundle too",
          "[cli][certify]") {
  RunRecord record;
  record.simulated = true;
  std::ostringstream out;
  print_conclusion(report_of({}, Outcome::inconclusive), record, false, "b", out);

  CHECK(out.str().find("INCONCLUSIVE (simulated: a captured tree, not this machine)\n") !=
        std::string::npos);
  CHECK(out.str().find("verdicts: none\n") != std::string::npos);
  CHECK(out.str().find("not sealed: `rackproof seal b --as collector --key FILE`") !=
        std::string::npos);
}
