#include "certsuite/workloads/corpus_canary.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "probes/machine/scratch.h"

namespace rackproof {
namespace {

/// By unit; empty where the planted fault has not been run.
using Caught = std::vector<std::optional<bool>>;

bool zeros_are_caught(const CorpusUnit& unit) {
  return std::ranges::all_of(unit.cases, [](const CorpusCase& one) {
    return !one.judge(CorpusBytes(one.output_bytes)).empty();
  });
}

/// Those units that no compiler before has managed.
std::vector<Artefact> planted_for(const HostCompiler& compiler, const Caught& caught) {
  std::vector<Artefact> artefacts;
  for (std::size_t i = 0; i < caught.size(); ++i) {
    if (!caught[i]) {
      artefacts.push_back({.unit = i,
                           .compiler = &compiler,
                           .flags = {"-O2", "-DRACKPROOF_PLANTED_FAULT"},
                           .name = "canary"});
    }
  }
  return artefacts;
}

Result<void> plant_by(const HostCompiler& compiler, CorpusWorkshop& workshop,
                      const std::string& directory, Caught& caught) {
  auto artefacts = planted_for(compiler, caught);
  if (auto laid = workshop.lay_out(directory, artefacts); !laid) {
    return laid;
  }
  const auto results = workshop.compile(artefacts);
  for (std::size_t i = 0; i < artefacts.size(); ++i) {
    if (!results[i] || results[i]->status != CompileStatus::ok) {
      continue;
    }
    const auto answer = workshop.run(artefacts[i]);
    if (!answer) {
      return answer.error();
    }
    const bool judged = answer->status != CompileStatus::load_error &&
                        answer->status != CompileStatus::exec_error &&
                        answer->status != CompileStatus::timeout;
    if (judged) {
      caught[artefacts[i].unit] = !answer->wrong.empty();
    }
  }
  return {};
}

}  // namespace

Result<Canary> plant_corpus_canary(const CorpusSetup& setup, CorpusWorkshop& workshop,
                                   const std::string& directory) {
  const auto scratch = ScratchDirectory::make(directory);
  if (!scratch) {
    return scratch.error();
  }
  Caught caught(setup.units.size());
  for (const auto& compiler : setup.compilers) {
    if (auto planted = plant_by(compiler, workshop, directory, caught); !planted) {
      return std::move(planted).error();
    }
  }
  Canary canary{.planted = true, .caught = true};
  for (std::size_t i = 0; i < caught.size(); ++i) {
    canary.caught = canary.caught && caught[i].value_or(zeros_are_caught(setup.units[i]));
  }
  return canary;
}

}  // namespace rackproof
