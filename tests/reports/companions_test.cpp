#include "reports/companions.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "schemas/json/statement_json.h"
#include "schemas/predicate_types.h"
#include "tests/reports/example_report.h"

using namespace rackproof;
using testing::ExampleReport;

namespace {

JsonValue test_result(ExampleReport& example) {
  const auto statement = decode_statement(test_result_statement(example.view()));
  REQUIRE(statement);
  CHECK(statement->predicate_type == kTestResultPredicate);
  CHECK(statement->subjects == example.subjects);
  return statement->predicate;
}

bool lists(const JsonValue& predicate, const char* list, const std::string& test) {
  const auto& items = *predicate.find(list)->if_array();
  return std::ranges::any_of(items,
                             [&test](const JsonValue& item) { return *item.if_string() == test; });
}

void set_simulated(ExampleReport& example, bool simulated) {
  example.report.simulated = example.record.simulated = example.inventory.simulated = simulated;
}

std::string result_of(Outcome overall, bool simulated) {
  ExampleReport example;
  set_simulated(example, simulated);
  example.report.judgement.overall = overall;
  return *test_result(example).find("result")->if_string();
}

}  // namespace

TEST_CASE("32.1 a test-result says PASSED under PASS of a real machine and nowhere else",
          "[reports]") {
  for (const auto& [overall, word] : kOutcomes) {
    CAPTURE(word);
    CHECK(result_of(overall, false) == (overall == Outcome::pass ? "PASSED" : "FAILED"));
    CHECK(result_of(overall, true) == "FAILED");
  }
}

TEST_CASE("32.2 no test that is not PASS is among the passed or the warned", "[reports]") {
  ExampleReport example;
  const auto predicate = test_result(example);
  CHECK(lists(predicate, "passedTests", "memory-triad-rate on node/memory"));
  CHECK(lists(predicate, "failedTests", "cpu-sdc-answers on node/cpu:11"));
  CHECK(lists(predicate, "failedTests", "overall verdict"));
  CHECK_FALSE(lists(predicate, "passedTests", "overall verdict"));
  CHECK(predicate.find("warnedTests")->if_array()->empty());
  CHECK(predicate.find("passedTests")->if_array()->size() == 3);
  for (const auto& verdict : example.report.judgement.verdicts) {
    const auto name =
        verdict.device.empty() ? verdict.criterion : verdict.criterion + " on " + verdict.device;
    CHECK(lists(predicate, "passedTests", name) == (verdict.outcome == Outcome::pass));
  }
  CHECK_FALSE(lists(predicate, "failedTests", "power"));  // advisory and NOT JUDGED
}

TEST_CASE("companions: what was judged against is named by digest", "[reports]") {
  ExampleReport example;
  const auto predicate = test_result(example);
  const auto& configuration = *predicate.find("configuration")->if_array();
  REQUIRE(configuration.size() == 3);
  CHECK(*configuration[0].find("digest")->find("sha256")->if_string() ==
        example.report.reference_digest);
}

TEST_CASE("32.3 a simple verification result is made of PASS alone", "[reports]") {
  ExampleReport example;
  for (const auto& [overall, word] : kOutcomes) {
    example.report.judgement.overall = overall;
    for (const bool simulated : {false, true}) {
      set_simulated(example, simulated);
      CHECK(svr_statement(example.view()).has_value() == (overall == Outcome::pass && !simulated));
    }
  }
  example.report.judgement.overall = Outcome::fail;
  CHECK_THAT(svr_statement(example.view()).error().message, Catch::Contains("FAIL"));
}

TEST_CASE("companions: a simple verification result has its required members", "[reports]") {
  ExampleReport example;
  set_simulated(example, false);
  example.report.judgement.overall = Outcome::pass;
  const auto statement = decode_statement(svr_statement(example.view()).value());
  REQUIRE(statement);
  CHECK(statement->predicate_type == kSvrPredicate);
  CHECK(statement->subjects == example.subjects);
  const auto& predicate = statement->predicate;
  CHECK(*predicate.find("verifier")->find("id")->if_string() == kVerifierId);
  CHECK(predicate.find("verifier")->find("policies")->if_array()->size() == 1);
  CHECK(predicate.find("timeCreated")->if_string()->ends_with("Z"));
  CHECK(*predicate.find("properties")->if_array()->front().if_string() == "RACKPROOF_PASS");
}

TEST_CASE("32.6 a waiver makes no companion pass", "[reports]") {
  ExampleReport example;
  set_simulated(example, false);
  REQUIRE(example.report.judgement.overall == Outcome::fail);
  const std::vector<Waiver> waived{{"cpu-sdc-answers", "Jo", "2099-01-31", "agreed"}};
  for (const auto& waivers : {std::vector<Waiver>(), waived}) {
    example.report.site.waivers = waivers;
    const auto predicate = test_result(example);
    CHECK(*predicate.find("result")->if_string() == "FAILED");
    CHECK(lists(predicate, "failedTests", "cpu-sdc-answers on node/cpu:11"));
    CHECK(predicate.find("warnedTests")->if_array()->empty());
    CHECK_FALSE(svr_statement(example.view()));
  }
}
