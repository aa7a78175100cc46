#include "reports/mandatory.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "reports/record_check.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/documents.h"

using namespace rackproof;
using rackproof::testing::small_run;

namespace {

struct Facts {
  RunRecord record = testing::example_run_record();
  Inventory inventory = testing::example_inventory();
  Manifest manifest{.entries = {{"inventory.json", 1, "", "", ""},
                                {"plan.txt", 1, "", "", ""},
                                {"reference.toml", 1, "", "", ""},
                                {"samples.db", 1, "", "", ""}}};
  Report report = testing::example_report();

  Facts() {
    record.suite_version = RACKPROOF_VERSION;
    record.evidence = summary_of(manifest);
    record.measurements.emplace();
  }
};

/// What is refused after one thing was taken away; "" when nothing is.
std::string missing(const std::function<void(Facts&)>& take_away) {
  Facts facts;
  take_away(facts);
  const auto run = check_mandatory(facts.record, facts.inventory, facts.manifest);
  if (!run) {
    return run.error().message;
  }
  const auto report = check_mandatory(facts.report, facts.record);
  return report ? "" : report.error().message;
}

Grounds& grounds(Facts& facts, std::size_t place) {
  return *facts.report.judgement.verdicts[place].grounds;
}

/// What another tool said of its own run, and the report does not mention.
ExternalResult failed_elsewhere() {
  ExternalResult result;
  result.member = "ocptv/x.jsonl";
  result.tool = "vendor-memtest";
  result.status = "COMPLETE";
  result.result = "FAIL";
  return result;
}

struct Gap {
  int item;
  std::function<void(Facts&)> take_away;
};

const std::vector<Gap>& gaps() {
  static const std::vector<Gap> kGaps{
      {1, [](Facts& f) { f.record.run_id = "run 7"; }},
      {1, [](Facts& f) { f.report.report_id.clear(); }},
      {1, [](Facts& f) { f.report.title = "Certificate"; }},
      {1, [](Facts& f) { f.report.supersedes_reason.clear(); }},
      {1, [](Facts& f) { f.report.supersedes_digest.clear(); }},
      {2, [](Facts& f) { f.report.site.authorised_by = "Somebody else"; }},
      {2, [](Facts& f) { f.report.site.instruments.clear(); }},
      {3, [](Facts& f) { f.inventory.devices.clear(); }},
      {3, [](Facts& f) { f.inventory.identity_source.clear(); }},
      {3, [](Facts& f) { f.report.simulated = !f.report.simulated; }},
      {4, [](Facts& f) { f.record.suite_digest.clear(); }},
      {4, [](Facts& f) { f.record.plan_digest = "abc"; }},
      {4, [](Facts& f) { f.report.reference_digest.clear(); }},
      {4, [](Facts& f) { f.report.tier = "soak"; }},
      {5, [](Facts& f) { f.record.finished = f.record.started - std::chrono::seconds(1); }},
      {5, [](Facts& f) { f.record.clock_source.clear(); }},
      {4, [](Facts& f) { f.manifest.entries.erase(f.manifest.entries.begin() + 1); }},
      {5, [](Facts& f) { f.record.clock_at_start.reset(); }},
      {5, [](Facts& f) { f.record.clock_at_end.reset(); }},
      {5, [](Facts& f) { f.report.issued = f.record.started; }},
      {6, [](Facts& f) { f.record.environment.clear(); }},
      {6, [](Facts& f) { f.record.environment[0].name.clear(); }},
      {6, [](Facts& f) { f.inventory.simulated = false, f.inventory.software.clear(); }},
      {7, [](Facts& f) { f.record.site.instruments[0].quantity.clear(); }},
      {7, [](Facts& f) { f.record.probes[0].name.clear(); }},
      {7, [](Facts& f) { f.record.status = RunStatus::complete, f.record.probes.clear(); }},
      {8, [](Facts& f) { f.record.steps[1].reason.clear(); }},
      {8, [](Facts& f) { f.record.steps[0].attempt = 0; }},
      {8, [](Facts& f) { f.record.steps[0].attempt = 2; }},
      {8, [](Facts& f) { f.record.steps.push_back(f.record.steps[0]); }},
      {8, [](Facts& f) { f.record.steps[0].command.clear(); }},
      {8, [](Facts& f) { f.record.steps[0].finished = f.record.steps[0].started; }},
      {8, [](Facts& f) { f.record.status_reason.clear(); }},
      {9, [](Facts& f) { f.record.steps[0].mismatch_count = 0; }},
      {9, [](Facts& f) { f.record.measurements.reset(); }},
      {9, [](Facts& f) { f.record.steps[0].checks = -1; }},
      {9, [](Facts& f) { f.report.judgement.verdicts.clear(); }},
      {9, [](Facts& f) { f.report.judgement.verdicts[0].grounds->statistic.clear(); }},
      {9, [](Facts& f) { f.report.judgement.verdicts[0].grounds->coverage_factor.reset(); }},
      {9, [](Facts& f) { grounds(f, 0).evaluation = UncertaintyEvaluation::none; }},
      {9, [](Facts& f) { grounds(f, 0).instrument.clear(); }},
      {9, [](Facts& f) { f.report.judgement.verdicts[0].readable = 0; }},
      {9, [](Facts& f) { f.report.judgement.verdicts[0].grounds.reset(); }},
      {10, [](Facts& f) { f.report.judgement.verdicts[0].accept_at_least.reset(); }},
      {10, [](Facts& f) { f.report.decision_rules.pop_back(); }},
      {10, [](Facts& f) { f.report.decision_rules[1].k = 3; }},
      {10, [](Facts& f) { grounds(f, 1).evidence.clear(); }},
      {10, [](Facts& f) { grounds(f, 1).evidence = {"../samples.db"}; }},
      {10, [](Facts& f) { f.report.judgement.overall = Outcome::pass; }},
      {10, [](Facts& f) { f.report.judgement.verdicts[0].observed.reset(); }},
      {10, [](Facts& f) { f.report.judgement.verdicts[2].reason.clear(); }},
      {10, [](Facts& f) { f.report.judgement.because.clear(); }},
      {11, [](Facts& f) { f.report.scope_statement.clear(); }},
      {11, [](Facts& f) { f.report.retest_on.clear(); }},
      {11, [](Facts& f) { f.report.valid_until = f.record.finished; }},
      {12, [](Facts& f) { f.manifest.entries.pop_back(); }},
      {12, [](Facts& f) { f.record.evidence.reset(); }},
      {12, [](Facts& f) { ++f.record.evidence->files; }},
      {12, [](Facts& f) { ++f.record.evidence->bytes; }},
      {12, [](Facts& f) { f.record.evidence->manifest_digest = std::string(64, '0'); }},
      {13, [](Facts& f) { f.record.external_results = {failed_elsewhere()}; }},
      {13, [](Facts& f) { f.report.site.waivers[0].by.clear(); }},
      {13, [](Facts& f) { f.report.site.waivers[0].reason.clear(); }},
      {13, [](Facts& f) { f.report.site.waivers[0].expires = "soon"; }},
      {13, [](Facts& f) { f.report.site.waivers[1].requirement = "triade"; }},
      {14, [](Facts& f) { f.report.run_record_digests.clear(); }},
      {14, [](Facts& f) { f.report.evaluator_digest = "abc"; }},
      {14, [](Facts& f) { f.report.evaluator_version.clear(); }},
  };
  return kGaps;
}

}  // namespace

TEST_CASE("mandatory: a complete run and report lack nothing", "[reports][assemble]") {
  CHECK(missing([](Facts&) {}).empty());
}

TEST_CASE("mandatory: each thing left out is refused with its number and name",
          "[reports][assemble]") {
  for (std::size_t i = 0; i < gaps().size(); ++i) {
    const auto& gap = gaps()[i];
    const auto message = missing(gap.take_away);
    INFO("gap " << i << ": " << message);
    CHECK(message.starts_with("mandatory item " + std::to_string(gap.item) + " ("));
  }
}

TEST_CASE("mandatory: what only a site can tell may be left out of a self-test",
          "[reports][assemble]") {
  CHECK(missing([](Facts& f) {
          f.record.site = {};
          f.report.site = {};
          f.report.title = kSelfTestTitle;
        }).empty());
}

TEST_CASE("mandatory: a captured tree may lack name and kernel, a machine may not",
          "[reports][assemble]") {
  const auto nameless = [](Facts& f) {
    f.inventory.hostname.clear();
    f.inventory.software.clear();
    f.inventory.simulated = false;
  };
  const auto captured = [](Facts& f) {
    f.inventory.hostname.clear();
    f.inventory.software.clear();
    f.inventory.simulated = true;
  };
  const auto refusal = missing(nameless);
  const auto accepted = missing(captured);
  CHECK(refusal.starts_with("mandatory item 3 ("));
  CHECK(accepted.empty());
}

TEST_CASE("mandatory: an end of validity does where no event is named", "[reports]") {
  CHECK(missing([](Facts& facts) {
          facts.report.retest_on.clear();
          facts.report.valid_until = facts.record.finished + std::chrono::days(1);
        }).empty());
}

TEST_CASE("mandatory: a record of an earlier release is sealed without what it could not hold",
          "[reports]") {
  const auto without = [](Facts& facts) {
    facts.record.clock_at_start.reset();
    facts.record.clock_at_end.reset();
    facts.record.evidence.reset();
    facts.record.measurements.reset();
    facts.manifest.entries.erase(facts.manifest.entries.begin() + 1);
  };
  CHECK(missing([&](Facts& facts) {
          without(facts);
          facts.record.suite_version = "0.0.1";
        }).empty());
  CHECK(missing(without).starts_with("mandatory item 4 ("));
}

TEST_CASE("mandatory: every item from 1 to 14 has a gap that is refused", "[reports]") {
  for (int item = 1; item <= 14; ++item) {
    INFO(item);
    CHECK(std::ranges::any_of(gaps(), [item](const Gap& gap) { return gap.item == item; }));
  }
}

TEST_CASE("mandatory: a report of before need not say what its verdicts rest on", "[reports]") {
  Facts facts;
  facts.report.decision_rules.clear();
  facts.report.evaluator_digest.clear();
  facts.report.supersedes_digest.clear();
  for (auto& verdict : facts.report.judgement.verdicts) {
    verdict.grounds.reset();
  }
  CHECK(check_ever_mandatory(facts.report, facts.record));
  CHECK_FALSE(check_mandatory(facts.report, facts.record));
}
