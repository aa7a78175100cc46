#include "certsuite/criteria/grounds.h"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof {
namespace {

using testing::JudgedRun;
using testing::verdict_of;

using Paths = std::vector<std::string>;

Grounds of(const Judgement& judgement, std::string_view criterion, std::string_view device) {
  const auto& grounds = verdict_of(judgement, criterion, device).grounds;
  REQUIRE(grounds);
  return *grounds;
}

Instrument meter(double expanded) {
  Instrument instrument;
  instrument.id = "PT100-3";
  instrument.quantity = "temperature";
  instrument.metric = std::string(testing::kHeat);
  instrument.expanded_uncertainty = expanded;
  instrument.uncertainty_unit = Unit::celsius;
  return instrument;
}

TEST_CASE("grounds: a criterion's verdict says rule, statistic, U and what it rests on",
          "[certsuite][criteria]") {
  JudgedRun run;
  const auto grounds = of(run.judged(), "triad-rate", testing::kSecondCard);
  CHECK(grounds.rule == RuleKind::guard_band);
  CHECK(grounds.statistic == "p05");
  CHECK(grounds.coverage_factor == kCoverageFactor);
  CHECK(grounds.evaluation == UncertaintyEvaluation::type_a);
  CHECK(grounds.instrument.empty());
  CHECK(grounds.evidence == Paths{"inventory.json", "run-record.json", "samples.db"});
}

TEST_CASE("grounds: an instrument's word is type B, and its id stands beside it",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.record.site.instruments = {meter(0.5)};
  const auto grounds = of(run.judged(), "heat", testing::kSecondCard);
  CHECK(grounds.evaluation == UncertaintyEvaluation::type_b);
  CHECK(grounds.instrument == "PT100-3");
  CHECK(grounds.coverage_factor == 2);
  Grounds both;
  criteria::tell_uncertainty({1.0, true, "PT100-3", ""}, both);
  CHECK(both.evaluation == UncertaintyEvaluation::type_a_and_b);
  Grounds neither;
  criteria::tell_uncertainty({std::nullopt, false, "", "overdue"}, neither);
  CHECK(neither == Grounds{});
}

TEST_CASE("grounds: what the inventory settles rests on nothing else", "[certsuite][criteria]") {
  JudgedRun run;
  const auto judgement = run.judged();
  std::size_t compared = 0;
  for (const auto& verdict : judgement.verdicts) {
    INFO(verdict.criterion);
    REQUIRE(verdict.grounds);
    if (verdict.grounds->rule == RuleKind::exact) {
      ++compared;
      CHECK(verdict.grounds->evidence == Paths{"inventory.json"});
      CHECK(verdict.grounds->statistic.empty());
    }
  }
  CHECK(compared > 0);
}

TEST_CASE("grounds: a phase that settles a criterion leaves its samples out of it",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.step().status = StepStatus::error;
  run.step().reason = "it crashed";
  const auto grounds = of(run.judged(), "triad-rate", testing::kSecondCard);
  CHECK(grounds.evidence == Paths{"inventory.json", "run-record.json"});
  CHECK(grounds.evaluation == UncertaintyEvaluation::none);
}

TEST_CASE("grounds: the rules that verdicts name are said once, as they are applied",
          "[certsuite][criteria]") {
  JudgedRun run;
  const auto rules = criteria::rules_used(run.judged().verdicts);
  REQUIRE(rules.size() == 3);
  CHECK(rules[0] == RuleUsed{RuleKind::simple, 0, std::nullopt});
  CHECK(rules[1] == RuleUsed{RuleKind::guard_band, 1, 2.0});
  CHECK(rules[2] == RuleUsed{RuleKind::exact, 0, std::nullopt});
  CHECK(criteria::rules_used({Verdict{}}).empty());
}

}  // namespace
}  // namespace rackproof
