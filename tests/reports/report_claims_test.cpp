#include "reports/report_claims.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "reports/sealing.h"
#include "reports/verify.h"
#include "schemas/json/report_json.h"
#include "tests/reports/small_bundle.h"

/// A key that may certify says what neither run record nor reference bear out.
using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;
using rackproof::testing::SmallRun;

namespace {

using Change = std::function<void(Report&)>;

/// The report of `run` after `change`, sealed by the trusted key again.
Verification certified(const Change& change, const SmallRun& run = small_run()) {
  SmallBundle bundle(run);
  bundle.sealed();
  const auto sealed = bundle.at(bundle::kReportSealed);
  auto statement = decode_report_statement(seal::parse_envelope(read_whole(sealed))->payload);
  REQUIRE(statement);
  change(statement->report);
  const auto payload = encode_report_statement(statement->report, statement->subjects);
  overwrite(sealed, seal::seal(payload, bundle.key()).value());
  const auto verified = bundle.verify();
  REQUIRE(verified);
  return *verified;
}

/// What is said against the verdict; "" where the bundle is trusted.
std::string refusal(const Verification& verified) {
  std::string all;
  for (const auto& detail : verified.verdict.details) {
    all += detail + "\n";
  }
  return standing_of(verified) == Standing::untrusted ? all : "";
}

struct Row {
  const char* what;
  Change change;
  const char* because;
};

void check_refused(const std::vector<Row>& rows, const SmallRun& run = small_run()) {
  for (const auto& row : rows) {
    INFO(row.what);
    const auto verified = certified(row.change, run);
    CHECK(verified.integrity.ok);
    CHECK_FALSE(verified.reproduced);
    CHECK_THAT(refusal(verified), Catch::Contains(row.because));
  }
}

/// Reports on it are valid for 30 days from the end of the run.
SmallRun run_of_a_month() {
  auto run = small_run();
  run.record.site.valid_for_days = 30;
  return run;
}

/// One meter, which nobody calibrated.
SmallRun metered_run() {
  auto run = small_run();
  Instrument meter;
  meter.id = "PDU-7";
  meter.quantity = "power";
  run.record.site.instruments = {meter};
  return run;
}

/// A fan stands in it of which the reference says nothing.
SmallRun fanned_run() {
  auto run = small_run();
  Device fan;
  fan.id = "node/top-fan";  // behind the sensor, whose place the samples know
  fan.kind = DeviceKind::fan;
  fan.parent = "node";
  run.inventory.devices.push_back(fan);
  return run;
}

}  // namespace

TEST_CASE("report claims: a report that is sealed again as it was is good", "[reports][verify]") {
  for (const auto& run : {small_run(), run_of_a_month(), metered_run(), fanned_run()}) {
    CHECK(standing_of(certified([](Report&) {}, run)) == Standing::good);
  }
}

TEST_CASE("report claims: a report on another site than the run record's is refused",
          "[reports][verify]") {
  check_refused({
      {"47.6 another issuer", [](Report& report) { report.site.issuer_name = "Some Vendor"; },
       "the report gives as issuer 'Some Vendor', the run record 'Example Integrator'"},
      {"47.7 another customer", [](Report& report) { report.site.customer = "Somebody"; },
       "the report gives as customer 'Somebody', the run record 'Example'"},
      {"47.8 the serial number of another rack",
       [](Report& report) { report.site.rack_serial = "RACK-9"; },
       "the report gives as rack serial number 'RACK-9', the run record ''"},
      {"47.9 headed as more than a report is",
       [](Report& report) { report.title = "Platinum certificate of the chip's vendor"; },
       "mandatory item 1 (identification): the title does not say what this is"},
      {"47.10 without the sentence on its scope",
       [](Report& report) { report.scope_statement.clear(); }, "mandatory item 11 (scope)"},
  });
  check_refused({{"26.11 a calibration that the run record does not have",
                  [](Report& report) { report.site.instruments.front().calibrated = "2026-01-01"; },
                  "report and run record tell of different instruments or calibrations"}},
                metered_run());
}

TEST_CASE("report claims: a self-test cannot be made a certificate by who judges",
          "[reports][verify]") {
  auto run = small_run();
  run.record.site.issuer_name.clear();
  CHECK(standing_of(certified([](Report&) {}, run)) == Standing::good);
  check_refused({{"47.11 an issuer where the run had none",
                  [](Report& report) {
                    report.site.issuer_name = "Example Integrator";
                    report.title = "Compliance report";
                  },
                  "the report gives as issuer 'Example Integrator', the run record ''"}},
                run);
}

TEST_CASE("report claims: a reference that is called more than it is is refused",
          "[reports][verify]") {
  check_refused({
      {"28.7 a draft that is called confirmed by the vendor",
       [](Report& report) { report.reference_status = "vendor-confirmed"; },
       "the report calls its reference 'vendor-confirmed', which is "},
      {"28.8 a title that the reference does not have",
       [](Report& report) { report.reference_title = "The whole rack"; },
       "the report titles its reference 'The whole rack', the reference itself "},
  });
}

TEST_CASE("report claims: a validity may be made shorter, never longer", "[reports][verify]") {
  check_refused(
      {
          {"33.21 valid for longer than the issuer's span",
           [](Report& report) { report.valid_until = *report.valid_until + 1h; },
           "the run record allows until 2026-12-21T"},
          {"33.22 valid for ever, where the issuer gives a span",
           [](Report& report) { report.valid_until.reset(); }, "the report is valid for ever"},
          {"33.23 another span than the run record's",
           [](Report& report) { report.site.valid_for_days = 300; },
           "report and run record name different spans of validity"},
      },
      run_of_a_month());
  const auto shorter = [](Report& report) { report.valid_until = *report.valid_until - 24h; };
  CHECK(standing_of(certified(shorter, run_of_a_month())) == Standing::good);
}

TEST_CASE("report claims: what a report does not cover cannot be left out", "[reports][verify]") {
  REQUIRE_FALSE(SmallBundle(fanned_run()).report().not_covered.empty());
  check_refused(
      {
          {"25.8 nothing is said not to be covered",
           [](Report& report) { report.not_covered.clear(); },
           "the report tells 0 things that it does not cover, and not the "},
          {"25.9 nothing is said not to be covered, by another release",
           [](Report& report) {
             report.not_covered.clear();
             report.evaluator_version = "0.0.1";
           },
           "the report tells 0 things that it does not cover, and not the "},
          {"25.10 something is covered after all",
           [](Report& report) { report.not_covered.front() = "nothing"; },
           "things that it does not cover"},
      },
      fanned_run());
}

TEST_CASE("report claims: another release may put what it does not cover in other words",
          "[reports][verify]") {
  const auto otherwise = [](Report& report) {
    report.not_covered = {"in other words"};
    report.evaluator_version = "0.0.1";
  };
  CHECK(standing_of(certified(otherwise, fanned_run())) == Standing::good);
}

TEST_CASE("47.12 samples of another run than the run record's are refused", "[reports][verify]") {
  auto run = small_run();
  run.samples_of = run.record.run_id;
  CHECK(standing_of(certified([](Report&) {}, run)) == Standing::good);
  run.record.run_id = "00000000-0000-4000-8000-000000000000";
  const SmallBundle bundle(run);
  CHECK_FALSE(seal_statement(bundle.path(), seal::Role::collector, bundle.key()));
  const auto verified = bundle.verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::untrusted);
  REQUIRE_FALSE(verified->integrity.details.empty());
  CHECK_THAT(verified->integrity.details.front(),
             Catch::Contains("samples.db: of run 6f1c2b9e-1111-4222-8333-444455556666, the run "
                             "record is of run 00000000-0000-4000-8000-000000000000"));
}

namespace {

Grounds& first_grounds(Report& report, const char* criterion) {
  for (auto& verdict : report.judgement.verdicts) {
    if (verdict.criterion == criterion) {
      return *verdict.grounds;
    }
  }
  FAIL("no verdict on " << criterion);
  return *report.judgement.verdicts.front().grounds;
}

}  // namespace

TEST_CASE("report claims: another rule, statistic or evidence than the verdict's is refused",
          "[reports][verify]") {
  check_refused({
      {"26.12 a rule that was not applied",
       [](Report& report) {
         first_grounds(report, "sensor-maximum").rule = RuleKind::guard_band;
         report.decision_rules = {{RuleKind::simple, 0, {}}, {RuleKind::guard_band, 1, 2}};
       },
       "sensor-maximum on node/sensor: the report says rule 'guard_band', the evidence gives rule "
       "'simple'"},
      {"26.13 a statistic that was not made",
       [](Report& report) { first_grounds(report, "sensor-maximum").statistic = "p99"; },
       "the report says statistic 'p99', the evidence gives statistic 'max'"},
      {"26.14 evidence that was not looked at",
       [](Report& report) {
         first_grounds(report, "sensor-maximum").evidence = {"logs/idle.log", "samples.db"};
       },
       "the report says evidence logs/idle.log, samples.db"},
      {"26.15 a guard band of another width",
       [](Report& report) { report.decision_rules.front().w = 0.5; },
       "the report explains its decision rules otherwise"},
      {"26.16 a rule that no verdict names",
       [](Report& report) {
         report.decision_rules.push_back({RuleKind::exact, 1, {}});
       },
       "the report explains its decision rules otherwise"},
      {"28.9 a reference that says nowhere where it is published",
       [](Report& report) { report.reference_uri = "https://chips.example/tiny.toml"; },
       "the report publishes its reference elsewhere"},
      {"28.10 a number that the reference does not have",
       [](Report& report) { report.reference_sequence = 9; },
       "the report publishes its reference elsewhere"},
      {"14 an evaluator without a digest of its program",
       [](Report& report) { report.evaluator_digest = "e"; }, "mandatory item 14 (repeatability)"},
  });
}

TEST_CASE("report claims: a waiver of what is not required, or without a word, is refused",
          "[reports][verify]") {
  const Waiver whole{"sensor-maximum", "Jo, QA", "2027-01-31", "agreed"};
  const auto waiving = [&whole](void (*change)(Waiver&)) {
    return [waiver = whole, change](Report& report) mutable {
      change(waiver);
      report.site.waivers = {waiver};
    };
  };
  CHECK(standing_of(certified(waiving([](Waiver&) {}))) == Standing::good);
  const auto* const because = "mandatory item 13 (external results and waivers)";
  check_refused({
      {"no such requirement", waiving([](Waiver& w) { w.requirement = "fan"; }), because},
      {"nobody's", waiving([](Waiver& w) { w.by.clear(); }), because},
      {"no reason", waiving([](Waiver& w) { w.reason.clear(); }), because},
      {"no date", waiving([](Waiver& w) { w.expires = "2027-02-30"; }), because},
  });
}

TEST_CASE("report claims: what is not compared of another release's report is said",
          "[reports][verify]") {
  const auto ours = certified([](Report&) {});
  CHECK(ours.reasons_compared);
  CHECK_THAT(ours.verdict.sentence, !Catch::Contains("not compared"));
  const auto reworded = [](Report& report) {
    report.judgement.verdicts.front().reason = "in other words";
    report.evaluator_version = "0.0.1";
  };
  const auto other = certified(reworded);
  CHECK(standing_of(other) == Standing::good);
  CHECK(other.reproduced);
  CHECK_FALSE(other.reasons_compared);
  CHECK_THAT(other.verdict.sentence,
             Catch::Contains("their reasons, in the words of rackproof 0.0.1, were not compared"));
}

TEST_CASE("report claims: a report of a release that did not say its rules is good",
          "[reports][verify]") {
  const auto older = [](Report& report) {
    report.decision_rules.clear();
    report.evaluator_digest.clear();
    for (auto& verdict : report.judgement.verdicts) {
      verdict.grounds.reset();
    }
  };
  CHECK(standing_of(certified(older)) == Standing::good);
}
