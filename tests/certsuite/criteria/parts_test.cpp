#include "certsuite/criteria/parts.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;

TEST_CASE("parts: each declared place has one verdict, the empty one fails",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.parts[0].count.value = 4;
  const auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 4);
  CHECK(verdicts[0].device == "node/card:0");
  CHECK(verdicts[1].outcome == Outcome::pass);
  CHECK(verdicts[2].device == "accelerator[2]");
  CHECK(verdicts[3].outcome == Outcome::fail);
  CHECK(verdicts[3].criterion == "part-accelerator");
  CHECK(verdicts[3].criterion_class == "inventory");
  CHECK(verdicts[3].required);
}

TEST_CASE("parts: a minimum alone lets more devices be, a maximum does not",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& count = run.reference.parts[0].count;
  count.value.reset();
  count.min = 1;
  CHECK(judge_parts(run.reference, run.inventory).size() == 1);
  count.max = 1;
  const auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 2);
  CHECK(verdicts[1].outcome == Outcome::fail);
  CHECK(verdicts[1].device == "node/card:1");
}

TEST_CASE("parts: a count that cannot be one is INCONCLUSIVE, one not public NOT JUDGED",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& count = run.reference.parts[0].count;
  for (const double nonsense : {-1.0, 1e12, std::nan("")}) {
    count.value = nonsense;
    const auto verdicts = judge_parts(run.reference, run.inventory);
    REQUIRE(verdicts.size() == 1);
    CHECK(verdicts[0].outcome == Outcome::inconclusive);
  }
  count.basis = Basis::not_public;
  CHECK(judge_parts(run.reference, run.inventory).at(0).outcome == Outcome::not_judged);
}

}  // namespace
}  // namespace rackproof::criteria
