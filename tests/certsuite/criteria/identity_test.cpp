#include "certsuite/criteria/identity.h"

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;

IdentityTerm term(std::string pci, std::string machine, std::string architecture,
                  std::optional<int> count = std::nullopt) {
  return {std::move(pci), std::move(machine), std::move(architecture), count};
}

Outcome identity_with(IdentityTerm only) {
  JudgedRun run;
  run.reference.identity = {std::move(only)};
  const auto verdict = judge_identity(run.reference, run.inventory);
  REQUIRE(verdict);
  CHECK_FALSE(verdict->reason.empty());
  return verdict->outcome;
}

TEST_CASE("identity: every given field of a term must match", "[certsuite][criteria]") {
  CHECK(identity_with(term("1D0F:7364", "", "", 2)) == Outcome::pass);
  CHECK(identity_with(term("1d0f:7364", "", "")) == Outcome::pass);
  CHECK(identity_with(term("1d0f:7364", "trn2.48xlarge", "x86_64")) == Outcome::pass);
  CHECK(identity_with(term("", "", "x86_64")) == Outcome::pass);
  CHECK(identity_with(term("1d0f:7364", "", "aarch64")) == Outcome::inconclusive);
  CHECK(identity_with(term("1d0f:7364", "", "", 16)) == Outcome::inconclusive);
  CHECK(identity_with(term("10de:2330", "", "")) == Outcome::inconclusive);
  CHECK(identity_with(term("nonsense", "", "")) == Outcome::inconclusive);
  CHECK(identity_with(term("", "", "")) == Outcome::inconclusive);
}

TEST_CASE("identity: one matching term is enough, and no term asks nothing",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.identity = {term("10de:2330", "", ""), term("", "trn2.48xlarge", "")};
  CHECK(judge_identity(run.reference, run.inventory)->outcome == Outcome::pass);
  run.reference.identity.clear();
  CHECK_FALSE(judge_identity(run.reference, run.inventory));
}

TEST_CASE("identity: a missing card does not make it another machine", "[certsuite][criteria]") {
  JudgedRun run;
  run.inventory.devices.pop_back();
  CHECK(judge_identity(run.reference, run.inventory)->readable == 1);
  CHECK(run.judged().overall == Outcome::fail);
  run.inventory.devices.pop_back();
  CHECK(judge_identity(run.reference, run.inventory)->readable == 0);
}

TEST_CASE("software: one row must match as a whole", "[certsuite][criteria]") {
  JudgedRun run;
  CHECK(judge_software(run.reference, run.inventory)->outcome == Outcome::pass);
  run.reference.software = {{{{"driver", "2.31.7.0"}, {"runtime", "1"}}},
                            {{{"driver", "1"}, {"runtime", "2.35.30.0"}}}};
  CHECK(judge_software(run.reference, run.inventory)->outcome == Outcome::fail);
  run.reference.software.push_back({{{"driver", "2.31.7.0"}, {"sdk", "2.33.0"}}});
  const auto unknown = judge_software(run.reference, run.inventory);
  CHECK(unknown->outcome == Outcome::inconclusive);
  CHECK(unknown->reason.find("sdk 2.33.0 asked, not in the inventory") != std::string::npos);
  run.reference.software = {{}};
  CHECK(judge_software(run.reference, run.inventory)->outcome == Outcome::inconclusive);
  run.reference.software.clear();
  CHECK_FALSE(judge_software(run.reference, run.inventory));
}

TEST_CASE("software: a version may lie in a window, and one that has no order is INCONCLUSIVE",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.software.resize(1);
  run.reference.software[0].versions.clear();
  run.reference.software[0].versions["driver"] = ">= 2.30.2, < 2.32";
  CHECK(judge_software(run.reference, run.inventory)->outcome == Outcome::pass);
  run.inventory.software[0].version = "2.9.9";
  const auto old = judge_software(run.reference, run.inventory);
  CHECK(old->outcome == Outcome::fail);
  CHECK_THAT(old->reason, Catch::EndsWith("driver >= 2.30.2, < 2.32 asked, 2.9.9 found"));
  run.inventory.software[0].version = "2.31-custom";
  const auto odd = judge_software(run.reference, run.inventory);
  CHECK(odd->outcome == Outcome::inconclusive);
  CHECK_THAT(odd->reason, Catch::EndsWith("2.31-custom found, which cannot be compared"));
}

TEST_CASE("identity: fifty thousand terms and rows ask fifty thousand functions and versions",
          "[certsuite][criteria][hostile]") {
  constexpr int kMany = 50'000;
  JudgedRun run;
  run.reference.identity.clear();
  run.reference.software.clear();
  for (int i = 0; i < kMany; ++i) {
    auto device = run.inventory.devices.back();
    device.id = "node/card:" + std::to_string(kMany + i);
    run.inventory.devices.push_back(device);
    run.inventory.software.push_back({"module-" + std::to_string(i), "1"});
    run.reference.identity.push_back(term("1d0f:7364", "", "", 1));
    run.reference.software.push_back({{{"module-" + std::to_string(i), "2"}}});
  }
  run.reference.software.back().versions = {{"module-" + std::to_string(kMany - 1), "1"}};
  CHECK(judge_software(run.reference, run.inventory)->outcome == Outcome::pass);
  run.reference.identity.back().count = kMany + 2;
  CHECK(judge_identity(run.reference, run.inventory)->outcome == Outcome::pass);
}

}  // namespace
}  // namespace rackproof::criteria
