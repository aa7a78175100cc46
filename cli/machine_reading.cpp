#include "cli/machine_reading.h"

#include <chrono>
#include <utility>

#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"

namespace rackproof {
namespace {

constexpr auto kPatience = std::chrono::seconds(15);

}  // namespace

std::variant<MachineReading, ReadingRefusal> read_machine(const ReadingQuestion& question) {
  const auto expectation = load_expectation(question.expect);
  if (!expectation) {
    return ReadingRefusal{expectation.error().message, exit_code_of_input(expectation.error())};
  }
  const auto files = FileTree::open(question.root);
  if (!files) {
    return ReadingRefusal{"--root " + files.error().message, ExitCode::failed};
  }
  const SystemClock clock;
  const Host host{*files, clock};
  const auto probes = make_probes(host, question.probes);
  if (!probes) {
    return ReadingRefusal{probes.error().message, ExitCode::usage};
  }
  auto reading = read_once(host, *probes, kPatience);
  if (!reading) {
    return ReadingRefusal{reading.error().message, exit_code_of(reading.error())};
  }
  if (question.probes.empty()) {  // some probes alone find only some of the devices
    hold_against(expected_now(*expectation, reading->inventory), *reading);
  }
  return MachineReading{std::move(reading).value(), files->root()};
}

}  // namespace rackproof
