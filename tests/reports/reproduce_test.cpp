#include "reports/reproduce.h"

#include <cmath>

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
