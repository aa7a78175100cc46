#pragma once

#include <functional>
#include <string>
#include <vector>

#include "schemas/verdict.h"
#include "tests/support/judged_run.h"

/// Everything that may be wrong between a sensor and a certificate, one thing at a time. None of it
/// may end as PASS, and each must give the reason that a person needs.
namespace rackproof::testing {

/// What came of a wrong input.
struct Consequence {
  std::string word;                  ///< An outcome's word, or "refused".
  std::vector<std::string> reasons;  ///< The one that decided first.
};

struct WrongInput {
  std::string place;  ///< Where it was put in: "probe", "runner", "evidence", "run", ...
  std::string name;
  std::function<Consequence()> happens;
  std::string word;     ///< What must come of it.
  std::string because;  ///< Must stand in one of the reasons.
};

using WrongInputs = std::vector<WrongInput>;

/// One thing wrong with a run that would be PASS without it.
struct Fault {
  std::string name;
  std::function<void(JudgedRun&)> happens;
  Outcome overall = Outcome::inconclusive;
  std::string because;
};

/// Rows of faults that are judged.
[[nodiscard]] WrongInputs judged_faults(const std::string& place,
                                        const std::vector<std::vector<Fault>>& groups);

[[nodiscard]] WrongInputs wrong_probe_inputs();  ///< Bytes that a driver gives.
[[nodiscard]] WrongInputs wrong_child_inputs();  ///< What a workload's child says to the runner.
[[nodiscard]] WrongInputs wrong_evidence();      ///< Readings and windows in the store.
[[nodiscard]] WrongInputs wrong_runs();          ///< Steps, disturbances, segments.
[[nodiscard]] WrongInputs wrong_references();    ///< Machines and references that do not fit.
[[nodiscard]] WrongInputs wrong_limits();        ///< References that must not load.
[[nodiscard]] WrongInputs wrong_reports();       ///< Statements under a good seal, and bad seals.

/// All of the above.
[[nodiscard]] WrongInputs all_wrong_inputs();

/// docs/wrong-inputs.md, as what came of every input makes it.
[[nodiscard]] std::string wrong_inputs_page();

}  // namespace rackproof::testing
