#include "certsuite/criteria/observation.h"

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"
#include "tests/support/sample_maker.h"

namespace rackproof::criteria {
namespace {

using testing::at_second;
using testing::JudgedRun;
using testing::kErrors;
using testing::kHeat;
using testing::kSecondCard;
using testing::verdict_of;

/// The run was cut off at second 50 and went on at second 60, on `boot`.
struct ResumedRun : JudgedRun {
  explicit ResumedRun(const std::string& boot) {
    record.segments = {{"a", at_second(0), at_second(50), "killed", {}},
                       {boot, at_second(60), at_second(100), "", {}}};
    for (auto& [key, points] : series.all()) {
      std::erase_if(points, [](const Point& point) {
        return point.taken_at > at_second(50) && point.taken_at < at_second(60);
      });
    }
  }
};

std::optional<double> observed_errors(JudgedRun& run) {
  const auto judgement = run.judged();
  return verdict_of(judgement, "uncorrected", kSecondCard).observed;
}

void counts_anew(JudgedRun& run) {
  for (auto& point : run.of_second_card(kErrors)) {
    if (point.taken_at >= at_second(60)) {
      point.reading = std::int64_t{0};
    }
  }
}

TEST_CASE("observation: a counter that a reboot cleared between segments was not reset inside one",
          "[certsuite][criteria]") {
  ResumedRun run("b");
  counts_anew(run);
  const auto judgement = run.judged();
  const auto& errors = verdict_of(judgement, "uncorrected", kSecondCard);
  CHECK(errors.outcome == Outcome::pass);
  CHECK(errors.observed == 0);
  CHECK(errors.reason.find("; not observed for 10.0 s between segments of the run") !=
        std::string::npos);
}

TEST_CASE("observation: the growth of every segment is added up", "[certsuite][criteria]") {
  ResumedRun run("b");
  counts_anew(run);
  run.of_second_card(kErrors).back().reading = std::int64_t{2};
  for (auto& point : run.of_second_card(kErrors)) {
    if (point.taken_at == at_second(50)) {
      point.reading = std::int64_t{4};
    }
  }
  const auto judgement = run.judged();
  CHECK(verdict_of(judgement, "uncorrected", kSecondCard).outcome == Outcome::fail);
  CHECK(verdict_of(judgement, "uncorrected", kSecondCard).observed == 3);
}

TEST_CASE("observation: on one boot a counter is read across the gap", "[certsuite][criteria]") {
  ResumedRun run("a");
  const auto judgement = run.judged();
  const auto& errors = verdict_of(judgement, "uncorrected", kSecondCard);
  CHECK(errors.outcome == Outcome::pass);
  CHECK(errors.reason.find("not observed") == std::string::npos);
  for (auto& point : run.of_second_card(kErrors)) {
    if (point.taken_at >= at_second(60)) {
      point.reading = std::int64_t{4};  // it grew while nobody looked
    }
  }
  CHECK(observed_errors(run) == 1);
  counts_anew(run);
  const auto again = run.judged();
  const auto& reset = verdict_of(again, "uncorrected", kSecondCard);
  CHECK(reset.outcome == Outcome::inconclusive);
  CHECK(reset.reason.find("was reset") != std::string::npos);
}

TEST_CASE("observation: each segment is read near both of its ends", "[certsuite][criteria]") {
  ResumedRun run("b");
  std::erase_if(run.of_second_card(kErrors), [](const Point& point) {
    return point.taken_at > at_second(40) && point.taken_at < at_second(61);
  });
  const auto judgement = run.judged();
  const auto& errors = verdict_of(judgement, "uncorrected", kSecondCard);
  CHECK(errors.outcome == Outcome::inconclusive);
  CHECK(errors.reason == "the counter was not read for 10.0 s at the end of that time");
}

TEST_CASE("observation: a segment in which the counter was not read says nothing",
          "[certsuite][criteria]") {
  ResumedRun run("b");
  std::erase_if(run.of_second_card(kErrors),
                [](const Point& point) { return point.taken_at > at_second(60); });
  const auto judgement = run.judged();
  const auto& errors = verdict_of(judgement, "uncorrected", kSecondCard);
  CHECK(errors.outcome == Outcome::inconclusive);
  CHECK(errors.reason.find("was not read twice between") != std::string::npos);
}

TEST_CASE("observation: other statistics look at the readings of all segments",
          "[certsuite][criteria]") {
  ResumedRun run("b");
  run.criterion("heat").during = "*";
  run.of_second_card(kHeat).front().reading = 84.0;
  const auto judgement = run.judged();
  const auto& heat = verdict_of(judgement, "heat", kSecondCard);
  CHECK(heat.outcome == Outcome::pass);
  CHECK(heat.observed == 84);
  CHECK(heat.readable == 92);
  CHECK(heat.reason.find("not observed for 10.0 s") != std::string::npos);
}

TEST_CASE("observation: one segment from start to end changes no verdict",
          "[certsuite][criteria]") {
  JudgedRun run;
  const auto before = run.judged();
  run.record.segments = {{"a", at_second(0), at_second(100), "", {}}};
  CHECK(run.judged() == before);
}

/// The second card, whose `metric` only the BMC reads.
void read_by_bmc_alone(JudgedRun& run, std::string_view metric) {
  const std::string view = "node/bmc/card:1";
  for (auto& device : run.inventory.devices) {
    if (device.id == kSecondCard) {
      device.attributes["bmc_view"] = view;
    }
  }
  run.series[{view, std::string(metric)}] = run.of_second_card(metric);
  run.series.erase({std::string(kSecondCard), std::string(metric)});
}

TEST_CASE("observation: what only the BMC reads of a part is read there", "[certsuite][criteria]") {
  JudgedRun run;
  const auto judgement = run.judged();
  const auto in_band = verdict_of(judgement, "heat", kSecondCard);
  read_by_bmc_alone(run, kHeat);

  const auto again = run.judged();

  CHECK(verdict_of(again, "heat", kSecondCard).outcome == Outcome::pass);
  CHECK(verdict_of(again, "heat", kSecondCard).observed == in_band.observed);
}

TEST_CASE("observation: what the host reads of a part is not made up for by the BMC",
          "[certsuite][criteria]") {
  JudgedRun run;
  const auto good = run.of_second_card(kHeat);
  read_by_bmc_alone(run, kHeat);
  auto& bad = run.of_second_card(kHeat);
  bad = good;
  for (auto& point : bad) {
    point.reading = Error{ErrorKind::io, "no answer"};
  }
  const auto judgement = run.judged();
  CHECK(verdict_of(judgement, "heat", kSecondCard).outcome == Outcome::inconclusive);
}

TEST_CASE("observation: a run of twenty thousand boots is gone through once",
          "[certsuite][criteria][hostile]") {
  constexpr int kBoots = 20'000;
  JudgedRun run;
  run.reference.criteria = {run.criterion("uncorrected")};
  run.record.finished = at_second(4 * kBoots);
  run.record.segments.clear();
  auto& points = run.of_second_card(kErrors);
  points.clear();
  for (int boot = 0; boot < kBoots; ++boot) {
    run.record.segments.push_back({"boot-" + std::to_string(boot),
                                   at_second(4 * boot),
                                   at_second(4 * boot + 3),
                                   "reboot",
                                   {}});
    for (int second = 0; second < 4; ++second) {
      points.push_back({at_second(4 * boot + second), std::int64_t{second}});
      // Nearly as many reasons as readings: each is looked at once.
      points.push_back({at_second(4 * boot + second + 0.5),
                        Error{ErrorKind::io, "try " + std::to_string(4 * boot + second)}});
    }
  }
  CHECK(observed_errors(run) == 3 * kBoots);
}

}  // namespace
}  // namespace rackproof::criteria
