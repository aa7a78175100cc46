#include "tests/support/plan_parts.h"

#include <algorithm>
#include <utility>

namespace rackproof::testing {
namespace {

class Pretended final : public Workload {
 public:
  explicit Pretended(std::string obstacle) : obstacle_(std::move(obstacle)) {}
  [[nodiscard]] std::string_view name() const override { return "pretended"; }
  [[nodiscard]] std::string_view purpose() const override { return "Is planned, never run."; }
  [[nodiscard]] std::vector<std::string_view> measurements() const override { return {}; }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override {
    return obstacle_;
  }
  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& /*listener*/) override {
    return WorkloadOutcome{};
  }

 private:
  std::string obstacle_;
};

}  // namespace

Quantity quantity(double value, Unit unit) {
  Quantity made;
  made.value = value;
  made.unit = unit;
  made.basis = Basis::measured;
  made.source = "test";
  return made;
}

Phase quick_phase(std::string id, std::string workload, double seconds) {
  Phase phase;
  phase.id = std::move(id);
  phase.workload = std::move(workload);
  phase.tiers = {"quick"};
  phase.seconds["*"] = quantity(seconds, Unit::second);
  return phase;
}

ResolvedReference reference_of(std::vector<Phase> phases) {
  ResolvedReference reference;
  reference.architecture.id = "test-host";
  reference.architecture.revision = 7;
  reference.architecture.phases = std::move(phases);
  reference.digest = std::string(64, 'a');
  return reference;
}

Inventory inventory_of(std::vector<std::string> ids) {
  std::ranges::sort(ids);
  Inventory inventory;
  inventory.boot_id = "boot";
  for (auto& id : ids) {
    inventory.devices.emplace_back();
    inventory.devices.back().id = std::move(id);
  }
  return inventory;
}

std::unique_ptr<Workload> make_pretended(std::string_view name) {
  if (name == "eager") {
    return std::make_unique<Pretended>("");
  }
  if (name == "picky") {
    return std::make_unique<Pretended>("no compiler found");
  }
  return nullptr;
}

}  // namespace rackproof::testing
