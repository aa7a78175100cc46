#include "reports/measurements.h"

#include <chrono>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "schemas/catalogue.h"
#include "schemas/digest.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using Catch::Contains;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;
using rackproof::testing::SmallRun;

namespace {

constexpr auto kTemperature = metrics::named("temperature_celsius");
constexpr auto kRate = metrics::named("gemm_exact_flops_per_second");
constexpr int kSeconds = 20;

/// The small run, in which the node also measured a rate: 1, 2, 3, ... 20, from which one was not
/// read, and one before the warm-up was over.
SmallRun measured_run() {
  auto run = small_run();
  const auto at = [&run](int second) { return run.record.started + std::chrono::seconds(second); };
  for (int second = 0; second < kSeconds; ++second) {
    run.samples.push_back({1, kTemperature, at(second), 47.5});
    run.samples.push_back({0, kRate, at(second), static_cast<double>(second + 1)});
  }
  run.samples.push_back({0, kRate, at(kSeconds), Error{ErrorKind::timed_out, "too late"}});
  run.record.steps[0].measured_from = at(1);
  return run;
}

RunRecordStatement record_in(const SmallBundle& bundle) {
  return decode_run_record_statement(read_whole(bundle.at(bundle::kRunRecord))).value();
}

/// What verifying finds wrong in a sealed bundle whose run record tells something else.
std::string complaint(const std::function<void(RunRecord&)>& change) {
  SmallBundle bundle(measured_run());
  auto record = record_in(bundle);
  auto report = decode_report_statement(read_whole(bundle.at(bundle::kReport))).value();
  change(record.record);
  const auto payload = encode_run_record_statement(record.record, record.subjects);
  report.report.run_record_digests = {sha256_hex(payload)};
  overwrite(bundle.at(bundle::kRunRecord), payload);
  overwrite(bundle.at(bundle::kReport), encode_report_statement(report.report, report.subjects));
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK(verified->integrity.ok);
  CHECK(verified->reproduced == verified->verdict.ok);
  return verified->reproduced ? "" : verified->verdict.details.at(0);
}

}  // namespace

TEST_CASE("measurements: of every rate after warm-up the mean with its uncertainty, and the p05",
          "[reports]") {
  const auto told = record_in(SmallBundle(measured_run())).record.measurements;
  REQUIRE(told);
  REQUIRE(told->size() == 2);
  const auto& mean = told->at(0);
  CHECK(mean.phase == "idle");
  CHECK(mean.name == "gemm_exact_flops_per_second");
  CHECK(mean.device == "node");
  CHECK(mean.unit == Unit::flop_per_second);
  CHECK(mean.statistic == Statistic::mean);
  CHECK(mean.windows == 19);
  CHECK(mean.value == 11);
  // 2 to 20: the squares of their distances from 11 sum to 570; 2 * sqrt(570 / 18 / 19).
  REQUIRE(mean.uncertainty);
  CHECK(*mean.uncertainty == Approx(2.581988897));
  CHECK(mean.evaluation == Evaluation::type_a);
  CHECK(mean.evidence == std::vector<std::string>{"samples.db"});
  const auto& low = told->at(1);
  CHECK(low.statistic == Statistic::p05);
  CHECK(low.value == 2);
  CHECK(low.windows == 19);
  CHECK_FALSE(low.uncertainty);
  CHECK(low.evaluation == Evaluation::none);
}

TEST_CASE("measurements: an uncertainty that no spread shows is none, and readings are no windows",
          "[reports]") {
  auto run = measured_run();
  for (auto& sample : run.samples) {
    if (sample.metric == kRate && std::holds_alternative<double>(sample.reading)) {
      sample.reading = 7.0;
    }
  }
  const auto told = record_in(SmallBundle(run)).record.measurements;
  REQUIRE(told);
  REQUIRE(told->size() == 2);
  CHECK_FALSE(told->at(0).uncertainty);
  CHECK(told->at(0).evaluation == Evaluation::none);
  const auto bare = record_in(SmallBundle()).record.measurements;
  REQUIRE(bare);
  CHECK(bare->empty());
}

TEST_CASE("measurements: what the samples do not give is found by the verifier", "[reports]") {
  CHECK(complaint([](RunRecord&) {}).empty());
  CHECK_THAT(complaint([](RunRecord& record) { record.measurements->at(0).value = 12; }),
             Contains("the samples do not give what the run record tells as mean of "
                      "gemm_exact_flops_per_second on node in idle, attempt 1"));
  CHECK_THAT(complaint([](RunRecord& record) { record.measurements->at(0).uncertainty = 1; }),
             Contains("the samples do not give"));
  CHECK_THAT(complaint([](RunRecord& record) { ++record.measurements->at(1).windows; }),
             Contains("the samples do not give what the run record tells as p05 of "));
  CHECK_THAT(
      complaint([](RunRecord& record) { record.measurements->at(1).device = "node/sensor"; }),
      Contains("the samples do not give"));
  CHECK_THAT(complaint([](RunRecord& record) { record.measurements->at(1).unit = Unit::watt; }),
             Contains("the samples do not give"));
  CHECK_THAT(complaint([](RunRecord& record) { record.measurements->pop_back(); }),
             Contains("the run record tells 1 measurements, the samples give 2"));
  CHECK_THAT(complaint([](RunRecord& record) {
               record.measurements->push_back(record.measurements->front());
             }),
             Contains("the run record tells 3 measurements, the samples give 2"));
}

TEST_CASE("measurements: a record of an earlier release tells none and is not asked", "[reports]") {
  CHECK(complaint([](RunRecord& record) {
          record.suite_version = "0.0.1";
          record.measurements.reset();
        }).empty());
}
