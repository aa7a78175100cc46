#include "tests/support/store_killer.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"

namespace rackproof::testing {
namespace {

constexpr auto kMetric = metrics::named("memory_ecc_correctable_total");

/// How far the child got; it writes one after each step that returned.
struct Progress {
  std::int64_t handed_in = 0;
  std::int64_t promised = 0;
};

/// Sample number n: on device n % 3, one second after the one before it, worth n.
Sample numbered(std::int64_t n) {
  return {static_cast<DeviceHandle>(n % 3), kMetric, at_second(static_cast<double>(n)), n};
}

void report(int pipe, const Progress& progress) {
  static_cast<void>(!write(pipe, &progress, sizeof progress));
}

/// Ends only by being killed, or with a failure that the parent then sees as too few samples.
[[noreturn]] void write_for_ever(const std::string& path, std::uint64_t seed, int pipe) {
  SampleMaker maker(seed);
  const auto devices = some_devices(3);
  Progress progress;
  auto store = Store::open(path, Store::Mode::create);
  for (int turn = 0; store; ++turn) {
    const auto batch = 1 + maker.below(40);
    Samples samples;
    for (std::uint64_t i = 0; i < batch; ++i) {
      samples.push_back(numbered(progress.handed_in++));
    }
    report(pipe, progress);
    bool well = static_cast<bool>((*store)->append(devices, samples));
    if (maker.below(3) == 0) {
      well = well && (*store)->flush();
      progress.promised = progress.handed_in;
    }
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

/// How many samples of the sequence are there, from the first on; "" or what is wrong with them.
std::string count_found(Store& store, std::int64_t& found) {
  std::int64_t highest = -1;
  for (const auto& device : some_devices(3)) {
    const auto series = store.read({device.id, std::string(kMetric->name)}, all_time());
    if (!series) {
      return "a series cannot be read: " + series.error().message;
    }
    for (const auto& point : *series) {
      const auto* n = std::get_if<std::int64_t>(&point.reading);
      if (n == nullptr || point.taken_at != at_second(static_cast<double>(*n))) {
        return "a sample is not what was handed in";
      }
      highest = std::max(highest, *n);
      ++found;
    }
  }
  return found == highest + 1 ? "" : "samples are missing between others";
}

std::string check(Store& store, KillOutcome& outcome) {
  const auto& recovery = store.recovery();
  outcome.said = !recovery.closed_cleanly && !recovery.note.empty();
  if (auto wrong = count_found(store, outcome.found); !wrong.empty()) {
    return wrong;
  }
  if (outcome.found < outcome.promised) {
    return "a flushed sample is lost";
  }
  const bool safe_fits =
      outcome.found == 0 ? !recovery.safe_until
                         : recovery.safe_until == at_second(static_cast<double>(outcome.found - 1));
  if (!safe_fits) {
    return "it says that another stretch of time is safe";
  }
  if (!store.append(some_devices(3), {numbered(outcome.found)}) || !store.close()) {
    return "it cannot be written on";
  }
  return "";
}

}  // namespace

KillOutcome kill_a_writer(const std::string& directory, std::uint64_t seed,
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
    write_for_ever(path, seed, ends[1]);
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
  outcome.broken = store ? check(**store, outcome) : "it does not open: " + store.error().message;
  return outcome;
}

}  // namespace rackproof::testing
