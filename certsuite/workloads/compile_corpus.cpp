#include "certsuite/workloads/compile_corpus.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "certsuite/workloads/artefact_ledger.h"
#include "certsuite/workloads/corpus_canary.h"
#include "certsuite/workloads/corpus_facts.h"
#include "certsuite/workloads/corpus_workshop.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "probes/machine/scratch.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr auto kCompileSeconds = metrics::named("compile_corpus_compile_seconds");
constexpr auto kFailed = metrics::named("compile_corpus_failed_count");
constexpr auto kWrong = metrics::named("compile_corpus_mismatch_count");
constexpr auto kRepeated = metrics::named("compile_corpus_repeated_count");
constexpr int kMostCompilers = 16;  // at once: each takes some 100 MB
constexpr int kMostTroubles = 300;  // facts of later laps; a step holds 1,000

struct Level {
  std::string_view name;
  std::array<std::string_view, 2> flags;  ///< "" = none.
  bool optional = false;                  ///< A compiler need not know its flags.
};

constexpr std::array kLevels{
    Level{"-O2", {"-O2", ""}},
    Level{"-O0", {"-O0", ""}},
    Level{"-O3 -march=native", {"-O3", "-march=native"}, true},
};

std::vector<std::string> flags_of(const Level& level) {
  std::vector<std::string> flags;
  for (const auto flag : level.flags) {
    if (!flag.empty()) {
      flags.emplace_back(flag);
    }
  }
  return flags;
}

/// What one lap showed of one unit.
struct UnitTally {
  std::size_t reached = 0;  ///< Artefacts that were judged, or that a compiler need not make.
  std::int64_t failed = 0;
  std::int64_t wrong = 0;
  double seconds = 0;  ///< Spent compiling.
};

class CorpusRun {
 public:
  CorpusRun(const Effort& effort, WorkloadListener& listener, const CorpusSetup& setup, Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        setup_(setup),
        tally_(pace_, listener),
        workshop_(setup, effort, pace_, std::move(team)) {}

  Result<WorkloadOutcome> run() {
    tell_compilers(setup_.compilers, listener_);
    listener_.fact({"processors", std::to_string(workshop_.processors()), "1"});
    auto canary = plant_corpus_canary(setup_, workshop_, effort_.directory + "/canary");
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
    tell_end(longest);
    return outcome(*canary);
  }

 private:
  /// A compiler of which parts are missing is none: where all are such, nothing could be run.
  WorkloadOutcome outcome(const Canary& canary) {
    auto outcome = tally_.outcome(canary);
    if (!missing_.empty() && outcome.checks == 0 && failures_ == 0) {
      outcome.skipped = "no C compiler is complete: " + missing_;
    }
    return outcome;
  }

  void tell_end(double longest) {
    listener_.fact({"laps", std::to_string(laps_), "1"});
    listener_.fact({"longest lap", format_double(longest), "s"});
    listener_.fact({"artefacts compiled again", std::to_string(ledger_.repeated()), "1"});
    listener_.fact({"of these with the same bytes", std::to_string(ledger_.same_bytes()), "1"});
  }

  /// Unit by unit, so that what is cut short has judged the first ones wholly.
  [[nodiscard]] std::vector<Artefact> all_artefacts() const {
    std::vector<Artefact> all;
    for (std::size_t unit = 0; unit < setup_.units.size(); ++unit) {
      for (const auto& level : kLevels) {
        add_artefacts(unit, level, all);
      }
    }
    return all;
  }

  void add_artefacts(std::size_t unit, const Level& level, std::vector<Artefact>& all) const {
    for (const auto& compiler : setup_.compilers) {
      auto name = setup_.units[unit].name + " " + compiler.name;
      name.append(" ").append(level.name);
      all.push_back({.unit = unit,
                     .compiler = &compiler,
                     .flags = flags_of(level),
                     .flags_optional = level.optional,
                     .name = std::move(name)});
    }
  }

  Result<void> lap() {
    ++laps_;
    const auto directory =
        ScratchDirectory::make(effort_.directory + "/lap" + std::to_string(laps_));
    if (!directory) {
      return directory.error();
    }
    std::vector<UnitTally> tallies(setup_.units.size());
    const auto repeated = ledger_.repeated();
    const auto all = all_artefacts();
    const auto of_unit = kLevels.size() * setup_.compilers.size();
    const auto batch = std::max(of_unit, workshop_.compilers_at_once());
    for (std::size_t first = 0; first < all.size() && !pace_.is_over(); first += batch) {
      const auto size = std::min(batch, all.size() - first);
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
      auto done =
          run_batch(*directory, {begin, begin + static_cast<std::ptrdiff_t>(size)}, tallies);
      if (!done) {
        return done;
      }
    }
    for (const auto& tally : tallies) {
      tell_unit(tally);
    }
    if (ledger_.repeated() > repeated) {
      tell_window(*kRepeated, static_cast<double>(ledger_.repeated() - repeated), 1);
    }
    return {};
  }

  Result<void> run_batch(const ScratchDirectory& directory, std::vector<Artefact> artefacts,
                         std::vector<UnitTally>& tallies) {
    if (auto laid = workshop_.lay_out(directory.path(), artefacts); !laid) {
      return laid;
    }
    const auto results = workshop_.compile(artefacts);
    for (std::size_t i = 0; i < artefacts.size(); ++i) {
      if (!results[i]) {
        continue;
      }
      auto done = judge_artefact(artefacts[i], *results[i], tallies[artefacts[i].unit]);
      if (!done) {
        return done;
      }
    }
    return {};
  }

  Result<void> judge_artefact(const Artefact& artefact, const CompileResult& result,
                              UnitTally& tally) {
    switch (result.status) {
      case CompileStatus::ok:
        tally.seconds += result.wall_seconds;
        tell_window(*kCompileSeconds, result.wall_seconds, result.wall_seconds);
        return run_artefact(artefact, result, tally);
      case CompileStatus::tool_missing:
        missing_ = artefact.compiler->name + ": " + result.why;
        break;
      case CompileStatus::unsupported:
        tally.reached += artefact.flags_optional ? 1 : 0;
        break;
      default:
        if (result.status == CompileStatus::timeout && pace_.is_over()) {
          return {};  // the phase ended, not the compiler's patience
        }
        ++tally.reached;
        ++tally.failed;
        ++failures_;
    }
    tell_artefact(artefact, result.status, result.why + "; " + compiling_told(result));
    return {};
  }

  Result<void> run_artefact(const Artefact& artefact, const CompileResult& result,
                            UnitTally& tally) {
    if (pace_.is_over()) {
      return {};
    }
    auto answer = workshop_.run(artefact);
    if (!answer) {
      return std::move(answer).error();
    }
    if (answer->status == CompileStatus::timeout && pace_.is_over()) {
      return {};  // the phase ended, not the unit's time
    }
    ledger_.compare(setup_.units[artefact.unit], artefact.name, result.artefact_sha256, *answer);
    ++tally.reached;
    const bool loaded = answer->status != CompileStatus::load_error;
    tally.failed += loaded ? 0 : 1;
    failures_ += loaded ? 0 : 1;
    tally.wrong += static_cast<std::int64_t>(answer->wrong.size());
    tally_.checked(answer->executions);
    for (auto& mismatch : answer->wrong) {
      mismatch.where = artefact.name + ", " + mismatch.where;
      tally_.wrong(mismatch);
    }
    tell_artefact(artefact, answer->status,
                  (answer->why.empty() ? "" : answer->why + "; ") +
                      running_told(*answer, workshop_.processors()) + "; " +
                      compiling_told(result));
    return {};
  }

  /// The first lap in full; of later ones what went wrong, up to a bound.
  void tell_artefact(const Artefact& artefact, CompileStatus status, const std::string& text) {
    if (laps_ == 1 || (status != CompileStatus::ok && ++troubles_ <= kMostTroubles)) {
      listener_.fact(
          {artefact.name, std::string(word_of(kCompileStatuses, status)) + ": " + text, ""});
    }
  }

  void tell_unit(const UnitTally& tally) {
    const bool whole = tally.reached == kLevels.size() * setup_.compilers.size();
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
  const CorpusSetup& setup_;
  Tally tally_;
  CorpusWorkshop workshop_;
  ArtefactLedger ledger_;
  std::string missing_;  ///< The last compiler with a missing part, and which.
  int failures_ = 0;     ///< Artefacts that could not be made or loaded.
  int troubles_ = 0;
  int laps_ = 0;
};

}  // namespace

Result<WorkloadOutcome> run_compile_corpus(const Effort& effort, WorkloadListener& listener,
                                           const CorpusSetup& setup) {
  if (setup.compilers.empty()) {
    WorkloadOutcome outcome;
    outcome.skipped = "no C compiler found: none of cc, gcc and clang is in PATH";
    return outcome;
  }
  const auto processors =
      effort.threads > 0 ? effort.threads : static_cast<int>(allowed_processors().size());
  auto team = Team::start(std::min(processors, kMostCompilers));
  if (!team) {
    return std::move(team).error();
  }
  return CorpusRun(effort, listener, setup, std::move(*team)).run();
}

}  // namespace rackproof
