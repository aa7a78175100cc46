// Properties that hold whatever the evidence: random damage to a good run.

#include "certsuite/criteria/judge.h"

#include <algorithm>
#include <map>
#include <random>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"
#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::JudgedRun;

/// Some damage that a real run may take, from none to much.
void damage(JudgedRun& run, std::mt19937_64& random) {
  for (auto& [key, points] : run.series.all()) {
    const auto kind = random() % 6;
    for (auto& point : points) {
      if (kind == 0 && random() % 4 == 0) {
        point.reading = Error{ErrorKind::io, "EIO"};
      } else if (kind == 1 && random() % 50 == 0) {
        point.reading = static_cast<double>(random() % 200);
      } else if (kind == 2 && random() % 60 == 0) {
        point.reading = static_cast<std::int64_t>(random() % 5);
      }
    }
    if (kind == 3) {
      points.resize(points.size() * (random() % 11) / 10);
    }
  }
}

void make_unreadable(JudgedRun& run, std::mt19937_64& random) {
  for (auto& [key, points] : run.series.all()) {
    for (auto& point : points) {
      if (random() % 3 == 0) {
        point.reading = Error{ErrorKind::timed_out, "late"};
      }
    }
  }
}

TEST_CASE("judge: a good run passes, and says of how many verdicts", "[certsuite][criteria]") {
  JudgedRun run;
  const auto judgement = run.judged();
  CHECK(judgement.overall == Outcome::pass);
  REQUIRE(judgement.because.size() == 1);
  CHECK(judgement.because[0] ==
        "Every required criterion that could be judged passed, 10 verdicts in all.");
  CHECK(judgement.verdicts.size() == 10);
}

TEST_CASE("judge: the order in which devices, parts and series are listed changes no bit",
          "[certsuite][criteria]") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 60; ++round) {
    JudgedRun run;
    damage(run, random);
    const auto first = run.judged();
    std::ranges::shuffle(run.inventory.devices, random);
    std::ranges::shuffle(run.inventory.software, random);
    CHECK(run.judged() == first);
  }
}

TEST_CASE("judge: one verdict per criterion and device, in the order of criteria and ids",
          "[certsuite][criteria]") {
  std::mt19937_64 random(6);
  for (int round = 0; round < 60; ++round) {
    JudgedRun run;
    damage(run, random);
    run.reference.parts[0].count.value = static_cast<double>(random() % 5);
    const auto judgement = run.judged();
    const auto declared = static_cast<std::size_t>(*run.reference.parts[0].count.value);
    for (const auto& criterion : run.reference.criteria) {
      std::vector<std::string> devices;
      for (const auto& verdict : judgement.verdicts) {
        if (verdict.criterion == criterion.id) {
          devices.push_back(verdict.device);
          CHECK_FALSE(verdict.reason.empty());
        }
      }
      CHECK(devices.size() == std::max<std::size_t>(declared, 2));
      CHECK(devices.at(0) == "node/card:0");
      CHECK(devices.at(1) == "node/card:1");
      CHECK((declared < 3 || devices.at(2) == "accelerator[2]"));
    }
  }
}

/// Fewer readable samples must not open a way past a criterion that was not passed. A FAIL may
/// become another refusal, or the sample that broke the limit may be the one that is lost; what
/// cannot be answered stays so.
TEST_CASE("judge: what could not be answered is not answered by taking values away",
          "[certsuite][criteria]") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    JudgedRun run;
    damage(run, random);
    const auto before = run.judged();
    make_unreadable(run, random);
    const auto after = run.judged();
    REQUIRE(before.verdicts.size() == after.verdicts.size());
    for (std::size_t i = 0; i < before.verdicts.size(); ++i) {
      const auto& was = before.verdicts[i];
      const bool reset = was.reason.find("fell at") != std::string::npos;  // may be the lost one
      if (was.outcome == Outcome::inconclusive && !reset) {
        INFO(was.criterion << " " << was.reason << " / " << after.verdicts[i].reason);
        CHECK(after.verdicts[i].outcome != Outcome::pass);
      }
    }
  }
}

TEST_CASE("judge: a limit that is broken stays broken while the breaking sample is there",
          "[certsuite][criteria]") {
  std::mt19937_64 random(8);
  for (int round = 0; round < 100; ++round) {
    JudgedRun run;
    auto& series = run.of_second_card(testing::kHeat);
    const auto hot = 25 + random() % 50;
    series[hot].reading = 90.0;
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (i != hot && random() % 2 == 0) {
        series[i].reading = Error{ErrorKind::io, "EIO"};
      }
    }
    CHECK(run.judged().overall != Outcome::pass);
  }
}

TEST_CASE("judge: no single fault of the step or the run leaves a PASS", "[certsuite][criteria]") {
  const std::vector<void (*)(JudgedRun&)> faults{
      [](JudgedRun& run) { run.step().status = StepStatus::error; },
      [](JudgedRun& run) { run.step().status = StepStatus::timed_out; },
      [](JudgedRun& run) { run.step().status = StepStatus::aborted; },
      [](JudgedRun& run) { run.step().self_check = SelfCheck::not_run; },
      [](JudgedRun& run) { run.step().self_check = SelfCheck::wrong_answer; },
      [](JudgedRun& run) { run.step().canary.planted = false; },
      [](JudgedRun& run) { run.step().canary.caught = false; },
      [](JudgedRun& run) { run.step().checks = 0; },
      [](JudgedRun& run) { run.step().mismatch_count = 1; },
      [](JudgedRun& run) { run.step().mismatches.emplace_back(); },
      [](JudgedRun& run) { run.step().finished = testing::at_second(-5); },
      [](JudgedRun& run) { run.record.status = RunStatus::aborted; },
      [](JudgedRun& run) { run.record.disturbances.emplace_back(); },
      [](JudgedRun& run) { run.record.simulated = true; },
      [](JudgedRun& run) { run.record.steps.clear(); },
  };
  for (std::size_t i = 0; i < faults.size(); ++i) {
    JudgedRun run;
    faults[i](run);
    INFO("fault " << i);
    CHECK(run.judged().overall != Outcome::pass);
  }
}

TEST_CASE("judge: a check that was switched off, or could not run, is no PASS",
          "[certsuite][criteria]") {
  JudgedRun off;
  std::erase_if(off.series.all(),
                [](const auto& entry) { return entry.first.metric == testing::kHeat; });
  CHECK(off.judged().overall == Outcome::inconclusive);

  JudgedRun failed;
  for (auto& [key, points] : failed.series.all()) {
    for (auto& point : points) {
      if (key.metric == testing::kHeat) {
        point.reading = Error{ErrorKind::io, "the command failed"};
      }
    }
  }
  CHECK(failed.judged().overall == Outcome::inconclusive);
}

TEST_CASE("judge: the same evidence gives the same bits", "[certsuite][criteria]") {
  std::mt19937_64 random(9);
  for (int round = 0; round < 40; ++round) {
    JudgedRun run;
    damage(run, random);
    CHECK(run.judged() == run.judged());
  }
}

TEST_CASE("judge: evidence that asks for days of work is refused before any of it is done",
          "[certsuite][criteria][hostile]") {
  JudgedRun run;
  const auto refusal = [&run] {
    const auto judgement = judge({run.reference, run.inventory, run.record, run.series});
    REQUIRE_FALSE(judgement);
    CHECK(judgement.error().kind == ErrorKind::out_of_range);
    return judgement.error().message;
  };
  SECTION("criteria over devices") {
    run.reference.criteria.resize(20'000, run.reference.criteria[0]);
    run.inventory.devices.resize(60'000, run.inventory.devices[0]);
    CHECK(refusal() ==
          "20001 criteria and parts over 60000 devices and 1 steps are more than one judgement can "
          "be of");
  }
  SECTION("criteria over steps") {
    run.reference.criteria.resize(20'000, run.reference.criteria[0]);
    run.record.steps.resize(60'000, run.record.steps[0]);
    CHECK_THAT(refusal(), Catch::Contains("60000 steps are more than"));
  }
  SECTION("parts with more places than a report holds") {
    run.reference.parts[0].count.value = 65'000;
    run.reference.parts.resize(10'000, run.reference.parts[0]);
    CHECK_THAT(refusal(), Catch::Contains("more than 262144 verdicts, which no report can hold"));
  }
  SECTION("criteria with more places than a report holds") {
    run.reference.parts[0].count.value = 65'000;
    run.reference.criteria.resize(10'000, run.reference.criteria[0]);
    CHECK_THAT(refusal(), Catch::Contains("more than 262144 verdicts, which no report can hold"));
  }
}

}  // namespace
}  // namespace rackproof
