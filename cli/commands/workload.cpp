#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/child_protocol.h"
#include "certsuite/workloads/registry.h"
#include "cli/commands.h"
#include "probes/machine/scratch.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

struct WorkloadOptions {
  std::string name;
  bool list = false;
  std::uint64_t seed = 1;
  double seconds = 10;
  int threads = 0;
  std::string directory;
  std::vector<std::string> parameters;
};

ExitCode list_workloads() {
  for (const auto& entry : workload_registry()) {
    std::cout << entry.name << "\n    " << entry.make()->purpose() << "\n";
  }
  return ExitCode::done;
}

ExitCode refuse(const std::string& why) {
  std::cerr << "rackproof workload: " << why << "\n";
  return ExitCode::usage;
}

/// "share=0.5" as a name and a number.
Result<std::pair<std::string, double>> parse_parameter(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return Error{ErrorKind::malformed, "'" + text + "' is not NAME=NUMBER"};
  }
  const auto value = parse_double(std::string_view(text).substr(equals + 1));
  if (!value) {
    return value.error().during("parameter " + text.substr(0, equals));
  }
  return std::pair(text.substr(0, equals), *value);
}

ExitCode run_one(const WorkloadOptions& options) {
  const auto workload = make_workload(options.name);
  if (!workload) {
    return refuse("no workload '" + options.name + "'; `rackproof workload --list` shows all");
  }
  Effort effort;
  effort.duration = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(options.seconds));
  effort.seed = options.seed;
  effort.threads = options.threads;
  for (const auto& text : options.parameters) {
    auto parameter = parse_parameter(text);
    if (!parameter) {
      return refuse(parameter.error().message);
    }
    effort.parameters.insert(*std::move(parameter));
  }
  std::optional<ScratchDirectory> scratch;
  effort.directory = options.directory;
  if (effort.directory.empty()) {
    auto made = ScratchDirectory::make_temporary();
    if (!made) {
      std::cerr << "rackproof workload: " << made.error().message << "\n";
      return ExitCode::failed;
    }
    effort.directory = scratch.emplace(*std::move(made)).path();
  }
  return run_workload_child(*workload, effort, std::cout) == 0 ? ExitCode::done : ExitCode::failed;
}

}  // namespace

void add_workload_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<WorkloadOptions>();
  auto* command = app.add_subcommand(
      "workload", "Run one workload by itself and write what it finds as JSON lines");
  command->add_option("name", options->name, "Which workload");
  command->add_flag("--list", options->list, "Print every workload and what it can find");
  command->add_option("--seed", options->seed, "The same seed works the same data");
  command->add_option("--seconds", options->seconds, "Canary and check included")
      ->check(CLI::PositiveNumber);
  command->add_option("--threads", options->threads, "0: one for each processor it may use")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--directory", options->directory,
                      "Writable and empty; without it a temporary one that is removed again");
  command->add_option("--parameter", options->parameters, "NAME=NUMBER in base units, repeatable")
      ->expected(1)
      ->take_all();
  command->callback([options, &result] {
    if (options->list == !options->name.empty()) {
      result = refuse("give either a workload's name or --list");
      return;
    }
    result = options->list ? list_workloads() : run_one(*options);
  });
}

}  // namespace rackproof
