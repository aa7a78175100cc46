#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/team.h"
#include "schemas/digest.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What running one compiled unit showed.
struct UnitAnswer {
  CompileStatus status = CompileStatus::ok;
  std::string why;  ///< Of the first trouble; "" when ok.
  std::int64_t executions = 0;
  std::vector<Mismatch> wrong;  ///< One for each execution that answered wrongly.
  std::string digests;          ///< Of each case's usual output, hex, '+' between.
};

/// Runs compiled units on every member of a team and judges what they put out. Main thread only.
class CorpusBench {
 public:
  explicit CorpusBench(Team team) : team_(std::move(team)) {}

  /// Loads `library` and runs every case of `unit` kRepeats times on every member. Each distinct
  /// output is judged; executions that differ from the most usual output are wrong too. Opens code
  /// that was just compiled: a compiler that makes it crash ends this process.
  UnitAnswer run(const CorpusUnit& unit, const std::string& library);

  [[nodiscard]] int size() const { return team_.size(); }

  static constexpr int kRepeats = 2;

 private:
  /// One member's outputs of one case; every repeat has a digest.
  struct Runs {
    std::vector<Sha256Digest> digests;
    std::vector<CorpusBytes> outputs;  ///< Of each digest that differs from the one before.
  };
  using Function = void (*)(const void*, void*, void*);

  struct Seen {
    int times = 0;
    std::string trouble;  ///< What the judge says; "" = right.
  };

  void execute(const CorpusCase& one, Function function);
  std::map<Sha256Digest, Seen> judge_outputs(const CorpusUnit& unit, const CorpusCase& one);
  void judge_case(const CorpusUnit& unit, const CorpusCase& one, UnitAnswer& answer);
  const std::string& verdict_on(const CorpusUnit& unit, const CorpusCase& one,
                                const Sha256Digest& digest, const CorpusBytes& output);

  Team team_;
  std::vector<Runs> runs_;  ///< By member; each writes its own.
  /// What the judge of (unit and case, output) said: the same bits are judged once.
  std::map<std::pair<std::string, Sha256Digest>, std::string> judged_;
};

}  // namespace rackproof
