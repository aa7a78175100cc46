#include "certsuite/workloads/corpus_unit.h"

#include <algorithm>
#include <set>
#include <utility>

#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/library.h"
#include "probes/machine/output_file.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr auto kEntry = "rackproof_unit";
constexpr std::byte kUntouched{0xA5};  // what a unit does not write is not zero by chance
constexpr std::size_t kLargestJob = std::size_t{1} << 20;
constexpr std::size_t kLargestInput = std::size_t{64} << 20;

using Function = void (*)(const void*, void*, void*);

/// One member's outputs of one case.
struct Runs {
  std::vector<std::string> digests;          ///< Of every repeat.
  std::map<std::string, CorpusBytes> fresh;  ///< Those outputs that are not known.
};

/// A loaded unit and the team that runs it.
class UnitRun {
 public:
  UnitRun(const UnitJob& job, const Effort& effort, WorkloadListener& listener, Team team)
      : directory_(effort.directory),
        only_(parameter(effort, kUnitMember, -1, -1, team.size() - 1)),
        listener_(listener),
        team_(std::move(team)),
        known_(job.known.begin(), job.known.end()) {}

  Result<void> run_case(std::size_t index, const UnitJob::Case& one, Function function) {
    const auto input = read_file(one.input, kLargestInput);
    if (!input) {
      return input.error();
    }
    listener_.fact({std::string(kUnitCaseFact), std::to_string(index), ""});
    std::vector<Runs> runs(static_cast<std::size_t>(team_.size()));
    team_.run([&](int member) {
      if (works(member)) {
        repeat(*input, one.output_bytes, function, runs[static_cast<std::size_t>(member)]);
      }
    });
    for (int member = 0; member < team_.size(); ++member) {
      if (auto told = tell(index, member, runs[static_cast<std::size_t>(member)]); !told) {
        return told;
      }
    }
    return {};
  }

  [[nodiscard]] std::int64_t executions() const { return executions_; }

 private:
  [[nodiscard]] bool works(int member) const { return only_ < 0 || member == only_; }

  void repeat(const std::string& input, std::size_t output_bytes, Function function,
              Runs& mine) const {
    CorpusBytes scratch(kCorpusScratch);
    CorpusBytes output(output_bytes);
    for (int i = 0; i < kUnitRepeats; ++i) {
      std::ranges::fill(output, kUntouched);
      function(input.data(), output.data(), scratch.data());
      mine.digests.push_back(to_hex(digest_of(output)));
      if (!known_.contains(mine.digests.back())) {
        mine.fresh.emplace(mine.digests.back(), output);
      }
    }
  }

  Result<void> tell(std::size_t index, int member, const Runs& runs) {
    for (const auto& [digest, output] : runs.fresh) {
      if (!known_.insert(digest).second) {
        continue;  // another member's, already written
      }
      const std::string_view bytes(reinterpret_cast<const char*>(output.data()), output.size());
      if (auto kept = write_file(directory_ + "/" + digest + ".out", bytes); !kept) {
        return kept;
      }
    }
    if (runs.digests.empty()) {
      return {};
    }
    auto text = std::to_string(member) + " " + std::to_string(team_.processor(member)) + " " +
                std::to_string(index);
    for (const auto& digest : runs.digests) {
      ++executions_;
      text += " " + digest;
    }
    listener_.fact({std::string(kUnitRanFact), text, ""});
    return {};
  }

  const std::string& directory_;
  double only_;
  WorkloadListener& listener_;
  Team team_;
  std::set<std::string> known_;
  std::int64_t executions_ = 0;
};

WorkloadOutcome unloadable(const Error& error) {
  WorkloadOutcome outcome;
  outcome.skipped = error.message;
  return outcome;
}

class CorpusUnitProcess final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "corpus_unit"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Runs one compiled unit of the corpus on every processor, for compile_corpus.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override { return {}; }
  [[nodiscard]] std::vector<std::string_view> parameters() const override { return {kUnitMember}; }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override {
    return "it is a part of compile_corpus";
  }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    const auto text = read_file(effort.directory + "/" + std::string(kUnitJobFile), kLargestJob);
    if (!text) {
      return text.error();
    }
    const auto job = decode_unit_job(*text);
    if (!job) {
      return job.error();
    }
    const auto library = Library::open(job->library);
    if (!library) {
      return unloadable(library.error());
    }
    const auto function = library->symbol<Function>(kEntry);
    if (!function) {
      return unloadable(function.error());
    }
    return run_all(*job, *function, effort, listener);
  }

 private:
  static Result<WorkloadOutcome> run_all(const UnitJob& job, Function function,
                                         const Effort& effort, WorkloadListener& listener) {
    auto team = Team::start(effort.threads);
    if (!team) {
      return std::move(team).error();
    }
    UnitRun run(job, effort, listener, std::move(*team));
    for (std::size_t i = 0; i < job.cases.size(); ++i) {
      if (auto done = run.run_case(i, job.cases[i], function); !done) {
        return std::move(done).error();
      }
    }
    WorkloadOutcome outcome;
    outcome.checks = run.executions();
    return outcome;
  }
};

Result<void> take_line(std::string_view line, UnitJob& job) {
  const auto word = line.substr(0, line.find(' '));
  const auto rest = line.substr(std::min(word.size() + 1, line.size()));
  if (word == "library") {
    job.library = rest;
    return {};
  }
  if (word == "known") {
    job.known.emplace_back(rest);
    return {};
  }
  if (word != "case") {
    return Error{ErrorKind::malformed, "corpus unit: '" + printable(word) + "' in its job"};
  }
  const auto size = rest.substr(0, rest.find(' '));
  const auto bytes = parse_unsigned(size);
  if (!bytes || size.size() == rest.size()) {
    return Error{ErrorKind::malformed, "corpus unit: a case without size or input"};
  }
  job.cases.push_back({std::string(rest.substr(size.size() + 1)), *bytes});
  return {};
}

}  // namespace

std::string encode_unit_job(const UnitJob& job) {
  auto text = "library " + job.library + "\n";
  for (const auto& one : job.cases) {
    text += "case " + std::to_string(one.output_bytes) + " " + one.input + "\n";
  }
  for (const auto& digest : job.known) {
    text += "known " + digest + "\n";
  }
  return text;
}

Result<UnitJob> decode_unit_job(std::string_view text) {
  UnitJob job;
  for (const auto line : lines(text)) {
    if (auto taken = take_line(line, job); !taken) {
      return std::move(taken).error();
    }
  }
  if (job.library.empty() || job.cases.empty()) {
    return Error{ErrorKind::malformed, "corpus unit: a job without library or case"};
  }
  return job;
}

std::unique_ptr<Workload> make_corpus_unit() {
  return std::make_unique<CorpusUnitProcess>();
}

}  // namespace rackproof
