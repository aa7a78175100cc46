#include "certsuite/run_history.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "schemas/encoding.h"
#include "schemas/json/journal_json.h"

namespace rackproof {
namespace {

/// A change of one of these is a change of what every step worked with.
constexpr std::array kEverywhere{
    DeviceKind::node,      DeviceKind::cpu_package, DeviceKind::cpu,
    DeviceKind::numa_node, DeviceKind::memory,      DeviceKind::memory_controller,
    DeviceKind::dimm,      DeviceKind::csrow,       DeviceKind::memory_channel};

/// Whether a phase need not be run again because of what came of this attempt.
bool is_result(const Step& step) {
  return step.status != StepStatus::aborted && step.status != StepStatus::skipped;
}

/// Takes the journal line by line.
class HistoryReading {
 public:
  void take(SegmentBegan&& line) {
    if (!history_.segments.empty()) {
      seen(line.before_until);  // what was measured after its last line is its own as well
    }
    cut_off();
    for (const auto& phase : line.again) {
      std::erase(history_.done, phase);
    }
    if (!history_.segments.empty()) {
      auto& before = history_.segments.back();
      before.ended_by = before.boot_id == line.boot_id ? "killed" : "reboot";
    }
    if (!line.inventory.empty()) {
      history_.inventory = std::move(line.inventory);
    }
    history_.environment = std::move(line.environment);
    history_.segments.push_back({.boot_id = std::move(line.boot_id),
                                 .started = line.at,
                                 .finished = line.at,
                                 .ended_by = {},
                                 .changes = std::move(line.changes)});
    seen(line.at);
  }
  void take(StepBegan&& line) {
    cut_off();
    open_.emplace();
    open_->phase = std::move(line.phase);
    open_->workload = std::move(line.workload);
    open_->attempt = line.attempt;
    open_->started = line.at;
    open_->measured_from = line.at;
    seen(line.at);
  }
  void take(Mismatch&& line) {
    if (open_) {
      ++open_->mismatch_count;
      open_->self_check = SelfCheck::wrong_answer;
      open_->mismatches.push_back(std::move(line));
    }
  }
  void take(Step&& line) {
    open_.reset();
    if (is_result(line) && !history_.is_done(line.phase)) {
      history_.done.push_back(line.phase);
    }
    seen(line.finished);
    history_.steps.push_back(std::move(line));
  }
  void take(Disturbance&& line) {
    seen(line.at);
    history_.disturbances.push_back(std::move(line));
  }
  void take(const RunBegan& line) { seen(line.at); }
  void take(const ReadingsKept& line) {
    auto& told = history_.readings;
    told.until = std::max(told.until.value_or(line.until), line.until);
    told.readings += line.readings;
  }
  void take(const ReadingsLate& line) {
    auto& late = history_.readings.late;
    late.readings.insert(late.readings.end(), line.readings.begin(), line.readings.end());
    late.left_out += line.left_out;
  }
  void take(const RunEnded& line) { seen(line.at); }

  RunHistory conclude() {
    cut_off();
    return std::move(history_);
  }

 private:
  void seen(UtcTime at) {
    history_.last_seen = std::max(history_.last_seen, at);
    if (!history_.segments.empty()) {
      history_.segments.back().finished = history_.last_seen;
    }
  }
  /// An attempt that began and is not over when the process is.
  void cut_off() {
    if (open_) {
      open_->status = StepStatus::aborted;
      open_->reason = "cut off: the run was killed while it ran";
      open_->finished = std::max(open_->started, history_.last_seen);
      history_.steps.push_back(*std::exchange(open_, std::nullopt));
    }
  }

  RunHistory history_;
  std::optional<Step> open_;
};

/// "node/nvme:X: serial 'A' before, 'B' now"; "" where nothing differs.
std::string difference(const Device& before, const Device& now) {
  struct Pair {
    std::string_view name;
    const std::string& before;
    const std::string& now;
  };
  const std::array<Pair, 4> pairs{{{"vendor", before.vendor, now.vendor},
                                   {"model", before.model, now.model},
                                   {"serial", before.serial, now.serial},
                                   {"firmware", before.firmware, now.firmware}}};
  std::string text;
  for (const auto& pair : pairs) {
    if (pair.before != pair.now) {
      text += (text.empty() ? before.id + ": " : ", ") + std::string(pair.name) + " '" +
              printable(pair.before) + "' before, '" + printable(pair.now) + "' now";
    }
  }
  return text;
}

void note(MachineChanges& changes, DeviceKind kind, std::string text) {
  changes.told.push_back(std::move(text));
  if (std::ranges::find(changes.kinds, kind) == changes.kinds.end()) {
    changes.kinds.push_back(kind);
  }
}

void compare_devices(const Devices& before, const Devices& now, MachineChanges& changes) {
  for (const auto& device : before) {
    const auto found = std::ranges::find(now, device.id, &Device::id);
    if (device.kind == DeviceKind::probe) {
      continue;
    }
    if (found == now.end()) {
      note(changes, device.kind, device.id + ": gone");
    } else if (auto text = difference(device, *found); !text.empty()) {
      note(changes, device.kind, std::move(text));
    }
  }
  for (const auto& device : now) {
    if (device.kind != DeviceKind::probe &&
        std::ranges::find(before, device.id, &Device::id) == before.end()) {
      note(changes, device.kind, device.id + ": added");
    }
  }
}

std::map<std::string, std::string> by_name(const std::vector<SoftwareVersion>& software) {
  std::map<std::string, std::string> versions;
  for (const auto& entry : software) {
    versions[entry.name] += entry.version;
  }
  return versions;
}

void compare_texts(const std::string& name, const std::string& before, const std::string& now,
                   MachineChanges& changes) {
  if (before != now) {
    note(changes, DeviceKind::node,
         name + ": '" + printable(before) + "' before, '" + printable(now) + "' now");
  }
}

/// Whether a criterion speaks of such devices in that phase.
bool judged_in(const Architecture& reference, DeviceKind kind, const std::string& phase) {
  return std::ranges::any_of(reference.criteria, [&](const Criterion& criterion) {
    return criterion.on == kind && (criterion.during == "*" || criterion.during == phase);
  });
}

}  // namespace

bool RunHistory::is_done(std::string_view phase) const {
  return std::ranges::find(done, phase) != done.end();
}

int RunHistory::attempts_of(std::string_view phase) const {
  int most = 0;
  for (const auto& step : steps) {
    most = step.phase == phase ? std::max(most, step.attempt) : most;
  }
  return most;
}

Result<RunHistory> read_history(std::string_view journal) {
  HistoryReading reading;
  JournalEnd place;
  std::size_t at = 0;
  int number = 0;
  for (auto end = journal.find('\n'); end != std::string_view::npos; end = journal.find('\n', at)) {
    ++number;
    auto line = decode_journal_line(journal.substr(at, end - at), place);
    if (!line) {
      return std::move(line).error().during("line " + std::to_string(number));
    }
    std::visit([&](auto& told) { reading.take(std::move(told)); }, *line);
    at = end + 1;
  }
  auto history = reading.conclude();
  history.whole_bytes = at;
  history.end = std::move(place);
  history.torn = at < journal.size();
  return history;
}

MachineChanges compare_machines(const Inventory& before, const Inventory& now) {
  MachineChanges changes;
  compare_texts("machine", before.machine, now.machine, changes);
  compare_texts("machine serial", before.serial, now.serial, changes);
  compare_devices(before.devices, now.devices, changes);
  const auto were = by_name(before.software);
  const auto are = by_name(now.software);
  for (const auto& [name, version] : were) {
    const auto found = are.find(name);
    compare_texts("software " + name, version, found != are.end() ? found->second : "", changes);
  }
  for (const auto& [name, version] : are) {
    if (!were.contains(name)) {
      compare_texts("software " + name, "", version, changes);
    }
  }
  return changes;
}

std::vector<std::string> compare_environments(const std::vector<Fact>& before,
                                              const std::vector<Fact>& now) {
  std::vector<std::string> told;
  for (const auto& fact : before) {
    const auto found = std::ranges::find(now, fact.name, &Fact::name);
    const auto value = found != now.end() ? found->value : "not given";
    if (fact.name != "load_average_before" && value != fact.value) {
      told.push_back(fact.name + ": '" + printable(fact.value) + "' before, '" + printable(value) +
                     "' now");
    }
  }
  return told;
}

std::vector<std::string> touched_phases(const Plan& plan, const Architecture& reference,
                                        const MachineChanges& changes) {
  const bool everywhere = std::ranges::any_of(changes.kinds, [](DeviceKind kind) {
    return std::ranges::find(kEverywhere, kind) != kEverywhere.end();
  });
  std::vector<std::string> phases;
  for (const auto& step : plan.steps) {
    const bool judged = std::ranges::any_of(
        changes.kinds, [&](DeviceKind kind) { return judged_in(reference, kind, step.phase); });
    if (everywhere || judged) {
      phases.push_back(step.phase);
    }
  }
  return phases;
}

}  // namespace rackproof
