#include "certsuite/workloads/corpus_workshop.h"

#include <algorithm>
#include <utility>

#include "certsuite/workloads/compile_batch.h"
#include "probes/machine/output_file.h"

namespace rackproof {
namespace {

constexpr double kLongestTask = 60;  // seconds, to compile or to run one artefact

std::string source_of(const CorpusUnit& unit, const Artefact& artefact) {
  return artefact.directory + "/" + unit.name + ".c";
}

std::string library_of(const Artefact& artefact) {
  return artefact.directory + "/unit.so";
}

}  // namespace

CorpusWorkshop::CorpusWorkshop(const CorpusSetup& setup, const Effort& effort, const Pace& pace,
                               Team team)
    : setup_(setup),
      effort_(effort),
      pace_(pace),
      team_(std::move(team)),
      bench_({setup.program, effort.threads, effort.stop}, effort.directory) {}

std::size_t CorpusWorkshop::compilers_at_once() const {
  return static_cast<std::size_t>(team_.size());
}

/// What is left for one more compiler or unit; zero when the phase is over.
std::chrono::nanoseconds CorpusWorkshop::deadline() const {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(std::min(pace_.left_seconds(), kLongestTask)));
}

Result<void> CorpusWorkshop::lay_out(const std::string& directory,
                                     std::vector<Artefact>& artefacts) {
  for (auto& artefact : artefacts) {
    const auto& unit = setup_.units[artefact.unit];
    artefact.directory = directory + "/" + std::to_string(++laid_);
    if (auto made = make_directories(artefact.directory); !made) {
      return made;
    }
    if (auto laid = create_file(source_of(unit, artefact), unit.text); !laid) {
      return laid;
    }
  }
  return {};
}

std::vector<std::optional<CompileResult>> CorpusWorkshop::compile(
    const std::vector<Artefact>& artefacts) {
  std::vector<CompileTask> tasks;
  for (const auto& artefact : artefacts) {
    CompileTask task;
    task.compiler = artefact.compiler;
    task.job.source = source_of(setup_.units[artefact.unit], artefact);
    task.job.output = library_of(artefact);
    task.job.directory = artefact.directory;
    task.job.flags = artefact.flags;
    tasks.push_back(std::move(task));
  }
  return compile_all(
      team_, std::move(tasks), [this] { return deadline(); }, effort_.stop);
}

Result<UnitAnswer> CorpusWorkshop::run(const Artefact& artefact) {
  return bench_.run(setup_.units[artefact.unit],
                    {library_of(artefact), artefact.directory, deadline()});
}

}  // namespace rackproof
