#include <memory>

#include "certsuite/workloads/compile_corpus.h"
#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/parameters.h"
#include "probes/machine/child.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

/// Parameter: how many units of the corpus, the first ones; all without it.
constexpr std::string_view kUnits = "units";

class CompileCorpus final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "compile_corpus"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Compiles a corpus of C units with every compiler found, at three levels, runs them on "
           "every processor and checks the answers: finds broken toolchains and cores that compute "
           "wrongly.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {metrics::named("compile_corpus_compile_seconds")->name,
            metrics::named("compile_corpus_failed_count")->name,
            metrics::named("compile_corpus_mismatch_count")->name,
            metrics::named("compile_corpus_repeated_count")->name};
  }
  [[nodiscard]] std::vector<std::string_view> parameters() const override { return {kUnits}; }
  /// A missing compiler is found out by run(): plans are made without looking into PATH.
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    const auto program = own_executable();
    if (!program) {
      return program.error();
    }
    const double units = parameter(effort, kUnits, kCorpusUnits, 1, kCorpusUnits);
    return run_compile_corpus(effort, listener,
                              {find_host_compilers(effort.stop),
                               make_corpus(effort.seed, static_cast<std::size_t>(units)),
                               {*program, "workload"}});
  }
};

}  // namespace

std::unique_ptr<Workload> make_compile_corpus() {
  return std::make_unique<CompileCorpus>();
}

}  // namespace rackproof
