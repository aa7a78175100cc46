#include "probes/neuron/monitor_parse.h"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/captures.h"

using namespace rackproof;
using namespace rackproof::neuron;

namespace {

const MonitorReading* find(const MonitorReport& report, std::string_view metric,
                           std::int64_t number = 0) {
  for (const auto& reading : report.readings) {
    if (reading.metric->name == metric && reading.number == number) {
      return &reading;
    }
  }
  return nullptr;
}

double value(const MonitorReport& report, std::string_view metric, std::int64_t number = 0) {
  const auto* reading = find(report, metric, number);
  INFO(metric);
  REQUIRE(reading != nullptr);
  REQUIRE(has_value(reading->reading));
  return as_double(reading->reading);
}

ErrorKind reason(const MonitorReport& report, std::string_view metric) {
  const auto* reading = find(report, metric);
  INFO(metric);
  REQUIRE(reading != nullptr);
  REQUIRE(std::holds_alternative<Error>(reading->reading));
  return std::get<Error>(reading->reading).kind;
}

MonitorReport parsed(std::string_view line) {
  auto report = parse_monitor_line(line);
  INFO((report ? std::string() : report.error().message));
  REQUIRE(report);
  return std::move(report).value();
}

/// One runtime with these tallies.
std::string tallies(std::string_view errors, std::string_view completed) {
  return R"({"neuron_runtime_data":[{"report":{"execution_stats":{"period":1,"error_summary":{)" +
         std::string(errors) + R"(},"execution_summary":{"completed":)" + std::string(completed) +
         R"(},"error":""}}}]})";
}

}  // namespace

TEST_CASE("neuron-monitor: of a real inf2 under load every number is taken or left with a reason",
          "[probes][neuron][captures]") {
  const auto path = testing::capture("neuron-monitor-inf2/under_load.json");
  if (!path) {
    return;
  }
  std::ifstream file(*path);
  const std::string line(std::istreambuf_iterator<char>(file), {});

  const auto report = parsed(line);

  const auto taken = report.numbers - report.left_out.size();
  WARN("neuron-monitor-inf2: " << taken << " of " << report.numbers << " numbers taken over");
  for (const auto& left : report.left_out) {
    WARN("left out: " << left.path << " (" << left.why << ")");
    CHECK_FALSE(left.why.empty());
  }
  CHECK(report.numbers == 55);
  CHECK(taken == 49);
  CHECK(report.runtimes == 1);
  CHECK(value(report, "neuron_period_completed_count") == 34408);
  CHECK(value(report, "neuron_total_latency_p50_seconds") == 0.0000629425048828125);
  CHECK(value(report, "neuron_runtime_device_memory_bytes") == 110950976);
  CHECK(value(report, "neuron_runtime_core_model_code_bytes", 1) == 1743360);
  CHECK(value(report, "accelerator_utilization_ratio", 0) == Approx(0.2504577690127115));
  CHECK(value(report, "neuron_effective_flops_per_second", 0) == 346336403642);
  CHECK(value(report, "neuron_runtime_vcpu_user_ratio") == Approx(0.1349));
  CHECK(value(report, "hbm_size_bytes") == 34359738368);
  CHECK(value(report, "neuron_monitor_hbm_ecc_correctable_total") == 0);
}

TEST_CASE("neuron-monitor: an error tally beyond the executions is cumulative and no reading",
          "[probes][neuron]") {
  const auto report = parsed(tallies(R"("generic":23654,"hardware":2)", "260"));

  CHECK(reason(report, "neuron_period_generic_errors_count") == ErrorKind::out_of_range);
  CHECK(value(report, "neuron_period_hardware_errors_count") == 2);
}

TEST_CASE("neuron-monitor: runtimes are summed, their latencies compared", "[probes][neuron]") {
  const auto report = parsed(
      R"({"neuron_runtime_data":[
        {"report":{"execution_stats":{"execution_summary":{"completed":3},
                   "latency_stats":{"total_latency":{"p99":0.5}}}}},
        {"report":{"execution_stats":{"execution_summary":{"completed":4},
                   "latency_stats":{"total_latency":{"p99":0.25}}}}}]})");

  CHECK(report.runtimes == 2);
  CHECK(value(report, "neuron_period_completed_count") == 7);
  CHECK(value(report, "neuron_total_latency_p99_seconds") == 0.5);
}

TEST_CASE("neuron-monitor: sections may be null, percentiles missing, members unknown",
          "[probes][neuron]") {
  const auto report = parsed(R"({"neuron_runtime_data":null,"system_data":{"vcpu_usage":null},
      "neuron_hardware_info":{"neuron_device_count":16,"neuroncore_per_device_count":2},
      "brand_new":{"x":1}})");

  CHECK(report.runtimes == 0);
  CHECK(value(report, "neuron_monitor_devices_count") == 16);
  CHECK(find(report, "neuron_total_latency_p50_seconds") == nullptr);
  REQUIRE(report.left_out.size() == 1);
  CHECK(report.left_out[0].path == "brand_new.x");
  CHECK(report.left_out[0].why.empty());
}

TEST_CASE("neuron-monitor: a group with an error has a reason in place of its zeros",
          "[probes][neuron]") {
  const auto report = parsed(
      R"({"system_data":{"neuron_hw_counters":{"neuron_devices":[{"neuron_device_index":0,
          "mem_ecc_corrected":0}],"error":"cannot read"}}})");

  CHECK(reason(report, "neuron_monitor_hbm_ecc_correctable_total") == ErrorKind::io);
}

TEST_CASE("neuron-monitor: per cent beyond 100 and counts below 0 are no numbers",
          "[probes][neuron]") {
  const auto report = parsed(
      R"({"neuron_runtime_data":[{"report":{
        "neuroncore_counters":{"neuroncores_in_use":{"0":{"neuroncore_utilization":101.5}}},
        "memory_used":{"neuron_runtime_used_bytes":{"host":-1}}}}]})");

  CHECK(reason(report, "accelerator_utilization_ratio") == ErrorKind::out_of_range);
  CHECK(reason(report, "neuron_runtime_host_memory_bytes") == ErrorKind::out_of_range);
}

TEST_CASE("neuron-monitor: identifiers leave no trace in the report", "[probes][neuron]") {
  const auto report = parsed(R"({"instance_info":{"instance_id":"i-0049","ami_id":"ami-03"}})");

  CHECK(report.readings.empty());
  CHECK(report.left_out.empty());
}

TEST_CASE("neuron-monitor: what is no JSON object is refused", "[probes][neuron]") {
  CHECK(parse_monitor_line("").error().kind == ErrorKind::malformed);
  CHECK(parse_monitor_line("[]").error().kind == ErrorKind::malformed);
  CHECK(parse_monitor_line(R"({"a":1,"a":2})").error().kind == ErrorKind::malformed);
}

TEST_CASE("neuron-monitor: ECC counts are right whether they are totals or differences",
          "[probes][neuron]") {
  RiseCounter totals;
  CHECK(totals.add(5) == 0);  // what was there before is where one starts from
  CHECK(totals.add(5) == 0);
  CHECK(totals.add(8) == 3);
  RiseCounter differences;
  CHECK(differences.add(0) == 0);
  CHECK(differences.add(3) == 3);
  CHECK(differences.add(0) == 3);
  CHECK(differences.add(2) == 5);
}
