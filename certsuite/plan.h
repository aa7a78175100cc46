#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "certsuite/workload.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/result.h"

namespace rackproof {

/// The phase that works nothing: the machine is left alone and read.
inline constexpr std::string_view kIdle = "idle";

/// One phase as it will be run here: every number resolved, in base units.
struct PlannedStep {
  std::string phase;
  std::string workload;
  double seconds = 0;         ///< Of work.
  double settle_seconds = 0;  ///< The machine is left alone so long before.
  std::uint64_t seed = 0;     ///< Below 2^48, so that every JSON reader keeps it whole.
  std::map<std::string, double, std::less<>> parameters;
  std::string skipped;  ///< Not empty: will not be run, and why.

  bool operator==(const PlannedStep&) const = default;
};

/// What a run is going to do, in order. Equal reference, inventory and request give an equal plan.
struct Plan {
  std::string reference_id;
  int reference_revision = 0;
  std::string reference_digest;
  std::string tier;
  std::vector<PlannedStep> steps;
  double asked_seconds = 0;  ///< Length asked for the whole (--duration); 0 = the reference's own.
  std::vector<std::string> deviations;  ///< From what the reference asks for: --only, --duration.

  bool operator==(const Plan&) const = default;
};

struct PlanRequest {
  std::string tier = "quick";
  std::vector<std::string> only;  ///< Phase ids; empty = all of the tier.
  double seconds = 0;             ///< Of the whole run, tier soak only; 0 = as the reference says.
};

/// Makes the workload of a name; null when there is none. The registry's make_workload in the
/// program; tests bring their own.
using WorkloadMaker = std::function<std::unique_ptr<Workload>(std::string_view)>;

/// Pure. The error is a sentence for the user who asked: unknown tier, a tier without phases, an
/// unknown id in `only`, a phase without seconds, a length that is too short or of another tier.
Result<Plan> make_plan(const ResolvedReference& reference, const Inventory& inventory,
                       const PlanRequest& request, const WorkloadMaker& workloads);

/// Seconds of work in all steps that will be run.
[[nodiscard]] double work_seconds(const Plan& plan);
/// Seconds the whole run is expected to take: settling, work, reading before and after each step.
[[nodiscard]] double estimated_seconds(const Plan& plan);

/// Deterministic; one line a step. The plan's digest is over exactly this text.
[[nodiscard]] std::string plan_text(const Plan& plan);
/// SHA-256 of plan_text, hex.
[[nodiscard]] std::string plan_digest(const Plan& plan);

}  // namespace rackproof
