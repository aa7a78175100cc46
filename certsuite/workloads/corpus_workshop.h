#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workload.h"
#include "certsuite/workloads/compile_corpus.h"
#include "certsuite/workloads/corpus_bench.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/team.h"
#include "schemas/result.h"

namespace rackproof {

/// One unit to be compiled by one compiler and to be run.
struct Artefact {
  std::size_t unit = 0;  ///< Index in CorpusSetup::units.
  const HostCompiler* compiler = nullptr;
  std::vector<std::string> flags = {};
  bool flags_optional = false;  ///< A compiler need not know them.
  std::string name = {};        ///< "c01_gemm gcc -O2".
  std::string directory = {};   ///< Its own; lay_out() names it.
};

/// Where artefacts are made and tried, within the time that the phase has left. What it is given
/// outlives it. One thread.
class CorpusWorkshop {
 public:
  CorpusWorkshop(const CorpusSetup& setup, const Effort& effort, const Pace& pace, Team team);

  /// Gives each artefact a directory below `directory` with nothing but its unit's text in it.
  Result<void> lay_out(const std::string& directory, std::vector<Artefact>& artefacts);
  /// Compiles all, several at once. Empty where the time was over.
  std::vector<std::optional<CompileResult>> compile(const std::vector<Artefact>& artefacts);
  /// Runs one that was compiled.
  Result<UnitAnswer> run(const Artefact& artefact);

  /// Compilers that work at once.
  [[nodiscard]] std::size_t compilers_at_once() const;
  /// Processors that a unit is run on.
  [[nodiscard]] int processors() const { return bench_.size(); }

 private:
  [[nodiscard]] std::chrono::nanoseconds deadline() const;

  const CorpusSetup& setup_;
  const Effort& effort_;
  const Pace& pace_;
  Team team_;
  CorpusBench bench_;
  int laid_ = 0;  ///< Directories made.
};

}  // namespace rackproof
