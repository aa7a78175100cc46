#include "certsuite/criteria/uncertainty.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"
#include "tests/support/sample_maker.h"

namespace rackproof::criteria {
namespace {

using testing::at_second;
using testing::JudgedRun;
using testing::kHeat;
using testing::kSecondCard;
using testing::kTriad;
using testing::limit;
using testing::verdict_of;

Instrument thermometer(double expanded, std::string device = "") {
  Instrument instrument;
  instrument.id = "PT100-3";
  instrument.quantity = "chip temperature";
  instrument.metric = kHeat;
  instrument.device = std::move(device);
  instrument.expanded_uncertainty = expanded;
  instrument.uncertainty_unit = Unit::celsius;
  return instrument;
}

/// Heat peaks at 66 and may reach 67, kept from the limit by U.
struct GuardedRun : JudgedRun {
  explicit GuardedRun(std::vector<Instrument> instruments) {
    criterion("heat").at_most = limit(67, Unit::celsius);
    criterion("heat").rule = DecisionRule::guard_band;
    record.site.instruments = std::move(instruments);
  }

  Verdict heat(std::string_view device = kSecondCard) {
    const auto judgement = judged();
    return verdict_of(judgement, "heat", device);
  }
};

TEST_CASE("uncertainty: an instrument's U moves the acceptance limit, and equality passes",
          "[certsuite][criteria]") {
  GuardedRun run({thermometer(1)});
  const auto judgement = run.judged();
  const auto& heat = verdict_of(judgement, "heat", kSecondCard);
  CHECK(heat.outcome == Outcome::pass);
  CHECK(heat.uncertainty == 1);
  CHECK(heat.accept_at_most == 66);
  CHECK(heat.reason.find("U = 1 Cel (k = 2, from the instrument 'PT100-3'), kept from") !=
        std::string::npos);
  run.record.site.instruments = {thermometer(1.0000001)};
  CHECK(run.heat(kSecondCard).outcome == Outcome::fail);
}

TEST_CASE("uncertainty: nothing is made up where no instrument is given", "[certsuite][criteria]") {
  GuardedRun run({});
  CHECK(run.heat(kSecondCard).outcome == Outcome::inconclusive);
  auto other = thermometer(1);
  other.metric = "fan_speed_rpm";
  run.record.site.instruments = {other, thermometer(1, "node/card:0"), Instrument{}};
  CHECK(run.heat(kSecondCard).outcome == Outcome::inconclusive);
  CHECK(run.heat("node/card:0").outcome == Outcome::pass);
}

TEST_CASE("uncertainty: spread and instrument add up as squares", "[certsuite][criteria]") {
  JudgedRun run;
  const auto before = run.judged();
  const double a = *verdict_of(before, "triad-rate", kSecondCard).uncertainty;
  auto meter = thermometer(4e-3);
  meter.metric = kTriad;
  meter.uncertainty_unit = Unit::gigabyte_per_second;
  run.record.site.instruments = {meter};
  const auto judgement = run.judged();
  const auto& rate = verdict_of(judgement, "triad-rate", kSecondCard);
  CHECK(*rate.uncertainty == Approx(std::hypot(a, 4e6)));
  CHECK(rate.reason.find("from the spread of the windows and the instrument 'PT100-3'") !=
        std::string::npos);
}

TEST_CASE("uncertainty: the most closely named instrument counts, of two the larger U",
          "[certsuite][criteria]") {
  GuardedRun run({thermometer(5), thermometer(0.25, "node/card:1"), thermometer(4, "node/*")});
  CHECK(run.heat(kSecondCard).uncertainty == 0.25);
  CHECK(run.heat("node/card:0").uncertainty == 4);
  run.record.site.instruments = {thermometer(0.5), thermometer(0.75), thermometer(0.25)};
  CHECK(run.heat(kSecondCard).uncertainty == 0.75);
}

TEST_CASE("uncertainty: a calibration holds to the end of its due day and not before its date",
          "[certsuite][criteria]") {
  auto instrument = thermometer(1);
  const auto started = at_second(0);  // 2026-11-21T05:17:00Z
  CHECK(out_of_calibration(instrument, started).empty());
  instrument.due = "2026-11-21";
  CHECK(out_of_calibration(instrument, started).empty());
  instrument.due = "2026-11-20";
  CHECK(out_of_calibration(instrument, started) == "calibration overdue since 2026-11-20");
  instrument.due = "";
  instrument.calibrated = "2026-11-21";
  CHECK(out_of_calibration(instrument, started).empty());
  instrument.calibrated = "2026-11-22";
  CHECK(out_of_calibration(instrument, started) == "calibrated only on 2026-11-22, after the run,");
  instrument.calibrated = "last week";
  CHECK(out_of_calibration(instrument, started) == "unreadable calibration date 'last week'");
}

TEST_CASE("uncertainty: an overdue instrument does not count, and a guard band then passes nothing",
          "[certsuite][criteria]") {
  auto overdue = thermometer(0.25);
  overdue.due = "2026-01-31";
  GuardedRun run({overdue});
  const auto judgement = run.judged();
  const auto& heat = verdict_of(judgement, "heat", kSecondCard);
  CHECK(heat.outcome == Outcome::inconclusive);
  CHECK_FALSE(heat.uncertainty);
  CHECK(heat.reason.find("calibration overdue since 2026-01-31 for the instrument 'PT100-3'") !=
        std::string::npos);
  run.record.site.instruments.push_back(thermometer(0.5));
  CHECK(run.heat(kSecondCard).uncertainty == 0.5);
}

TEST_CASE("uncertainty: an overdue instrument is not made good by the spread of the windows",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto meter = thermometer(4e6);
  meter.metric = kTriad;
  meter.uncertainty_unit = Unit::byte_per_second;
  meter.due = "2026-01-31";
  run.record.site.instruments = {meter};
  const auto judgement = run.judged();
  CHECK(judgement.overall == Outcome::inconclusive);
  CHECK(verdict_of(judgement, "triad-rate", kSecondCard).reason.find("calibration overdue") !=
        std::string::npos);
}

TEST_CASE("uncertainty: a count of readings and a growth have none from an instrument",
          "[certsuite][criteria]") {
  GuardedRun run({thermometer(1)});
  run.criterion("heat").statistic = Statistic::count;
  run.criterion("heat").at_most = limit(1000, Unit::one);
  run.criterion("heat").rule = DecisionRule::simple;
  CHECK_FALSE(run.heat(kSecondCard).uncertainty);
}

}  // namespace
}  // namespace rackproof::criteria
