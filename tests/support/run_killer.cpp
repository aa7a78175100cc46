#include "tests/support/run_killer.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "certsuite/run_history.h"
#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "reports/evidence.h"
#include "schemas/catalogue.h"

namespace rackproof::testing {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr const char* kReference = R"([reference]
id = "brief"
revision = 1
title = "Steps of milliseconds"
status = "draft"
must_judge = ["compute"]

[[phase]]
id = "rest-1"
workload = "idle"
tier = ["quick"]
seconds.quick = { value = 40, unit = "ms", basis = "derived", source = "a test" }

[[phase]]
id = "gemm"
workload = "gemm_exact"
tier = ["quick"]
seconds.quick = { value = 400, unit = "ms", basis = "derived", source = "a test" }

[[phase]]
id = "rest-2"
workload = "idle"
tier = ["quick"]
seconds.quick = { value = 40, unit = "ms", basis = "derived", source = "a test" }
settle = { value = 20, unit = "ms", basis = "derived", source = "a test" }

[[phase]]
id = "rest-3"
workload = "idle"
tier = ["quick"]
seconds.quick = { value = 40, unit = "ms", basis = "derived", source = "a test" }

[[criterion]]
id = "answers"
class = "compute"
on = "node"
measurement = "gemm_exact_mismatch_count"
during = "gemm"
statistic = "max"
at_most = { value = 0, unit = "1", basis = "derived", source = "integers are exact" }
min_windows = 1
required = true
)";
constexpr std::size_t kPhases = 4;
constexpr std::uint64_t kLongestLife = 700'000;  ///< Microseconds of a process that is killed.

/// Starts `arguments` as a process group of its own, silent.
pid_t start(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const auto& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));  // execv(3) does not write to it
  }
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    const int nowhere = open("/dev/null", O_RDWR);
    for (int i = 0; i < 3; ++i) {
      dup2(nowhere, i);
    }
    execv(argv[0], argv.data());
    _exit(127);
  }
  setpgid(child, child);
  return child;
}

/// Exit code of a process that ended by itself within `patience`; else it is killed with its group.
std::optional<int> end_or_kill(pid_t child, std::chrono::microseconds patience) {
  const auto deadline = Steady::now() + patience;
  int status = 0;
  while (Steady::now() < deadline) {
    if (waitpid(child, &status, WNOHANG) == child) {
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  kill(-child, SIGKILL);
  waitpid(child, &status, 0);
  return std::nullopt;
}

/// One certification and what its journals promised.
class Victim {
 public:
  Victim(std::string program, std::string directory, std::uint64_t seed)
      : program_(std::move(program)), directory_(std::move(directory)), random_(seed) {}

  KilledRun live(int most_kills);

 private:
  bool prepare();
  [[nodiscard]] std::vector<std::string> next_command() const;
  void after_a_kill();
  void after_the_end(int exit_code);
  void check_record(const RunRecord& record);
  void check_phase(const RunRecord& record, const std::string& phase);
  void check_samples(Loaded& loaded);
  void complain(const std::string& why) {
    if (run_.broken.empty()) {
      run_.broken = why;
    }
  }
  [[nodiscard]] std::string at(const std::string& name) const { return directory_ + "/" + name; }

  std::string program_;
  std::string directory_;
  std::mt19937_64 random_;
  std::vector<Step> promised_;
  KilledRun run_;
};

bool Victim::prepare() {
  const auto key = end_or_kill(start({program_, "key", "new", at("key")}), std::chrono::minutes(1));
  return write_file(at("brief.toml"), kReference) && key == 0;
}

std::vector<std::string> Victim::next_command() const {
  if (fs::exists(at("out.part/state/request.json")) || fs::exists(at("out"))) {
    return {program_, "certify", "--resume", at("out"), "--key", at("key")};
  }
  return {program_, "certify", "--reference", at("brief.toml"),
          "--key",  at("key"), "--out",       at("out")};
}

/// Remembers what was done; OUT may only be there when all of it was.
void Victim::after_a_kill() {
  ++run_.kills;
  const auto journal = read_file(at("out.part/state/journal.jsonl"), std::size_t{1} << 26);
  const auto history = read_history(journal ? *journal : "");
  if (!history) {
    return complain("a journal that cannot be read: " + history.error().message);
  }
  const bool all = history->done.size() == kPhases;
  run_.while_sealing += all ? 1 : 0;
  if (fs::exists(at("out"))) {
    const auto bundle = load_bundle(at("out"));
    if (!bundle) {
      complain("OUT is there and not whole: " + bundle.error().message);
    } else if (bundle->run_record.record.status != RunStatus::complete) {
      complain("OUT is there before the run was complete");
    }
  }
  for (const auto& step : history->steps) {
    if (step.status == StepStatus::complete) {
      promised_.push_back(step);
    }
  }
  if (!fs::exists(at("out")) && !fs::exists(at("out.part/state/request.json"))) {
    ++run_.before_it_began;
    fs::remove_all(at("out.part"));
  }
}

void Victim::check_phase(const RunRecord& record, const std::string& phase) {
  int attempts = 0;
  int complete = 0;
  StepStatus last = StepStatus::skipped;
  for (const auto& step : record.steps) {
    if (step.phase == phase) {
      ++attempts;
      complete += step.status == StepStatus::complete ? 1 : 0;
      last = step.status;
      if (step.attempt != attempts) {
        complain(phase + ": attempts are not numbered one by one");
      }
    }
  }
  if (complete != 1 || last != StepStatus::complete) {
    complain(phase + ": " + std::to_string(complete) + " complete steps, want one, the last");
  }
}

void Victim::check_record(const RunRecord& record) {
  run_.attempts = static_cast<int>(record.steps.size());
  for (const auto* phase : {"rest-1", "gemm", "rest-2", "rest-3"}) {
    check_phase(record, phase);
  }
  for (const auto& step : promised_) {
    if (std::ranges::find(record.steps, step) == record.steps.end()) {
      complain(step.phase + ": was done before a kill and is not in the record as it was");
    }
  }
  if (record.status != RunStatus::complete) {
    complain("the run is not complete: " + record.status_reason);
  }
}

/// Every step is read before and after its work, and those readings are to be judged by. (Whether
/// so short a step gets a window depends on what else the machine does.)
void Victim::check_samples(Loaded& loaded) {
  for (const auto& step : loaded.run_record.record.steps) {
    const auto series =
        loaded.samples->read({"node", "cpu_online_count"}, {step.started, step.finished});
    if (step.status == StepStatus::complete && (!series || series->empty())) {
      complain(step.phase + ": the samples of a finished step are lost");
    }
  }
}

void Victim::after_the_end(int exit_code) {
  // 1: other load on this machine, which takes the verdict away and no step
  if (exit_code != 0 && exit_code != 1) {
    return complain("certify ended with " + std::to_string(exit_code));
  }
  if (fs::exists(at("out.part"))) {
    return complain("OUT.part is left");
  }
  const auto verified = end_or_kill(start({program_, "verify", at("out"), "--key", at("key.pub")}),
                                    std::chrono::minutes(1));
  auto loaded = load_bundle(at("out"));
  if (!verified || (*verified != 0 && *verified != 1) || !loaded) {
    return complain("the bundle does not verify");
  }
  if (!loaded->bundle.has("plan.txt")) {
    complain("the bundle lost its plan");
  }
  const auto& report = loaded->report.report.judgement;
  const bool disturbed = !loaded->run_record.record.disturbances.empty();
  const bool judged =
      report.overall == Outcome::pass || disturbed || report.overall == Outcome::inconclusive;
  if ((report.overall == Outcome::pass) == (*verified == 1) || !judged) {
    return complain("the verdict is not what the run was: verify ended with " +
                    std::to_string(*verified));
  }
  check_record(loaded->run_record.record);
  check_samples(*loaded);
}

KilledRun Victim::live(int most_kills) {
  const auto started = Steady::now();
  if (!prepare()) {
    complain("no key or no reference");
  }
  std::optional<int> ended;
  while (!ended && run_.broken.empty()) {
    const auto within =
        std::chrono::microseconds(static_cast<std::int64_t>(random_() % kLongestLife));
    const bool may_kill = run_.kills < most_kills;
    ended = end_or_kill(start(next_command()), may_kill ? within : std::chrono::minutes(2));
    if (!ended) {
      after_a_kill();
    }
    if (!ended && fs::exists(at("out")) && !fs::exists(at("out.part"))) {
      ended = 0;  // killed after the last thing it had to do
    }
  }
  if (ended && run_.broken.empty()) {
    after_the_end(*ended);
  }
  run_.seconds = std::chrono::duration<double>(Steady::now() - started).count();
  return run_;
}

}  // namespace

KilledRun kill_a_run(const std::string& program, const std::string& directory, std::uint64_t seed,
                     int most_kills) {
  return Victim(program, directory, seed).live(most_kills);
}

}  // namespace rackproof::testing
