#include "cli/plan_page.h"

#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "schemas/text.h"

using namespace rackproof;

namespace {

constexpr std::size_t kPageColumns = 100;

Plan small_plan() {
  Plan plan;
  plan.reference_id = "host";
  plan.reference_revision = 3;
  plan.reference_digest = std::string(64, 'a');
  plan.tier = "quick";
  PlannedStep work;
  work.phase = "triad";
  work.workload = "mem_triad";
  work.seconds = 5;
  work.settle_seconds = 2;
  PlannedStep left;
  left.phase = "compile";
  left.skipped = "no compiler found";
  plan.steps = {work, left};
  return plan;
}

Verdict not_judged(std::string device, bool required) {
  Verdict verdict;
  verdict.criterion = "compile-works";
  verdict.device = std::move(device);
  verdict.required = required;
  verdict.reason = "phase 'compile' was skipped: no compiler found";
  return verdict;
}

Coverage small_coverage() {
  Coverage coverage;
  coverage.purposes = {"Streams memory and finds a slow channel.", "Compiles and runs."};
  coverage.verdicts = 7;
  coverage.not_judged = {not_judged("node/cpu:0", true), not_judged("node/cpu:1", true)};
  coverage.uncovered = {{DeviceKind::thermal_zone, {"node/zone:1", "node/zone:2"}}};
  return coverage;
}

}  // namespace

TEST_CASE("plan page: steps, their purpose, rest and total, what is left out and why", "[cli]") {
  const auto page = plan_page(small_plan(), small_coverage());
  for (const auto* wanted :
       {"Plan: reference host revision 3, tier quick",
        "1. triad: mem_triad for 5.0 s, after a rest of 2.0 s\n    Streams memory",
        "2. compile: SKIPPED: no compiler found", "Work 5.0 s, about 8.0 s in all.",
        "compile-works on 2 devices: phase 'compile' was skipped: no compiler found",
        "2 verdicts of 7 would be NOT JUDGED.", "thermal zone", "2 devices, first node/zone:1"}) {
    INFO(page);
    CHECK(page.find(wanted) != std::string::npos);
  }
  CHECK(page.find("could not pass") == std::string::npos);
  CHECK(page.ends_with("plan sha256 " + plan_digest(small_plan()) + "\n"));
}

TEST_CASE("plan page: what keeps the run from passing is said before it is run", "[cli]") {
  auto coverage = small_coverage();
  coverage.cannot_pass = {"class 'storage' must be judged and no required criterion of it can be"};
  const auto page = plan_page(small_plan(), coverage);
  CHECK(page.find("This run could not pass") != std::string::npos);
  CHECK(page.find("- class 'storage'") != std::string::npos);
}

TEST_CASE("plan page: no line but a digest is wider than a page", "[cli]") {
  const auto page = plan_page(small_plan(), small_coverage());
  for (const auto line : lines(page)) {
    CHECK((columns_of(line) <= kPageColumns || line.find("sha256") != std::string_view::npos));
  }
}
