#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/memory_budget.h"
#include "certsuite/workloads/pattern_run.h"
#include "probes/machine/file_tree.h"
#include "schemas/catalogue.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("mem_pattern_bytes_per_second");
constexpr auto kWrong = metrics::named("mem_pattern_mismatch_count");
constexpr auto kTested = metrics::named("mem_pattern_tested_bytes");
constexpr auto kShare = metrics::named("mem_pattern_tested_ratio");

class MemPattern final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "mem_pattern"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Walks own-address, moving-inversion, modulo-20 and random patterns over main memory, "
           "copies random blocks about with their digests, and in phases of 45 s and more leaves "
           "ones and zeros alone for up to 90 s: finds stuck, coupled and forgetful cells, wrong "
           "address lines and torn copies.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name, kTested->name, kShare->name, kWrong->name};
  }
  [[nodiscard]] std::vector<std::string_view> parameters() const override {
    return {"fade_seconds", "memory_share"};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto files = FileTree::open("/");
    if (!files) {
      return std::move(files).error();
    }
    auto memory = memory_budget(*files);
    if (!memory) {
      return std::move(memory).error();
    }
    const auto left = [&] {
      const auto now = memory_budget(*files);
      return now ? *now : 0;
    };
    return run_mem_pattern(
        effort, listener,
        PatternGround{.memory_bytes = *memory, .left_bytes = left, .files = &*files});
  }
};

}  // namespace

std::unique_ptr<Workload> make_mem_pattern() {
  return std::make_unique<MemPattern>();
}

}  // namespace rackproof
