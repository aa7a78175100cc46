// Writes one example of each document into a directory, as `<schema name>.<anything>.json`, for
// check_schemas.py to hold against the published JSON Schemas.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "certsuite/plan_json.h"
#include "reports/baseline.h"
#include "reports/telemetry_api.h"
#include "schemas/json/event_json.h"
#include "schemas/json/health_json.h"
#include "schemas/json/inventory_json.h"
#include "schemas/json/journal_proof_json.h"
#include "schemas/json/manifest_json.h"
#include "schemas/json/order_json.h"
#include "schemas/json/redaction_json.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "schemas/json/series_json.h"
#include "schemas/json/status_json.h"
#include "tests/support/documents.h"
#include "tests/support/memory_telemetry.h"
#include "tests/support/plan_parts.h"

using namespace rackproof;

namespace {

const std::vector<Subject> kSubjects{{"manifest.json", std::string(64, 'a')},
                                     {"inventory.json", std::string(64, 'b')}};

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// A plan with a step that runs, one that does not, and a part that nobody looks at.
std::string example_plan() {
  const auto reference = testing::reference_of(
      {testing::quick_phase("a", "eager", 1), testing::quick_phase("b", "picky", 1)});
  auto inventory = testing::inventory_of({"node", "node/fan:1"});
  inventory.devices.back().kind = DeviceKind::fan;
  const auto plan = make_plan(reference, inventory, {}, testing::make_pretended);
  if (!plan) {
    return plan.error().message;
  }
  const auto coverage =
      coverage_of(reference.architecture, inventory, *plan, testing::make_pretended);
  return coverage ? plan_json(*plan, *coverage) : coverage.error().message;
}

/// A report beside itself with one verdict gone and one part new.
std::string example_comparison() {
  const auto report = testing::example_report();
  auto earlier = report;
  earlier.judgement.verdicts.pop_back();
  const auto record = testing::example_run_record();
  const auto inventory = testing::example_inventory();
  const Inventory none;
  const Compared then{earlier, record, none};
  const Compared now{report, record, inventory};
  return comparison_json(compare(then, now), then, now);
}

/// Windows of a group with a value, a reason and a count beyond 2^53, and a last reading.
HealthReport example_health() {
  HealthFinding hot;
  hot.state = HealthState::degraded;
  hot.device = "node/card:0";
  hot.criterion = "temperature";
  hot.metric = "temperature_celsius";
  hot.statistic = Statistic::max;
  hot.unit = Unit::celsius;
  hot.observed = 101.5;
  hot.at_most = 100;
  hot.basis = Basis::vendor;
  hot.source = "guide, section 4";
  hot.since = UtcTime{std::chrono::minutes(1)};
  hot.until = UtcTime{std::chrono::minutes(2)};
  HealthFinding gone;
  gone.device = "node/card:1";
  gone.criterion = "presence";
  gone.reason = "nothing of it is read";
  HealthReport report;
  report.range = {UtcTime{}, UtcTime{std::chrono::hours(1)}};
  report.nodes = {
      {"node", HealthState::degraded, {"trn2-48xl"}, 0.25, 2, 7, {hot, gone}, {"a: b"}}};
  report.forgotten = {"fra1/n7"};
  report.notes = {"1 device without a description"};
  return report;
}

std::string example_query() {
  QueryAnswer windows;
  windows.metric = {"temperature_celsius", "Cel", "gauge"};
  windows.query.metric = windows.metric.name;
  windows.query.range = {UtcTime{}, UtcTime{std::chrono::minutes(3)}};
  windows.query.step = std::chrono::minutes(1);
  windows.query.statistic = Statistic::p99;
  windows.query.group = {Grouping::level, 2};
  windows.series = {{"node/card:0", "temperature_celsius", "Cel", 3, 1}};
  windows.series[0].points = {{UtcTime{}, 47.5},
                              {UtcTime{std::chrono::minutes(1)}, no_reading()},
                              {UtcTime{std::chrono::minutes(2)}, std::int64_t{1} << 60}};
  auto last = windows;
  last.last = true;
  last.query.step = {};
  last.query.group = {};
  return encode_query_answers({windows, last});
}

/// A report with an end, of an issuer who gives one.
std::string example_ending_report() {
  auto report = testing::example_report();
  report.site.valid_for_days = 365;
  report.valid_until = report.issued + std::chrono::days(365);
  return encode_report_statement(report, kSubjects);
}

std::string example_counted_report() {
  auto report = testing::example_report();
  report.sequence = 7;
  return encode_report_statement(report, kSubjects);
}

/// What is answered over HTTP about a card that was read once, and once could not be.
void write_api_answers(const std::filesystem::path& out) {
  testing::MemoryTelemetry telemetry;
  telemetry.add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
  Device card;
  card.id = "node/card:0";
  card.kind = DeviceKind::accelerator;
  card.attributes["driver"] = "neuron";
  telemetry.add(card);
  telemetry[{card.id, "temperature_celsius"}] = {
      {UtcTime{std::chrono::seconds(1)}, 47.5},
      {UtcTime{std::chrono::seconds(2)}, Error{ErrorKind::denied, "permission denied"}}};
  telemetry.keep_instead({{{UtcTime{}, UtcTime{std::chrono::seconds(1)}}, "summaries of 1 min"}});
  const UtcTime now{std::chrono::seconds(3)};
  for (const std::string name : {"series", "last", "devices"}) {
    ApiRequest request{"/api/v1/" + name, {}, now};
    if (name == "series") {
      request.parameters = {{"metric", "temperature_celsius"}};
    }
    const auto answer = answer_api(telemetry, request);
    write(out / ("api-" + name + ".example.json"), answer ? answer->body : "");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_documents DIRECTORY\n";
    return 2;
  }
  const std::filesystem::path out = argv[1];
  std::filesystem::create_directories(out);
  write(out / "inventory.example.json", encode_inventory(testing::example_inventory()));
  write(out / "inventory.default.json", encode_inventory(Inventory{}));
  write(out / "manifest.example.json", encode_manifest(testing::example_manifest()));
  write(out / "redactions.example.json", encode_redactions(testing::example_redactions()));
  write(out / "journal-proof.step.json",
        encode_journal_proof({"run-1", 3, "{}", {std::string(43, 'A') + "="}, {}}));
  write(out / "journal-proof.reading.json",
        encode_journal_proof({"run-1",
                              3,
                              "{}",
                              {},
                              ReadingShown{"node", "m", UtcTime{}, "m\t1\tnode\n5\ti7\n", 0, {}}}));
  const auto events = testing::example_events();
  write(out / "event.first.json", encode_event(events.front()));
  write(out / "event.second.json", encode_event(events.back()));
  write(out / "run-record.example.json",
        encode_run_record_statement(testing::example_run_record(), kSubjects));
  write(out / "run-record.default.json", encode_run_record_statement(RunRecord{}, kSubjects));
  write(out / "compliance-report.example.json",
        encode_report_statement(testing::example_report(), kSubjects));
  write(out / "compliance-report.default.json", encode_report_statement(Report{}, kSubjects));
  write(out / "test-order.example.json", encode_order_statement(testing::example_order()));
  write(out / "compliance-report.ending.json", example_ending_report());
  write(out / "compliance-report.counted.json", example_counted_report());
  write(out / "report-status.example.json", encode_status_list(testing::example_status_list()));
  auto empty = testing::example_status_list();
  empty.entries.clear();
  write(out / "report-status.empty.json", encode_status_list(empty));
  write(out / "plan.example.json", example_plan());
  write(out / "comparison.example.json", example_comparison());
  write(out / "query.example.json", example_query());
  write(out / "health.example.json", encode_health(example_health()));
  write(out / "health.default.json", encode_health(HealthReport{}));
  write_api_answers(out);
  return 0;
}
