#include "certsuite/workloads/openblas_rate.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "certsuite/workloads/matrix_kernel.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/team.h"
#include "certsuite/workloads/word_stream.h"
#include "probes/machine/clock.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

/// Past the sizes at which a kernel shows its worth, and still milliseconds on a slow core.
constexpr int kSize = 384;
constexpr std::size_t kElements = std::size_t{kSize} * kSize;
constexpr double kFlops = 2.0 * kSize * kSize * kSize;

std::vector<double> numbers(std::uint64_t seed) {
  std::vector<double> values(kElements);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<double>(mixed_word(seed, i) % 1024) - 511.5;
  }
  return values;
}

/// All threads multiply at once, as they will in the phase; the slowest one's time counts, and of
/// all repeats the best: what disturbs a short measurement only ever slows it down.
double best_rate(const MatrixKernel& kernel, Team& team, const Pace& pace) {
  const auto a = numbers(1);
  const auto b = numbers(2);
  std::vector<std::vector<double>> products(static_cast<std::size_t>(team.size()),
                                            std::vector<double>(kElements));
  std::vector<double> seconds(products.size());
  const auto multiply = [&](int member) {
    const auto mine = static_cast<std::size_t>(member);
    const double start = pace.elapsed_seconds();
    kernel.multiply(kSize, a.data(), b.data(), products[mine].data());
    seconds[mine] = pace.elapsed_seconds() - start;
  };
  team.run(multiply);  // the first call allocates the library's buffers
  double best = 0;
  const double begun = pace.elapsed_seconds();
  do {
    team.run(multiply);
    const double slowest = *std::max_element(seconds.begin(), seconds.end());
    best = std::max(best, kFlops * team.size() / std::max(slowest, 1e-9));
  } while (pace.elapsed_seconds() - begun < pace.planned_seconds());
  return best;
}

class OpenBlasRate final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return kOpenBlasRate; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Times double-precision products of OpenBLAS, to choose its core type.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override { return {}; }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto kernel = open_openblas();
    if (!kernel) {
      return std::move(kernel).error();
    }
    auto team = Team::start(effort.threads);
    if (!team) {
      return std::move(team).error();
    }
    const SystemClock clock;
    const Pace pace(effort, clock);
    const double rate = best_rate(**kernel, *team, pace);
    for (const auto& fact : (*kernel)->facts()) {
      if (fact.name == kCoreTypeFact) {
        listener.fact(fact);
      }
    }
    listener.fact({std::string(kCoreTypeRateFact), format_double(rate), "FLOP/s"});
    return WorkloadOutcome{};
  }
};

}  // namespace

std::unique_ptr<Workload> make_openblas_rate() {
  return std::make_unique<OpenBlasRate>();
}

}  // namespace rackproof
