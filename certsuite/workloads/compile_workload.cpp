#include <memory>

#include "certsuite/workloads/compile_corpus.h"
#include "certsuite/workloads/factories.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

class CompileCorpus final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "compile_corpus"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Compiles a corpus of C units with every compiler found, runs them on every processor "
           "and checks the answers: finds broken toolchains and cores that compute wrongly.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {metrics::named("compile_corpus_compile_seconds")->name,
            metrics::named("compile_corpus_failed_count")->name,
            metrics::named("compile_corpus_mismatch_count")->name};
  }
  /// A missing compiler is found out by run(): plans are made without looking into PATH.
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    return run_compile_corpus(effort, listener, find_host_compilers(effort.stop),
                              make_corpus(effort.seed, 4));
  }
};

}  // namespace

std::unique_ptr<Workload> make_compile_corpus() {
  return std::make_unique<CompileCorpus>();
}

}  // namespace rackproof
