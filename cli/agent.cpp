#include "cli/agent.h"

#include <algorithm>
#include <utility>

#include "probes/machine/output_file.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestBeat{5000};
constexpr int kBeatsAWatchdog = 3;  ///< One that comes late is not yet a failure.

std::string all_of(const Findings& findings) {
  std::string words;
  for (const auto& [severity, where, text] : findings) {
    words.append(words.empty() ? "" : "; ").append(where).append(": ").append(text);
  }
  return words;
}

/// Two complaints that differ in their numbers alone, as how long a try took, are one.
std::string without_numbers(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text;
}

/// Error: all that is wrong with the file that was read anew; as `agent --check` has it.
Result<AgentConfig> read_anew(const std::string& file) {
  const auto text = read_file(file, kTomlLimit);
  if (!text) {
    return text.error();
  }
  const auto findings = check_agent_config(*text, file);
  if (holds_errors(findings)) {
    return Error{ErrorKind::malformed, all_of(findings)};
  }
  return read_agent_config(*text, file).config;
}

}  // namespace

void Agent::log(const std::string& line) {
  out_ << "rackproof agent: " << line << std::endl;
}

/// A service manager that cannot be told anything is said once and ends nothing.
void Agent::tell(const std::string& message) {
  const auto told = notifier_.tell(message);
  if (!told && is_heard_) {
    log(told.error().message);
  }
  is_heard_ = told.has_value();
}

std::string Agent::status() const {
  const auto& inventory = station_->inventory();
  auto words = std::to_string(inventory.devices.size()) + " devices";
  if (!station_->config().store.empty()) {
    words += ", stored in " + station_->config().store;
  }
  if (!station_->address().empty()) {
    words += ", served at " + station_->address();
  }
  return trouble_.empty() ? words : words + "; " + trouble_;
}

Result<void> Agent::begin(std::unique_ptr<AgentStation> station) {
  // A BMC may take a minute to tell what it has; that is no hang.
  const auto beat = [this] {
    if (notifier_.watchdog()) {
      tell("WATCHDOG=1");
    }
  };
  if (auto begun = station->begin(beat); !begun) {
    return begun;
  }
  station_ = std::move(station);
  rounds_ = 0;
  trouble_.clear();
  if (const auto note = station_->recovery_note(); !note.empty()) {
    log(note);
  }
  log(status());
  return {};
}

Result<void> Agent::begin_with(const AgentConfig& config) {
  auto station = AgentStation::prepare(config, clock_);
  return station ? begin(*std::move(station)) : std::move(station).error();
}

ExitCode Agent::work(const AgentConfig& config, const TerminationSignals& signals) {
  auto station = AgentStation::prepare(config, clock_);
  if (!station) {
    log(station.error().message);
    return exit_code_of_input(station.error());
  }
  if (const auto begun = begin(*std::move(station)); !begun) {
    log(begun.error().message);
    return ExitCode::failed;
  }
  tell("READY=1\nSTATUS=" + status());
  return serve(signals);
}

ExitCode Agent::serve(const TerminationSignals& signals) {
  while (true) {
    const auto signal = signals.wait(beat());
    if (!signal) {
      watch();
      continue;
    }
    if (*signal != "SIGHUP") {
      log(*signal + ": ends");
      return end();
    }
    if (!reload()) {
      return ExitCode::failed;
    }
  }
}

milliseconds Agent::beat() const {
  const auto watchdog = notifier_.watchdog();
  return watchdog
             ? std::clamp(std::chrono::duration_cast<milliseconds>(*watchdog) / kBeatsAWatchdog,
                          milliseconds(1), kLongestBeat)
             : kLongestBeat;
}

/// The watchdog is fed only when the writer came round since it was last fed: a disk or a way out
/// that hangs is what it is there for.
void Agent::watch() {
  const auto rounds = station_->rounds();
  if (notifier_.watchdog() && std::exchange(rounds_, rounds) != rounds) {
    tell("WATCHDOG=1");
  }
  station_->close_unused_readers();
  auto trouble = station_->complaints();
  if (without_numbers(trouble) == without_numbers(trouble_)) {
    return;
  }
  log(trouble.empty() ? "all ways out work again" : trouble);
  trouble_ = std::move(trouble);
  tell("STATUS=" + status());
}

bool Agent::reload() {
  if (const auto told = notifier_.tell_reloading(); !told) {
    log(told.error().message);
  }
  bool works = true;
  const auto config =
      file_.empty()
          ? Result<AgentConfig>(Error{ErrorKind::absent, "there is no --config to be read anew"})
          : read_anew(file_);
  if (config) {
    works = change_to(*config);
  } else {
    log("SIGHUP: goes on as before: " + config.error().message);
  }
  if (works) {
    tell("READY=1\nSTATUS=" + status());
  }
  return works;
}

bool Agent::change_to(const AgentConfig& config) {
  const auto before = station_->config();
  auto next = AgentStation::prepare(config, clock_);
  if (!next) {
    log("SIGHUP: goes on as before: " + next.error().message);
    return true;
  }
  if (const auto ended = station_->end(); !ended) {
    log("the store that was: " + ended.error().message);
  }
  station_.reset();
  const auto begun = begin(*std::move(next));
  if (begun) {
    log("SIGHUP: " + file_ + " holds from here on");
    return true;
  }
  log("SIGHUP: goes on as before: " + begun.error().message);
  const auto again = begin_with(before);
  if (!again) {
    log("cannot go on as before either: " + again.error().message);
  }
  return again.has_value();
}

ExitCode Agent::end() {
  tell("STOPPING=1\nSTATUS=ends");
  if (const auto ended = station_->end(); !ended) {
    log("the store: " + ended.error().message);
    return ExitCode::failed;
  }
  return ExitCode::done;
}

}  // namespace rackproof
