#include "reports/baseline.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/reports/example_report.h"

using namespace rackproof;

namespace {

Verdict verdict(std::string criterion, std::string device, double observed,
                std::optional<double> uncertainty = std::nullopt) {
  Verdict made;
  made.criterion = std::move(criterion);
  made.device = std::move(device);
  made.outcome = Outcome::pass;
  made.unit = Unit::byte_per_second;
  made.observed = observed;
  made.uncertainty = uncertainty;
  return made;
}

/// Two reports over the same run, to be made different.
struct TwoReports {
  TwoReports() {
    for (auto* side : {&earlier, &later}) {
      side->report.judgement.verdicts = {verdict("rate", "node/card:0", 100e9, 3e9),
                                         verdict("rate", "node/card:1", 100e9, 3e9),
                                         verdict("heat", "node", 60)};
    }
  }
  [[nodiscard]] Compared then() const {
    return {earlier.report, earlier.record, earlier.inventory};
  }
  [[nodiscard]] Compared now() const { return {later.report, later.record, later.inventory}; }
  [[nodiscard]] Comparison compared() const { return compare(then(), now()); }
  Verdict& rate() { return later.report.judgement.verdicts[1]; }

  testing::ExampleReport earlier;
  testing::ExampleReport later;
};

bool warned(const Comparison& comparison, std::string_view of) {
  return std::ranges::any_of(comparison.warnings, [of](const std::string& warning) {
    return warning.find(of) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("baseline: a report beside itself shows no change", "[reports]") {
  const auto comparison = TwoReports().compared();
  CHECK(comparison.warnings.empty());
  CHECK(comparison.parts.empty());
  CHECK(comparison.software.empty());
  CHECK(comparison.environment.empty());
  REQUIRE(comparison.verdicts.size() == 3);
  for (const auto& change : comparison.verdicts) {
    CHECK(change.change == Change::none);
    CHECK((change.earlier && change.later));
  }
}

TEST_CASE("baseline: a change counts where it is more than both are uncertain by", "[reports]") {
  TwoReports reports;
  reports.rate().observed = 104e9;  // sqrt(3^2 + 3^2) = 4.24
  auto change = reports.compared().verdicts[1];
  CHECK(change.change == Change::within);
  CHECK(*change.percent == Approx(4));
  reports.rate().observed = 95.7e9;
  change = reports.compared().verdicts[1];
  CHECK(change.change == Change::beyond);
  CHECK(*change.percent == Approx(-4.3));
  reports.rate().uncertainty.reset();
  CHECK(reports.compared().verdicts[1].change == Change::not_knowable);
}

TEST_CASE("baseline: nothing is a share of zero", "[reports]") {
  TwoReports reports;
  reports.earlier.report.judgement.verdicts[1].observed = 0;
  const auto change = reports.compared().verdicts[1];
  CHECK_FALSE(change.percent);
  CHECK(change.change == Change::beyond);
}

TEST_CASE("baseline: criteria that are new and gone are shown on their side", "[reports]") {
  TwoReports reports;
  reports.later.report.judgement.verdicts[2].criterion = "warmth";
  const auto comparison = reports.compared();
  REQUIRE(comparison.verdicts.size() == 4);
  CHECK_FALSE(comparison.verdicts[2].earlier);
  CHECK(comparison.verdicts[3].criterion == "heat");
  CHECK_FALSE(comparison.verdicts[3].later);
}

TEST_CASE("baseline: one verdict of a kind is compared whichever device stands for it",
          "[reports]") {
  TwoReports reports;
  reports.later.report.judgement.verdicts[2].device = "node/other";
  CHECK(reports.compared().verdicts.size() == 3);
  reports.later.report.judgement.verdicts[1].device = "node/card:7";
  CHECK(reports.compared().verdicts.size() == 4);
}

TEST_CASE("baseline: another reference, tier or machine is said loudly", "[reports]") {
  TwoReports reports;
  reports.later.report.reference_digest = std::string(64, '0');
  reports.later.report.tier = "soak";
  reports.later.inventory.serial = "another";
  const auto comparison = reports.compared();
  CHECK(warned(comparison, "different digest of the reference"));
  CHECK(warned(comparison, "different tier"));
  CHECK(warned(comparison, "different serial of the machine"));
  CHECK(comparison_text(comparison, reports.then(), reports.now()).find("WARNING: different") !=
        std::string::npos);
}

TEST_CASE("baseline: parts, software and environment that changed are named", "[reports]") {
  TwoReports reports;
  auto& devices = reports.later.inventory.devices;
  REQUIRE(devices.size() >= 2);
  devices.front().serial = "B7";
  const auto gone = devices.back().id;
  devices.pop_back();
  reports.later.inventory.software.push_back({"module:new", "1.0"});
  reports.later.record.environment.push_back({"cap", "250", "W"});
  const auto comparison = reports.compared();
  REQUIRE(comparison.parts.size() == 2);
  CHECK(comparison.parts[0].later.find("serial B7") != std::string::npos);
  CHECK(comparison.parts[1].what == gone);
  CHECK(comparison.parts[1].later.empty());
  REQUIRE(comparison.software.size() == 1);
  CHECK(comparison.software[0].what == "module:new");
  REQUIRE(comparison.environment.size() == 1);
  CHECK(comparison.environment[0].later == "250 W");
}
