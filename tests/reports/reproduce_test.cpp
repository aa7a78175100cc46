#include "reports/reproduce.h"

#include <cmath>
#include <functional>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

namespace {

Judgement example() {
  return testing::example_report().judgement;
}

}  // namespace

TEST_CASE("reproduce: the same judgement shows no difference", "[reports][verify]") {
  CHECK(differences(example(), example()).empty());
}

TEST_CASE("reproduce: the last bit of a number and the sign of zero are differences",
          "[reports][verify]") {
  auto found = example();
  found.verdicts[0].observed = std::nextafter(*found.verdicts[0].observed, 0.0);
  CHECK(differences(example(), found).size() == 1);

  auto stated = example();
  auto other = example();
  stated.verdicts[0].uncertainty = 0.0;
  other.verdicts[0].uncertainty = -0.0;
  CHECK(differences(stated, other).size() == 1);
}

TEST_CASE("reproduce: a verdict told otherwise is named", "[reports][verify]") {
  auto stated = example();
  stated.verdicts[1].outcome = Outcome::pass;
  const auto lines = differences(stated, example());
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].starts_with("triad on dimm[1]: the report says PASS"));
  CHECK(lines[0].find("the evidence gives FAIL") != std::string::npos);
}

TEST_CASE("reproduce: of every particular that differs both values are told", "[reports][verify]") {
  struct Row {
    std::function<void(Verdict&)> change;
    const char* told;
  };
  auto plain = example();
  auto& unjudged = plain.verdicts[0];
  unjudged = Verdict{};
  unjudged.criterion = "c";
  unjudged.device = "d";
  unjudged.unit = Unit::watt;
  unjudged.reason = "Because.";
  for (const auto& row : std::vector<Row>{
           {[](Verdict& v) { v.criterion_class = "power"; },
            "c on d: the report says class 'power', the evidence gives class ''"},
           {[](Verdict& v) { v.required = false; },
            "says not required, the evidence gives required"},
           {[](Verdict& v) { v.unit = Unit::celsius; },
            "says unit 'Cel', the evidence gives unit 'W'"},
           {[](Verdict& v) { v.observed = -0.0; }, "says NOT JUDGED (observed -0), the evidence"},
           {[](Verdict& v) { v.uncertainty = 2; }, "says uncertainty 2, the evidence gives no unc"},
           {[](Verdict& v) { v.at_least = 1; },
            "says lower limit 1, the evidence gives no lower limit"},
           {[](Verdict& v) { v.at_most = 9.5; },
            "says upper limit 9.5, the evidence gives no upper limit"},
           {[](Verdict& v) { v.accept_at_least = 2; },
            "says lower acceptance limit 2, the evidence gives no lower acceptance limit"},
           {[](Verdict& v) { v.accept_at_most = 3; },
            "says upper acceptance limit 3, the evidence gives no upper acceptance limit"},
           {[](Verdict& v) { v.readable = 3; }, "says 3 readable, the evidence gives 0 readable"},
           {[](Verdict& v) { v.missing = 3; }, "says 3 missing, the evidence gives 0 missing"},
           {[](Verdict& v) { v.reason = "So."; },
            "reason 'So.', the evidence gives reason 'Because.'"},
           {[](Verdict& v) {
              v.at_most = 1;
              v.missing = 2;
              v.reason = "So.";
            },
            "says upper limit 1 and 2 missing, the evidence gives no upper limit and 0 "
            "missing"},
       }) {
    auto stated = plain;
    row.change(stated.verdicts[0]);
    const auto told = differences(stated, plain);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0], Catch::Contains(row.told));
  }
}

TEST_CASE("reproduce: a verdict more or less, and another conclusion, are differences",
          "[reports][verify]") {
  auto stated = example();
  stated.verdicts.pop_back();
  stated.overall = Outcome::pass;
  stated.because.clear();
  CHECK(differences(stated, example()).size() == 3);
  auto renamed = example();
  renamed.verdicts[0].criterion = "other";
  CHECK(differences(renamed, example()).size() == 1);
}

TEST_CASE("reproduce: another release may word a verdict otherwise, but not decide otherwise",
          "[reports][verify]") {
  auto stated = example();
  stated.verdicts.front().reason = "the same thing in other words";
  stated.because = {"so to say"};

  CHECK(differences(stated, example()).size() == 2);
  CHECK(differences(stated, example(), Wording::may_differ).empty());

  stated.verdicts.front().readable += 1;
  CHECK(differences(stated, example(), Wording::may_differ).size() == 1);
}

TEST_CASE("reproduce: what a verdict rests on is compared, and told where it differs",
          "[reports][verify]") {
  struct Row {
    std::function<void(Grounds&)> change;
    const char* told;
  };
  const std::vector<Row> rows{
      {[](Grounds& g) { g.rule = RuleKind::simple; },
       "says rule 'simple', the evidence gives rule 'guard_band'"},
      {[](Grounds& g) { g.statistic = "max"; },
       "says statistic 'max', the evidence gives statistic 'p05'"},
      {[](Grounds& g) { g.coverage_factor = 3; }, "says k 3, the evidence gives k 2"},
      {[](Grounds& g) { g.evaluation = UncertaintyEvaluation::type_b; },
       "says evaluation 'type_b', the evidence gives evaluation 'type_a_and_b'"},
      {[](Grounds& g) { g.instrument = "pdu-2"; },
       "says instrument 'pdu-2', the evidence gives instrument 'pdu-1'"},
      {[](Grounds& g) { g.evidence.pop_back(); },
       "says evidence inventory.json, run-record.json, the evidence gives evidence "
       "inventory.json, run-record.json, samples.db"},
      {[](Grounds& g) { g.evidence.clear(); }, "says no evidence, the evidence gives"},
  };
  for (const auto& row : rows) {
    INFO(row.told);
    auto stated = example();
    row.change(*stated.verdicts[0].grounds);
    for (const auto wording : {Wording::must_match, Wording::may_differ}) {
      const auto lines = differences(stated, example(), wording);
      REQUIRE(lines.size() == 1);
      CHECK_THAT(lines[0], Catch::Contains(row.told));
    }
  }
}

TEST_CASE("reproduce: a release that did not say what verdicts rest on is not held to it",
          "[reports][verify]") {
  auto stated = example();
  stated.verdicts[0].grounds.reset();
  CHECK(differences(stated, example()).empty());
}
