#include "certsuite/workloads/compile_corpus.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "certsuite/workloads/corpus_bench.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/tally.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "probes/machine/scratch.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr auto kCompileSeconds = metrics::named("compile_corpus_compile_seconds");
constexpr auto kFailed = metrics::named("compile_corpus_failed_count");
constexpr auto kWrong = metrics::named("compile_corpus_mismatch_count");
constexpr double kLongestCompile = 60;  // seconds

struct Level {
  std::string_view name;
  std::array<std::string_view, 2> flags;  ///< "" = none.
};

/// The usual level first: where time is short, it is the one that is seen.
constexpr std::array kLevels{
    Level{"-O2", {"-O2", ""}},
    Level{"-O0", {"-O0", ""}},
    Level{"-O3 -march=native", {"-O3", "-march=native"}},
};

/// What one lap showed of one unit.
struct UnitTally {
  std::size_t reached = 0;  ///< Compilations that came to an end.
  std::int64_t failed = 0;
  std::int64_t wrong = 0;
  double seconds = 0;  ///< Spent compiling.
};

class CorpusRun {
 public:
  CorpusRun(const Effort& effort, WorkloadListener& listener,
            const std::vector<HostCompiler>& compilers, const std::vector<CorpusUnit>& units,
            Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        compilers_(compilers),
        units_(units),
        tally_(pace_, listener),
        bench_(std::move(team)) {}

  Result<WorkloadOutcome> run() {
    tell_compilers();
    auto canary = plant_canary();
    if (!canary) {
      return std::move(canary).error();
    }
    listener_.warm_up_over();
    double longest = 0;
    do {
      const double start = pace_.elapsed_seconds();
      if (auto done = lap(); !done) {
        return std::move(done).error();
      }
      longest = std::max(longest, pace_.elapsed_seconds() - start);
    } while (pace_.left_seconds() > longest);
    listener_.fact({"laps", std::to_string(laps_), "1"});
    return tally_.outcome(*canary);
  }

 private:
  void tell_compilers() {
    for (const auto& compiler : compilers_) {
      listener_.fact({"compiler " + compiler.name, compiler.path + "; " + compiler.version, ""});
      listener_.fact({"compiler " + compiler.name + " sha256", compiler.sha256, ""});
    }
    std::string flags;
    for (const auto flag : corpus_flags()) {
      flags += (flags.empty() ? "" : " ") + std::string(flag);
    }
    listener_.fact({"flags", flags, ""});
    listener_.fact({"threads", std::to_string(bench_.size()), "1"});
  }

  /// A fresh directory with every unit in it; nothing of an earlier lap, no cache.
  Result<ScratchDirectory> fresh_directory(const std::string& name) {
    auto directory = ScratchDirectory::make(effort_.directory + "/" + name);
    if (!directory) {
      return directory;
    }
    for (const auto& unit : units_) {
      if (auto kept = create_file(source_of(*directory, unit), unit.text); !kept) {
        return std::move(kept).error();
      }
    }
    return directory;
  }

  static std::string source_of(const ScratchDirectory& directory, const CorpusUnit& unit) {
    return directory.path() + "/" + unit.name + ".c";
  }

  [[nodiscard]] CompileJob job_of(const ScratchDirectory& directory, const CorpusUnit& unit,
                                  const std::string& artefact) const {
    CompileJob job;
    job.source = source_of(directory, unit);
    job.output = directory.path() + "/" + artefact + ".so";
    job.directory = directory.path();
    const double seconds = std::clamp(pace_.left_seconds(), 0.1, kLongestCompile);
    job.deadline = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(seconds));
    return job;
  }

  /// Every unit is compiled once with its planted fault and must be found out by the whole path;
  /// where no compiler manages that, its judges are shown an output of zeros.
  Result<Canary> plant_canary() {
    const auto directory = fresh_directory("canary");
    if (!directory) {
      return directory.error();
    }
    Canary canary{.planted = true, .caught = true};
    for (const auto& unit : units_) {
      const bool caught = planted_unit_is_caught(*directory, unit).value_or(zeros_are_caught(unit));
      canary.caught = canary.caught && caught;
    }
    return canary;
  }

  std::optional<bool> planted_unit_is_caught(const ScratchDirectory& directory,
                                             const CorpusUnit& unit) {
    for (const auto& compiler : compilers_) {
      auto job = job_of(directory, unit, unit.name + "-" + compiler.name);
      job.flags = {"-O2", "-DRACKPROOF_PLANTED_FAULT"};
      const auto compiled = compile(compiler, job, effort_.stop);
      if (compiled && compiled->status == CompileStatus::ok) {
        return !bench_.run(unit, job.output).wrong.empty();
      }
    }
    return std::nullopt;
  }

  static bool zeros_are_caught(const CorpusUnit& unit) {
    return std::ranges::all_of(unit.cases, [](const CorpusCase& one) {
      return !one.judge(CorpusBytes(one.output_bytes)).empty();
    });
  }

  Result<void> lap() {
    ++laps_;
    const auto directory = fresh_directory("lap" + std::to_string(laps_));
    if (!directory) {
      return directory.error();
    }
    std::vector<UnitTally> tallies(units_.size());
    for (const auto& level : kLevels) {
      for (const auto& compiler : compilers_) {
        for (std::size_t i = 0; i < units_.size() && pace_.left_seconds() > longest_; ++i) {
          const double start = pace_.elapsed_seconds();
          one_artefact(*directory, units_[i], compiler, level, tallies[i]);
          longest_ = std::max(longest_, pace_.elapsed_seconds() - start);
        }
      }
    }
    for (std::size_t i = 0; i < units_.size(); ++i) {
      tell_unit(tallies[i]);
    }
    return {};
  }

  void one_artefact(const ScratchDirectory& directory, const CorpusUnit& unit,
                    const HostCompiler& compiler, const Level& level, UnitTally& tally) {
    const auto name = unit.name + " " + compiler.name + " " + std::string(level.name);
    auto job = job_of(directory, unit, std::to_string(++artefacts_));
    for (const auto flag : level.flags) {
      if (!flag.empty()) {
        job.flags.emplace_back(flag);
      }
    }
    const auto compiled = compile(compiler, job, effort_.stop);
    const bool cut_short = !compiled || compiled->status == CompileStatus::timeout;
    if (cut_short && pace_.is_over()) {
      return;  // the phase ended, not the compiler's patience
    }
    ++tally.reached;
    if (!compiled) {
      ++tally.failed;
      tell_artefact(name, CompileStatus::compile_error, compiled.error().message);
      return;
    }
    tally.seconds += compiled->wall_seconds;
    tell_window(*kCompileSeconds, compiled->wall_seconds, compiled->wall_seconds);
    if (compiled->status != CompileStatus::ok) {
      ++tally.failed;
      tell_artefact(name, compiled->status, compiled->why + "; " + compiled->command_line);
      return;
    }
    run_artefact(name, unit, job.output, *compiled, tally);
  }

  void run_artefact(const std::string& name, const CorpusUnit& unit, const std::string& library,
                    const CompileResult& compiled, UnitTally& tally) {
    auto answer = bench_.run(unit, library);
    tally_.checked(answer.executions);
    tally.failed += answer.status == CompileStatus::load_error ? 1 : 0;
    tally.wrong += static_cast<std::int64_t>(answer.wrong.size());
    for (auto& mismatch : answer.wrong) {
      mismatch.where = name + ", " + mismatch.where;
      tally_.wrong(std::move(mismatch));
    }
    const auto trouble = answer.why.empty() ? "" : answer.why + "; ";
    tell_artefact(name, answer.status,
                  trouble + "sha256 " + compiled.artefact_sha256 + ", " +
                      std::to_string(compiled.artefact_bytes) + " B; wall " +
                      format_double(compiled.wall_seconds) + " s, cpu " +
                      format_double(compiled.cpu_seconds) + " s, peak " +
                      std::to_string(compiled.peak_rss_bytes) + " B; output " + answer.digests);
  }

  /// The first lap in full; of later ones only what went wrong.
  void tell_artefact(const std::string& name, CompileStatus status, const std::string& text) {
    if (laps_ == 1 || status != CompileStatus::ok) {
      listener_.fact({name, std::string(word_of(kCompileStatuses, status)) + ": " + text, ""});
    }
  }

  void tell_unit(const UnitTally& tally) {
    const bool whole = tally.reached == kLevels.size() * compilers_.size();
    if (whole || tally.failed > 0 || tally.wrong > 0) {
      tell_window(*kFailed, static_cast<double>(tally.failed), tally.seconds);
      tell_window(*kWrong, static_cast<double>(tally.wrong), tally.seconds);
    }
  }

  void tell_window(const Metric& metric, double value, double seconds) {
    constexpr double kShortest = 1e-6;
    listener_.window({std::string(kNodeId), std::string(metric.name), pace_.now(),
                      std::max(seconds, kShortest), value});
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  const std::vector<HostCompiler>& compilers_;
  const std::vector<CorpusUnit>& units_;
  Tally tally_;
  CorpusBench bench_;
  double longest_ = 0;  ///< Seconds that one artefact took at most.
  int laps_ = 0;
  int artefacts_ = 0;
};

}  // namespace

Result<WorkloadOutcome> run_compile_corpus(const Effort& effort, WorkloadListener& listener,
                                           const std::vector<HostCompiler>& compilers,
                                           const std::vector<CorpusUnit>& units) {
  if (compilers.empty()) {
    WorkloadOutcome outcome;
    outcome.skipped = "no C compiler found: none of cc, gcc and clang is in PATH";
    return outcome;
  }
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return CorpusRun(effort, listener, compilers, units, std::move(*team)).run();
}

}  // namespace rackproof
