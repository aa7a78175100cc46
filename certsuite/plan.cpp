#include "certsuite/plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "certsuite/plan_times.h"
#include "schemas/digest.h"
#include "schemas/text.h"
#include "schemas/time.h"
#include "schemas/units.h"

namespace rackproof {
namespace {

constexpr std::array<std::string_view, 4> kTierNames{"quick", "check", "accept", "soak"};
constexpr std::string_view kCaptured = "a captured tree cannot be worked";
/// Reading every probe before and after a step, starting and ending its child.
constexpr double kSecondsAroundStep = 1.0;

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

const Phase* find_phase(const Architecture& reference, std::string_view id) {
  const auto found = std::ranges::find(reference.phases, id, &Phase::id);
  return found == reference.phases.end() ? nullptr : &*found;
}

/// The first 48 bits of a digest over what makes the step: the same plan works the same data.
std::uint64_t seed_of(const ResolvedReference& reference, std::string_view tier,
                      const Phase& phase) {
  const auto digest =
      sha256(reference.digest + "/" + std::string(tier) + "/" + phase.id + "/" + phase.workload);
  std::uint64_t seed = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    seed = (seed << 8U) | digest.at(i);
  }
  return seed;
}

/// Why `workload` cannot be run here; "" when it can.
std::string obstacle(const Inventory& inventory, std::string_view workload,
                     const WorkloadMaker& workloads) {
  if (inventory.simulated) {
    return std::string(kCaptured);
  }
  if (workload == kIdle) {
    return "";
  }
  const auto made = workloads(workload);
  if (!made) {
    return "this program has no workload '" + std::string(workload) + "'";
  }
  return made->needs(inventory);
}

std::optional<Error> refuse(const Architecture& reference, const PlanRequest& request) {
  if (std::ranges::find(kTierNames, request.tier) == kTierNames.end()) {
    return Error{ErrorKind::malformed,
                 "unknown tier '" + request.tier + "'; there are quick, check, accept and soak"};
  }
  if (request.seconds != 0 && request.tier != "soak") {
    return Error{ErrorKind::malformed,
                 "a length can be asked for tier soak only, not for '" + request.tier + "'"};
  }
  for (const auto& id : request.only) {
    const auto* phase = find_phase(reference, id);
    if (phase == nullptr) {
      return Error{ErrorKind::malformed,
                   "reference '" + reference.id + "' has no phase '" + id + "'"};
    }
    if (!contains(phase->tiers, request.tier)) {
      return Error{ErrorKind::malformed,
                   "phase '" + id + "' is not part of tier '" + request.tier + "'"};
    }
  }
  return std::nullopt;
}

/// A phase's parameters in base units.
std::map<std::string, double, std::less<>> parameters_of(const Phase& phase) {
  std::map<std::string, double, std::less<>> parameters;
  for (const auto& [name, quantity] : phase.parameters) {
    parameters.emplace(name, in_base_unit(quantity.value.value_or(0), quantity.unit));
  }
  return parameters;
}

/// What makes the plan's last step another one than the reference asks for.
void note_deviations(const PhaseTimes& times, const PlanRequest& request, Plan& plan) {
  auto& step = plan.steps.back();
  if (times.not_scaled) {
    plan.deviations.push_back("phase " + step.phase +
                              " not lengthened for its memory, whose size could not be read");
  }
  if (!request.only.empty() && !contains(request.only, step.phase)) {
    step.skipped = "not selected (--only)";
    plan.deviations.push_back("phase " + step.phase + " left out by --only");
  }
}

/// "1 s", "0.05 s": exact, unlike format_duration.
std::string exact_seconds(double seconds) {
  return format_double(seconds) + " s";
}

std::string step_line(std::size_t number, const PlannedStep& step) {
  auto line =
      std::to_string(number) + " " + step.phase + ": " +
      (step.settle_seconds > 0 ? exact_seconds(step.settle_seconds) + " of rest, then " : "") +
      step.workload + " for " + exact_seconds(step.seconds) + ", seed " + std::to_string(step.seed);
  for (const auto& [name, value] : step.parameters) {
    line += ", " + name + " = " + format_double(value);
  }
  if (!step.skipped.empty()) {
    line += " [skipped: " + step.skipped + "]";
  }
  return line + "\n";
}

}  // namespace

Result<Plan> make_plan(const ResolvedReference& reference, const Inventory& inventory,
                       const PlanRequest& request, const WorkloadMaker& workloads) {
  const auto& architecture = reference.architecture;
  if (auto refused = refuse(architecture, request)) {
    return *std::move(refused);
  }
  Plan plan{.reference_id = architecture.id,
            .reference_revision = architecture.revision,
            .reference_digest = reference.digest,
            .tier = request.tier,
            .steps = {},
            .asked_seconds = request.seconds,
            .deviations = {}};
  const auto memory = whole_gib_of_memory(inventory);
  for (const auto& phase : architecture.phases) {
    if (!contains(phase.tiers, request.tier)) {
      continue;
    }
    const auto times = phase_times(phase, request.tier, memory);
    if (!times) {
      return times.error();
    }
    plan.steps.push_back({.phase = phase.id,
                          .workload = phase.workload,
                          .seconds = times->work,
                          .settle_seconds = times->settle,
                          .seed = seed_of(reference, request.tier, phase),
                          .parameters = parameters_of(phase),
                          .skipped = obstacle(inventory, phase.workload, workloads)});
    note_deviations(*times, request, plan);
  }
  if (plan.steps.empty()) {
    return Error{ErrorKind::malformed,
                 "reference '" + architecture.id + "' has no phase in tier '" + request.tier + "'"};
  }
  if (request.seconds != 0) {
    auto stretched = stretch_plan(plan, architecture);
    if (!stretched) {
      return std::move(stretched).error();
    }
  }
  return plan;
}

double work_seconds(const Plan& plan) {
  double total = 0;
  for (const auto& step : plan.steps) {
    total += step.skipped.empty() ? step.seconds : 0;
  }
  return total;
}

double estimated_seconds(const Plan& plan) {
  const auto worked = std::ranges::count_if(
      plan.steps, [](const PlannedStep& step) { return step.skipped.empty(); });
  double settling = 0;
  for (const auto& step : plan.steps) {
    settling += step.skipped.empty() ? step.settle_seconds : 0;
  }
  return settling + work_seconds(plan) + kSecondsAroundStep * static_cast<double>(worked);
}

std::string plan_text(const Plan& plan) {
  auto text =
      "reference " + plan.reference_id + " revision " + std::to_string(plan.reference_revision) +
      " sha256 " + plan.reference_digest + "\ntier " + plan.tier +
      (plan.asked_seconds > 0 ? ", " + exact_seconds(plan.asked_seconds) + " asked" : "") + "\n";
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    text += step_line(i + 1, plan.steps[i]);
  }
  for (const auto& deviation : plan.deviations) {
    text += "deviation: " + deviation + "\n";
  }
  return text + "work " + exact_seconds(work_seconds(plan)) + ", about " +
         exact_seconds(estimated_seconds(plan)) + " in all\n";
}

std::string plan_digest(const Plan& plan) {
  return sha256_hex(plan_text(plan));
}

}  // namespace rackproof
