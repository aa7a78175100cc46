#include "cli/machine_reading.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"

namespace rackproof {
namespace {

constexpr auto kPatience = std::chrono::seconds(5);  ///< Beyond that of the slowest probe.

using Probes = std::vector<std::unique_ptr<Probe>>;

std::chrono::milliseconds longest_patience(const Probes& probes) {
  std::chrono::milliseconds longest{0};
  for (const auto& probe : probes) {
    longest = std::max(longest, probe->patience());
  }
  return longest + kPatience;
}

ReadingRefusal refuse_input(const Error& error) {
  return {error.message, exit_code_of_input(error)};
}

}  // namespace

std::variant<MachineReading, ReadingRefusal> read_machine(const ReadingQuestion& question) {
  const auto expectation = load_expectation(question.expect);
  if (!expectation) {
    return refuse_input(expectation.error());
  }
  auto choice = ProbeChoice::load({question.bmcs, question.sources});
  if (!choice) {
    return refuse_input(choice.error());
  }
  const auto files = FileTree::open(question.root);
  if (!files) {
    return ReadingRefusal{"--root " + files.error().message, ExitCode::failed};
  }
  if (const auto suits = choice->suits(*files); !suits) {
    return ReadingRefusal{suits.error().message, ExitCode::usage};
  }
  const SystemClock clock;
  const Host host{*files, clock};
  const auto probes = question.probes.empty() ? Result<Probes>(choice->make_all(host))
                                              : choice->make(host, question.probes);
  if (!probes) {
    return ReadingRefusal{probes.error().message, ExitCode::usage};
  }
  auto reading = read_once(host, *probes, longest_patience(*probes));
  if (!reading) {
    return ReadingRefusal{reading.error().message, exit_code_of(reading.error())};
  }
  if (question.probes.empty()) {  // some probes alone find only some of the devices
    hold_against(expected_now(*expectation, reading->inventory), *reading);
  }
  return MachineReading{*std::move(choice), *std::move(reading), files->root()};
}

}  // namespace rackproof
