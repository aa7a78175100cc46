#include "certsuite/criteria/requirements.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof {
namespace {

using testing::JudgedRun;

TEST_CASE("requirements: every verdict answers one of them, and each is answered",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.topology_kind = "switched";
  run.reference.software = {{{{"kernel", "6.1.0"}}}};
  Quantity secret;
  secret.basis = Basis::not_public;
  run.reference.parts.front().quantities["power_limit"] = secret;
  const auto names = criteria::requirements_of(run.reference);
  const auto judgement = run.judged();
  for (const auto& verdict : judgement.verdicts) {
    INFO(verdict.criterion);
    CHECK(std::ranges::count(names, verdict.criterion) == 1);
  }
  for (const auto& name : names) {
    INFO(name);
    CHECK(std::ranges::any_of(
        judgement.verdicts, [&name](const Verdict& verdict) { return verdict.criterion == name; }));
  }
}

}  // namespace
}  // namespace rackproof
