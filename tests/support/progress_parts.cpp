#include "tests/support/progress_parts.h"

#include <chrono>
#include <utility>

#include "schemas/catalogue.h"

namespace rackproof::testing {
namespace {

constexpr auto kTriad = metrics::named("mem_triad_bytes_per_second");
constexpr auto kHeat = metrics::named("temperature_celsius");

Device device_of(std::string id, DeviceKind kind) {
  Device device;
  device.id = std::move(id);
  device.kind = kind;
  return device;
}

PlannedStep planned(std::string phase, std::string workload, double seconds) {
  PlannedStep step;
  step.phase = std::move(phase);
  step.workload = std::move(workload);
  step.seconds = seconds;
  return step;
}

}  // namespace

Plan three_steps() {
  Plan plan;
  plan.reference_id = "host";
  plan.tier = "quick";
  plan.steps = {planned("idle", "idle", 2), planned("gemm", "gemm_exact", 6),
                planned("compile", "compile_corpus", 9)};
  plan.steps[2].skipped = "no gcc";
  return plan;
}

Step done(const std::string& phase, StepStatus status) {
  Step step;
  step.phase = phase;
  step.status = status;
  step.finished = step.started + std::chrono::seconds(6);
  return step;
}

void play(ProgressListener& listener) {
  const auto plan = three_steps();
  listener.run_started(plan);
  listener.step_started(0, plan.steps[0]);
  listener.tick(std::chrono::seconds(2));
  listener.step_finished(0, done("idle"));
  listener.step_started(1, plan.steps[1]);
  listener.tick(std::chrono::seconds(5));
}

void play_everything(ProgressListener& listener) {
  play(listener);
  const auto plan = three_steps();
  listener.told(device_of("node/memory", DeviceKind::memory), *kTriad, 120);
  listener.told(device_of("node/sensor", DeviceKind::temperature_sensor), *kHeat, 61);
  listener.tick(std::chrono::seconds(7));
  listener.disturbed({"foreign_load", "2 of 2 busy", "gemm", {}, Touches::rates});
  listener.step_finished(1, done("gemm"));
  listener.step_started(2, plan.steps[2]);
  auto skipped = done("compile", StepStatus::skipped);
  skipped.reason = "no gcc";
  listener.step_finished(2, skipped);
  listener.run_finished(RunRecord{});
}

Architecture triad_floor(double bytes_per_second) {
  Quantity floor;
  floor.value = bytes_per_second;
  floor.unit = Unit::byte_per_second;
  floor.basis = Basis::measured;
  floor.source = "test";
  Criterion criterion;
  criterion.id = "bandwidth";
  criterion.on = DeviceKind::memory;
  criterion.metric = std::string(kTriad->name);
  criterion.measurement = true;
  criterion.during = "gemm";
  criterion.statistic = Statistic::p05;
  criterion.at_least = floor;
  Architecture reference;
  reference.criteria = {criterion};
  return reference;
}

}  // namespace rackproof::testing
