#include "reports/junit_cases.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"

using namespace rackproof;
using junit::Mark;
using junit::mark_of;

namespace {

Verdict verdict_of(Outcome outcome, bool required) {
  Verdict verdict;
  verdict.outcome = outcome;
  verdict.required = required;
  return verdict;
}

const junit::Case& named(const std::vector<junit::Suite>& suites, const std::string& name) {
  for (const auto& suite : suites) {
    const auto found = std::ranges::find(suite.cases, name, &junit::Case::name);
    if (found != suite.cases.end()) {
      return *found;
    }
  }
  FAIL("no case " + name);
  return suites.front().cases.front();
}

std::string property(const junit::Case& of, const std::string& name) {
  for (const auto& [each, value] : of.properties) {
    if (each == name) {
      return value;
    }
  }
  return "(none)";
}

/// The overall case of an example whose overall verdict is another.
junit::Case overall_of(Outcome overall, bool simulated) {
  testing::ExampleReport example;
  example.report.judgement.overall = overall;
  example.report.simulated = example.inventory.simulated = false;
  example.record.simulated = simulated;
  return junit::suites_of(example.view()).front().cases.front();
}

}  // namespace

TEST_CASE("junit: nothing but PASS is passed, required or advisory", "[reports]") {
  CHECK(mark_of(verdict_of(Outcome::pass, true)) == Mark::passed);
  CHECK(mark_of(verdict_of(Outcome::pass, false)) == Mark::passed);
  CHECK(mark_of(verdict_of(Outcome::fail, true)) == Mark::failure);
  CHECK(mark_of(verdict_of(Outcome::inconclusive, true)) == Mark::error);
  CHECK(mark_of(verdict_of(Outcome::invalid, true)) == Mark::error);
  CHECK(mark_of(verdict_of(Outcome::not_judged, true)) == Mark::skipped);
  for (const auto& [outcome, word] : kOutcomes) {
    if (outcome != Outcome::pass) {
      CHECK(mark_of(verdict_of(outcome, false)) == Mark::skipped);
    }
  }
}

TEST_CASE("junit: the overall case fails for every overall verdict but PASS", "[reports]") {
  CHECK(overall_of(Outcome::pass, false).mark == Mark::passed);
  CHECK(overall_of(Outcome::pass, false).type.empty());
  CHECK(overall_of(Outcome::fail, false).mark == Mark::failure);
  for (const auto outcome : {Outcome::inconclusive, Outcome::invalid, Outcome::not_judged}) {
    CHECK(overall_of(outcome, false).mark == Mark::error);
    CHECK(overall_of(outcome, false).type == word_of(kOutcomes, outcome));
  }
}

TEST_CASE("junit: PASS of a captured tree is no success", "[reports]") {
  const auto overall = overall_of(Outcome::pass, true);
  CHECK(overall.mark == Mark::error);
  CHECK(overall.type == "SIMULATED");
  CHECK_FALSE(overall.message.empty());
  CHECK(property(overall, "simulated") == "true");
  CHECK(overall_of(Outcome::fail, true).mark == Mark::failure);
}

TEST_CASE("junit: each verdict is one case of its class, with its reason and its numbers",
          "[reports]") {
  testing::ExampleReport example;
  const auto suites = junit::suites_of(example.view());
  std::size_t cases = 0;
  for (const auto& suite : suites) {
    cases += suite.cases.size();
  }
  CHECK(cases == example.report.judgement.verdicts.size() + 1);
  const auto& good = named(suites, "memory-triad-rate on node/memory");
  CHECK(good.class_name == "rackproof.memory");
  CHECK(good.mark == Mark::passed);
  CHECK(property(good, "observed") == "1.194e+10 B/s");
  CHECK(property(good, "uncertainty_k2") == "8e+07 B/s");
  CHECK(property(good, "limit_at_least") == "6.4e+09 B/s");
  CHECK(property(good, "accepted_at_least") == "6.48e+09 B/s");
  CHECK(property(good, "limit_at_most") == "(none)");
  const auto& wrong = named(suites, "cpu-sdc-answers on node/cpu:11");
  CHECK(wrong.mark == Mark::failure);
  CHECK(wrong.type == "FAIL");
  CHECK(wrong.message == "FAIL: max of 24 windows is 3, above 0");
  CHECK(property(wrong, "observed") == "3");
  const auto& unbound = named(suites, "power: nothing was bound");
  CHECK(unbound.mark == Mark::skipped);
  CHECK(unbound.message ==
        "NOT JUDGED (advisory, does not count): no power_domain is here: nothing to bind");
}

TEST_CASE("junit: rule, grounds and waivers are properties, and what fails goes on failing",
          "[reports]") {
  testing::ExampleReport example;
  std::string all;
  for (const auto& suite : junit::suites_of(example.view())) {
    for (const auto& one : suite.cases) {
      for (const auto& [name, value] : one.properties) {
        all += one.name + " " + name + "=" + value + "\n";
      }
      if (one.name == "cpu-sdc-answers on node/cpu:11") {
        CHECK(one.mark == junit::Mark::failure);
      }
    }
  }
  CHECK_THAT(all, Catch::Contains("cpu-sdc-answers on node/cpu:11 rule=simple"));
  CHECK_THAT(all, Catch::Contains("cpu-sdc-answers on node/cpu:11 waiver=waived by Jo <QA>"));
  CHECK_THAT(all, Catch::Contains("memory-triad-rate on node/memory grounds=rule guard_band"));
}
