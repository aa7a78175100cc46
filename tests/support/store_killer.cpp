#include "tests/support/store_killer.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"

namespace rackproof::testing {
namespace {

constexpr auto kMetric = metrics::named("memory_ecc_correctable_total");
constexpr KeepRules kRules{.age = {std::chrono::hours(2), std::chrono::hours(2)},
                           .most_bytes = std::int64_t{160} << 10};

/// What a writer does.
struct Habit {
  std::int64_t apart = 1;         ///< Seconds between two samples.
  std::uint64_t least_batch = 1;  ///< Samples at once, and up to 39 more.
  bool forgets = false;
};
constexpr Habit kWrites;
/// Never more than an hour at once, which would be a clock that jumped.
constexpr Habit kForgets{50, 30, true};

/// How far the child got; it writes one after each step that returned.
struct Progress {
  std::int64_t handed_in = 0;
  std::int64_t promised = 0;
};

UtcTime time_of(std::int64_t n, const Habit& habit) {
  return at_second(static_cast<double>(n * habit.apart));
}

/// Sample number n: on device n % 3, after the one before it, worth n.
Sample numbered(std::int64_t n, const Habit& habit) {
  return {static_cast<DeviceHandle>(n % 3), kMetric, time_of(n, habit), n};
}

/// Some steps, and not always all that are due, where that is its habit.
bool forget_some(Store& store, const Habit& habit, std::uint64_t steps, UtcTime now) {
  Result<bool> more = habit.forgets;
  for (std::uint64_t step = 0; step < steps && more && *more; ++step) {
    more = store.forget(kRules, now);
  }
  return static_cast<bool>(more);
}

void report(int pipe, const Progress& progress) {
  static_cast<void>(!write(pipe, &progress, sizeof progress));
}

/// Ends only by being killed, or with a failure that the parent then sees as too few samples.
[[noreturn]] void write_for_ever(const std::string& path, std::uint64_t seed, const Habit& habit,
                                 int pipe) {
  SampleMaker maker(seed);
  const auto devices = some_devices(3);
  Progress progress;
  auto store = Store::open(path, Store::Mode::create);
  for (int turn = 0; store; ++turn) {
    const auto batch = habit.least_batch + maker.below(40);
    Samples samples;
    for (std::uint64_t i = 0; i < batch; ++i) {
      samples.push_back(numbered(progress.handed_in++, habit));
    }
    report(pipe, progress);
    bool well = static_cast<bool>((*store)->append(devices, samples));
    if (maker.below(3) == 0) {
      well = well && (*store)->flush();
      progress.promised = progress.handed_in;
    }
    well = well && forget_some(**store, habit, 1 + maker.below(20), samples.back().taken_at);
    if (maker.below(10) == 0) {
      well = well && (*store)->export_to(path + ".export" + std::to_string(turn));
      progress.promised = progress.handed_in;
    }
    if (maker.below(12) == 0) {
      well = well && (*store)->close();
      progress.promised = progress.handed_in;
      store = Store::open(path, Store::Mode::append);
    }
    if (!well) {
      break;
    }
    report(pipe, progress);
  }
  _exit(1);
}

Progress last_progress(int pipe) {
  Progress progress;
  Progress next;
  while (read(pipe, &next, sizeof next) == static_cast<ssize_t>(sizeof next)) {
    progress = next;
  }
  return progress;
}

SeriesKey key_of(const Device& device) {
  return {device.id, std::string(kMetric->name)};
}

/// How many samples of the sequence are there, from the first on; "" or what is wrong with them.
std::string count_found(Store& store, std::int64_t& found) {
  std::int64_t highest = -1;
  for (const auto& device : some_devices(3)) {
    const auto series = store.read(key_of(device), all_time());
    if (!series) {
      return "a series cannot be read: " + series.error().message;
    }
    for (const auto& point : *series) {
      const auto* n = std::get_if<std::int64_t>(&point.reading);
      if (n == nullptr || point.taken_at != time_of(*n, kWrites)) {
        return "a sample is not what was handed in";
      }
      highest = std::max(highest, *n);
      ++found;
    }
  }
  return found == highest + 1 ? "" : "samples are missing between others";
}

/// The samples of one device by window, as they were handed in.
std::vector<Series> handed_in(const WindowGrid& grid, std::int64_t device, std::int64_t found) {
  std::vector<Series> windows(grid.count);
  for (auto n = device; n < found; n += 3) {
    const auto sample = numbered(n, kForgets);
    windows[grid.window_of(sample.taken_at)].push_back({sample.taken_at, sample.reading});
  }
  return windows;
}

/// What a window of them comes to. They rise one by one from device to device: a window has grown
/// by what came since the last sample before it.
std::optional<double> expected(const Series& window, bool is_first, Statistic statistic) {
  if (window.empty() || (takes_steps(statistic) && is_first && window.size() < 2)) {
    return std::nullopt;
  }
  switch (statistic) {
    case Statistic::count:
      return static_cast<double>(window.size());
    case Statistic::min:
      return as_double(window.front().reading);
    case Statistic::max:
      return as_double(window.back().reading);
    default:
      return as_double(window.back().reading) - as_double(window.front().reading) +
             (is_first ? 0 : 3);
  }
}

/// Whether windows of an hour say of every sample of a device what it was, and say it once.
bool windows_tell(Store& store, const Device& device, std::int64_t number, std::int64_t found) {
  const TimeRange all{time_of(0, kForgets), time_of(found, kForgets)};
  const auto grid = grid_over(all, std::chrono::hours(1)).value();
  const auto given = handed_in(grid, number, found);
  for (const auto statistic :
       {Statistic::count, Statistic::min, Statistic::max, Statistic::growth}) {
    const auto told = store.windows({key_of(device), kMetric, &device}, {grid, statistic});
    bool right = told && told->size() == given.size();
    for (std::size_t i = 0; right && i < given.size(); ++i) {
      const auto value = expected(given[i], i == 0, statistic);
      const auto& window = (*told)[i];
      right = window.readable == static_cast<std::int64_t>(given[i].size()) &&
              window.missing == 0 && has_value(window.value) == value.has_value() &&
              (!value || as_double(window.value) == *value);
    }
    if (!right) {
      return false;
    }
  }
  return true;
}

/// The same of what readings and summaries tell together.
std::string count_told(Store& store, KillOutcome& outcome) {
  std::int64_t highest = -1;
  const auto devices = some_devices(3);
  for (const auto& device : devices) {
    const auto last = store.last(key_of(device));
    highest = std::max(highest, last ? std::get<std::int64_t>(last->reading) : -1);
  }
  outcome.found = highest + 1;
  const auto kept = store.kept_instead();
  if (!kept) {
    return "it does not say what it keeps: " + kept.error().message;
  }
  outcome.forgot = !kept->empty();
  const auto from = kept->empty() ? time_of(0, kForgets) : kept->back().range.to;
  std::int64_t single = 0;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const auto readings = store.read(key_of(devices[i]), {from, time_of(outcome.found, kForgets)});
    single += readings ? static_cast<std::int64_t>(readings->size()) : 0;
    if (outcome.found > 0 &&
        !windows_tell(store, devices[i], static_cast<std::int64_t>(i), outcome.found)) {
      return "windows do not tell each reading once";
    }
  }
  std::int64_t since = 0;
  for (std::int64_t n = 0; n < outcome.found; ++n) {
    since += time_of(n, kForgets) >= from ? 1 : 0;
  }
  return single == since ? "" : "a reading that is kept cannot be had";
}

std::string check(Store& store, const Habit& habit, KillOutcome& outcome) {
  const auto& recovery = store.recovery();
  outcome.said = !recovery.closed_cleanly && !recovery.note.empty();
  auto wrong = habit.forgets ? count_told(store, outcome) : count_found(store, outcome.found);
  if (!wrong.empty()) {
    return wrong;
  }
  if (outcome.found < outcome.promised) {
    return "a flushed sample is lost";
  }
  const bool safe_fits = outcome.found == 0
                             ? !recovery.safe_until
                             : recovery.safe_until == time_of(outcome.found - 1, habit);
  if (!safe_fits) {
    return "it says that another stretch of time is safe";
  }
  const auto next = numbered(outcome.found, habit);
  if (!store.append(some_devices(3), {next}) || !store.flush() ||
      !forget_some(store, habit, UINT64_MAX, next.taken_at) || !store.close()) {
    return "it cannot be written on";
  }
  return "";
}

KillOutcome kill_one(const std::string& directory, std::uint64_t seed, const Habit& habit,
                     std::int64_t microseconds) {
  const auto path = directory + "/samples.db";
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) {
    KillOutcome failed;
    failed.broken = "no pipe";
    return failed;
  }
  const pid_t child = fork();
  if (child == 0) {
    ::close(ends[0]);
    write_for_ever(path, seed, habit, ends[1]);
  }
  ::close(ends[1]);
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  const auto progress = last_progress(ends[0]);
  ::close(ends[0]);
  KillOutcome outcome;
  outcome.promised = progress.promised;
  outcome.handed_in = progress.handed_in;
  if (!WIFSIGNALED(status)) {
    outcome.broken = "the writer failed by itself";
    return outcome;
  }
  if (!std::filesystem::exists(path)) {
    return outcome;  // killed before it made the file: nothing was promised
  }
  auto store = Store::open(path, Store::Mode::append);
  outcome.broken =
      store ? check(**store, habit, outcome) : "it does not open: " + store.error().message;
  return outcome;
}

}  // namespace

KillOutcome kill_a_writer(const std::string& directory, std::uint64_t seed,
                          std::int64_t microseconds) {
  return kill_one(directory, seed, kWrites, microseconds);
}

KillOutcome kill_a_forgetter(const std::string& directory, std::uint64_t seed,
                             std::int64_t microseconds) {
  return kill_one(directory, seed, kForgets, microseconds);
}

}  // namespace rackproof::testing
