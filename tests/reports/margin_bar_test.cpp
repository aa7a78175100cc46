#include "reports/margin_bar.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Verdict judged(double observed, std::optional<double> at_least, std::optional<double> at_most) {
  Verdict verdict;
  verdict.outcome = Outcome::pass;
  verdict.observed = observed;
  verdict.at_least = at_least;
  verdict.at_most = at_most;
  verdict.accept_at_least = at_least;
  verdict.accept_at_most = at_most;
  return verdict;
}

}  // namespace

TEST_CASE("margin bar: nothing to show without a value or without a limit", "[reports]") {
  auto verdict = judged(1, 2, std::nullopt);
  CHECK_FALSE(margin_bar(verdict).empty());
  verdict.observed.reset();
  CHECK(margin_bar(verdict).empty());
  CHECK(margin_bar(judged(1, std::nullopt, std::nullopt)).empty());
}

TEST_CASE("margin bar: the acceptance limit is drawn where it differs", "[reports]") {
  auto verdict = judged(12, 10, std::nullopt);
  CHECK(margin_bar(verdict).find("class=\"accept\"") == std::string::npos);
  verdict.accept_at_least = 10.5;
  CHECK(margin_bar(verdict).find("class=\"accept\"") != std::string::npos);
}

TEST_CASE("margin bar: zero against zero, and values far apart, stay inside", "[reports]") {
  for (const auto& verdict : {judged(0, std::nullopt, 0), judged(1e300, 1, std::nullopt),
                              judged(-40, -10, 85), judged(0, 0, 0)}) {
    const auto bar = margin_bar(verdict);
    CHECK(bar.find("nan") == std::string::npos);
    CHECK(bar.find("inf") == std::string::npos);
    CHECK(bar.find("width=\"-") == std::string::npos);
  }
}

TEST_CASE("margin bar: each outcome has a class of its own", "[reports]") {
  std::set<std::string> classes;
  for (const auto& [outcome, word] : kOutcomes) {
    classes.insert(outcome_class(outcome));
  }
  CHECK(classes.size() == kOutcomes.size());
}
