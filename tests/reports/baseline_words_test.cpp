#include "reports/baseline_words.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("baseline words: what was not there is new, what is not there is gone", "[reports]") {
  CHECK(baseline_words::side(std::nullopt, true) == "new");
  CHECK(baseline_words::side(std::nullopt, false) == "gone");
}

TEST_CASE("baseline words: a movement has its sign, its share and what it is worth", "[reports]") {
  VerdictChange change;
  CHECK(baseline_words::movement(change).empty());
  change.change = Change::beyond;
  change.percent = 3.21;
  CHECK(baseline_words::movement(change) == "+3.2 %, beyond uncertainty");
  change.percent = -3.21;
  change.change = Change::not_knowable;
  CHECK(baseline_words::movement(change) == "-3.2 %, uncertainty not known");
}

TEST_CASE("baseline words: another outcome stands out, a number within its uncertainty does not",
          "[reports]") {
  VerdictChange change;
  CHECK(baseline_words::stands_out(change));
  change.earlier = change.later = Verdict{};
  CHECK_FALSE(baseline_words::stands_out(change));
  change.change = Change::beyond;
  CHECK(baseline_words::stands_out(change));
  change.change = Change::within;
  change.later->outcome = Outcome::fail;
  CHECK(baseline_words::stands_out(change));
}
