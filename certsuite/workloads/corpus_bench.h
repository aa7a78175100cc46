#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_unit.h"
#include "certsuite/workloads/unit_process.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What running one compiled unit showed.
struct UnitAnswer {
  CompileStatus status = CompileStatus::ok;
  std::string why;  ///< Of the first trouble; "" when ok.
  std::int64_t executions = 0;
  std::vector<Mismatch> wrong;       ///< One for each execution that answered wrongly or crashed.
  std::vector<std::string> digests;  ///< Of each case's usual output, hex.
};

/// Where an artefact lies and how long it may run.
struct BenchArtefact {
  std::string library;
  std::string directory;  ///< Its own, where it may leave outputs.
  std::chrono::nanoseconds deadline = std::chrono::seconds(30);
};

/// Runs compiled units on every allowed processor, each in a process of its own, and judges what
/// they put out. One thread, and not one that is pinned.
class CorpusBench {
 public:
  /// The inputs of units are laid in `directory` when they are first needed.
  CorpusBench(UnitProgram program, std::string directory)
      : program_(std::move(program)), directory_(std::move(directory)) {}

  /// Runs every case of `unit` kUnitRepeats times on every processor. Each distinct output is
  /// judged; executions that differ from the most usual output are wrong too. A crash is looked for
  /// processor by processor. The Error is one of this tool: no process, no disk.
  Result<UnitAnswer> run(const CorpusUnit& unit, const BenchArtefact& artefact);

  /// Processors that work.
  [[nodiscard]] int size() const;

 private:
  struct Seen {
    int times = 0;
    std::string trouble;  ///< What the judge says; "" = right.
  };
  using SeenOutputs = std::map<std::string, Seen>;  ///< By digest.

  Result<void> lay_job(const CorpusUnit& unit, const BenchArtefact& artefact);
  Result<UnitAnswer> broken(const CorpusUnit& unit, const BenchArtefact& artefact,
                            const UnitStory& story);
  Result<UnitAnswer> judged(const CorpusUnit& unit, const BenchArtefact& artefact,
                            const UnitStory& story);
  Result<SeenOutputs> outputs_of(const CorpusUnit& unit, const CorpusCase& one,
                                 const BenchArtefact& artefact,
                                 const std::vector<UnitStory::Ran>& ran);
  Result<std::string> verdict_on(const CorpusUnit& unit, const CorpusCase& one,
                                 const std::string& digest, const std::string& directory);

  UnitProgram program_;
  std::string directory_;
  std::map<std::string, std::vector<UnitJob::Case>> inputs_;  ///< By unit, those that were laid.
  int located_ = 0;  ///< Crashes that were looked for processor by processor.
  /// What the judge of (unit and case, output) said: the same bits are judged once.
  std::map<std::pair<std::string, std::string>, std::string> judged_;
};

}  // namespace rackproof
