#include "tests/support/judged_run.h"

#include <algorithm>
#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::testing {
namespace {

constexpr int kRunSeconds = 100;
constexpr int kPhaseStart = 20;
constexpr int kWarm = 30;
constexpr int kPhaseEnd = 80;

Device accelerator(const std::string& id) {
  Device device;
  device.id = id;
  device.kind = DeviceKind::accelerator;
  device.parent = "node";
  device.attributes = {{"vendor_id", "0x1d0f"}, {"device_id", "0x7364"}};
  return device;
}

Architecture good_reference() {
  Architecture reference;
  reference.id = "two-cards";
  reference.must_judge = {"inventory", "memory", "thermal"};
  reference.identity = {{.pci = "1d0f:7364", .machine = "", .architecture = "", .count = 2}};
  Part cards;
  cards.kind = DeviceKind::accelerator;
  cards.count = limit(2, Unit::one);
  cards.quantities["hbm_bandwidth"] = limit(100, Unit::gigabyte_per_second);
  reference.parts = {cards};
  reference.software = {{{{"driver", "2.31.7.0"}, {"runtime", "2.35.30.0"}}}};
  Phase phase;
  phase.id = "triad";
  phase.workload = "mem_triad";
  phase.tiers = {"quick"};
  reference.phases = {phase};
  return reference;
}

Criterion question(std::string id, std::string criterion_class, std::string_view metric,
                   std::string during) {
  Criterion criterion;
  criterion.id = std::move(id);
  criterion.criterion_class = std::move(criterion_class);
  criterion.on = DeviceKind::accelerator;
  criterion.metric = metric;
  criterion.during = std::move(during);
  return criterion;
}

std::vector<Criterion> good_criteria() {
  auto rate = question("triad-rate", "memory", kTriad, "triad");
  rate.measurement = true;
  rate.statistic = Statistic::p05;
  rate.at_least = limit(0.85, Unit::ratio);
  rate.at_least->of = "part.accelerator.hbm_bandwidth";
  rate.rule = DecisionRule::guard_band;
  rate.min_samples = 20;
  auto heat = question("heat", "thermal", kHeat, "triad");
  heat.statistic = Statistic::max;
  heat.at_most = limit(85, Unit::celsius);
  heat.min_samples = 10;
  auto errors = question("uncorrected", "memory", kErrors, "*");
  errors.statistic = Statistic::growth;
  errors.at_most = limit(0, Unit::one);
  errors.min_samples = 2;
  return {rate, heat, errors};
}

RunRecord good_record() {
  RunRecord record;
  record.tier = "quick";
  record.status = RunStatus::complete;
  record.root = "/";
  record.started = at_second(0);
  record.finished = at_second(kRunSeconds);
  Step step;
  step.phase = "triad";
  step.workload = "mem_triad";
  step.status = StepStatus::complete;
  step.started = at_second(kPhaseStart);
  step.measured_from = at_second(kWarm);
  step.finished = at_second(kPhaseEnd);
  step.self_check = SelfCheck::correct;
  step.canary = {true, true};
  step.checks = 1000;
  record.steps = {step};
  return record;
}

void fill(MemorySeries& series, const std::string& device) {
  for (int second = 0; second <= kRunSeconds; ++second) {
    series[{device, std::string(kHeat)}].push_back({at_second(second), 60.0 + second % 7});
    series[{device, std::string(kErrors)}].push_back({at_second(second), std::int64_t{3}});
    if (second > kPhaseStart && second <= kPhaseEnd) {
      // Slow while it warms up: a window before measured_from must not count.
      const double rate = second < kWarm ? 1e9 : 95e9 + 1e6 * (second % 5);
      series[{device, std::string(kTriad)}].push_back({at_second(second), rate});
    }
  }
}

}  // namespace

Quantity limit(double value, Unit unit) {
  Quantity quantity;
  quantity.value = value;
  quantity.unit = unit;
  quantity.basis = Basis::vendor;
  quantity.source = "a test";
  return quantity;
}

JudgedRun::JudgedRun() : reference(good_reference()), record(good_record()) {
  reference.criteria = good_criteria();
  Device node;
  node.id = "node";
  node.attributes["architecture"] = "x86_64";
  inventory.machine = "trn2.48xlarge";
  inventory.devices = {node, accelerator("node/card:0"), accelerator(std::string(kSecondCard))};
  inventory.software = {{"driver", "2.31.7.0"}, {"kernel", "6.1"}, {"runtime", "2.35.30.0"}};
  fill(series, "node/card:0");
  fill(series, std::string(kSecondCard));
}

Judgement JudgedRun::judged() {
  auto judgement = judge({reference, inventory, record, series});
  if (!judgement) {
    FAIL(judgement.error().message);
  }
  return std::move(*judgement);
}

Criterion& JudgedRun::criterion(std::string_view id) {
  const auto found = std::ranges::find(reference.criteria, id, &Criterion::id);
  REQUIRE(found != reference.criteria.end());
  return *found;
}

const Verdict& verdict_of(const Judgement& judgement, std::string_view criterion,
                          std::string_view device) {
  const Verdict* found = nullptr;
  for (const auto& verdict : judgement.verdicts) {
    if (verdict.criterion == criterion && verdict.device == device) {
      REQUIRE(found == nullptr);
      found = &verdict;
    }
  }
  REQUIRE(found != nullptr);
  return *found;
}

Result<std::vector<SeriesKey>> MemorySeries::keys() {
  std::vector<SeriesKey> keys;
  for (const auto& [key, points] : series_) {
    keys.push_back(key);
  }
  return keys;
}

Result<Series> MemorySeries::read(const SeriesKey& key, TimeRange range) {
  if (const auto spoiled = spoiled_.find(key); spoiled != spoiled_.end()) {
    return spoiled->second;
  }
  Series points;
  for (const auto& point : series_[key]) {
    if (range.contains(point.taken_at)) {
      points.push_back(point);
    }
  }
  return points;
}

Result<Point> MemorySeries::last(const SeriesKey& key) {
  const auto& points = series_[key];
  return points.empty() ? Result<Point>(Error{ErrorKind::absent, "no such series"})
                        : Result<Point>(points.back());
}

}  // namespace rackproof::testing
