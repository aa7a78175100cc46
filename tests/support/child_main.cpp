// Plays the program in tests: `test_child workload NAME --seed N --seconds S --directory DIR
// [--threads N] [--parameter K=V]`, with the self-test workloads, the real ones, and children that
// break the protocol itself, which no workload of ours could.

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include "certsuite/selftest/selftest.h"
#include "certsuite/workloads/child_protocol.h"
#include "certsuite/workloads/registry.h"
#include "probes/machine/clock.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// Does nothing, rightly, for as long as it was told to.
class Correct final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "child_correct"; }
  [[nodiscard]] std::string_view purpose() const override { return "Is always right."; }
  [[nodiscard]] std::vector<std::string_view> measurements() const override { return {}; }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }
  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    listener.warm_up_over();
    std::this_thread::sleep_for(effort.duration);
    const SystemClock clock;
    listener.window({.device = "node",
                     .metric = "gemm_exact_mismatch_count",
                     .ended = clock.now(),
                     .seconds = 0.01,
                     .value = 0});
    return WorkloadOutcome{.self_check = SelfCheck::correct,
                           .canary = {.planted = true, .caught = true},
                           .checks = 1,
                           .mismatch_count = 0,
                           .skipped = ""};
  }
};

int talk_nonsense() {
  std::cerr << "something on stderr\n";
  std::cout << "hello" << std::endl;
  std::this_thread::sleep_for(std::chrono::seconds(20));  // to be ended for what it said
  return 0;
}

int name_no_device() {
  std::cout << encode_message(Window{.device = "node/nowhere",
                                     .metric = "gemm_exact_mismatch_count",
                                     .ended = SystemClock().now(),
                                     .seconds = 1,
                                     .value = 0})
            << std::endl;
  std::this_thread::sleep_for(std::chrono::seconds(20));
  return 0;
}

/// The words after "workload NAME", by option.
std::map<std::string_view, std::string_view> options_of(int argc, char** argv) {
  std::map<std::string_view, std::string_view> options;
  for (int i = 3; i + 1 < argc; i += 2) {
    options[argv[i]] = argv[i + 1];
  }
  return options;
}

int run(Workload& workload, const std::map<std::string_view, std::string_view>& options) {
  Effort effort;
  effort.duration = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(*parse_double(options.at("--seconds"))));
  effort.seed = *parse_unsigned(options.at("--seed"));
  effort.directory = std::string(options.at("--directory"));
  if (const auto threads = options.find("--threads"); threads != options.end()) {
    effort.threads = static_cast<int>(*parse_unsigned(threads->second));
  }
  if (const auto member = options.find("--parameter"); member != options.end()) {
    const auto equals = member->second.find('=');
    effort.parameters.emplace(member->second.substr(0, equals),
                              *parse_double(member->second.substr(equals + 1)));
  }
  return run_workload_child(workload, effort, std::cout);
}

int play(std::string_view name, const std::map<std::string_view, std::string_view>& options) {
  if (name == "child_talks_nonsense") {
    return talk_nonsense();
  }
  if (name == "child_names_no_device") {
    return name_no_device();
  }
  if (name == "child_says_nothing") {
    return 0;
  }
  if (name == "child_is_killed") {
    return std::raise(SIGKILL);  // no sanitizer turns this signal into an exit code
  }
  Correct correct;
  if (name == correct.name()) {
    return run(correct, options);
  }
  auto workload = make_selftest(name);
  if (!workload) {
    workload = make_workload(name);
  }
  return workload ? run(*workload, options) : 2;
}

}  // namespace
}  // namespace rackproof

int main(int argc, char** argv) {
  if (argc < 3 || std::string_view(argv[1]) != "workload") {
    return 2;
  }
  return rackproof::play(argv[2], rackproof::options_of(argc, argv));
}
