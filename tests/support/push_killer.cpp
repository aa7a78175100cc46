#include "tests/support/push_killer.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/sinks/remote_write.h"
#include "schemas/catalogue.h"

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto kMetric = metrics::named("memory_ecc_correctable_total");
constexpr std::int64_t kDevices = 40;
constexpr std::int64_t kStep = 5;  ///< Milliseconds from sample to sample.

/// Numbers that one process handed in: [from, handed_in); those below promised it committed.
struct Stretch {
  std::int64_t from = 0;
  std::int64_t promised = 0;
  std::int64_t handed_in = 0;
};

Devices some_devices() {
  Devices devices(static_cast<std::size_t>(kDevices));
  for (std::size_t i = 0; i < devices.size(); ++i) {
    devices[i].id = "node/" + std::to_string(i);
  }
  return devices;
}

/// Half an hour ago, so that no engine finds it too old or too new.
std::int64_t some_start() {
  return std::chrono::floor<std::chrono::milliseconds>(SystemClock().now())
             .time_since_epoch()
             .count() -
         1'800'000;
}

RemoteWriteSettings settings_for(const MetricsEngine& engine, const std::string& directory) {
  RemoteWriteSettings settings;
  settings.target = engine.target();
  settings.target.total = 10s;
  settings.spool.directory = directory;
  settings.spool.most_bytes = 64U << 20U;
  settings.linger = 10ms;
  settings.replay = engine.forgets();
  return settings;
}

Samples numbered(std::int64_t start, std::int64_t from, std::int64_t to) {
  Samples samples;
  for (auto n = from; n < to; ++n) {
    samples.push_back({static_cast<DeviceHandle>(n % kDevices), kMetric,
                       UtcTime(std::chrono::milliseconds(start + n * kStep)), n});
  }
  return samples;
}

/// One sending process.
struct Life {
  std::int64_t from = 0;  ///< Its first number.
  std::chrono::milliseconds length{0};
  std::chrono::milliseconds pause{3};  ///< From batch to batch.
  bool full_disk = false;
};

/// From here on no file of this process grows beyond a few requests: writes fail as on a full disk.
void fill_disk() {
  constexpr rlim_t kBytes = 4000;
  static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));
  const rlimit limit{kBytes, kBytes};
  static_cast<void>(setrlimit(RLIMIT_FSIZE, &limit));
}

/// Ends only by being killed, or with a failure that the parent sees.
[[noreturn]] void send_for_ever(const RemoteWriteSettings& settings, std::int64_t start,
                                const Life& life, int pipe) {
  const SystemClock clock;
  const auto devices = some_devices();
  Stretch stretch{life.from, life.from, life.from};
  std::mt19937_64 dice(static_cast<std::uint64_t>(life.from));
  auto sink = make_remote_write(settings, clock);
  if (life.full_disk) {
    fill_disk();
  }
  while (sink) {
    const auto next = stretch.handed_in + 1 + static_cast<std::int64_t>(dice() % 60);
    const auto samples = numbered(start, stretch.handed_in, next);
    stretch.handed_in = next;
    static_cast<void>(!write(pipe, &stretch, sizeof stretch));
    if (!(*sink)->append(devices, samples)) {
      break;
    }
    if (dice() % 4 == 0 && (*sink)->commit()) {
      stretch.promised = stretch.handed_in;
    }
    static_cast<void>(!write(pipe, &stretch, sizeof stretch));
    std::this_thread::sleep_for(life.pause);
  }
  _exit(1);
}

Stretch last_of(int pipe, std::int64_t from) {
  Stretch last{from, from, from};
  Stretch next;
  while (read(pipe, &next, sizeof next) == static_cast<ssize_t>(sizeof next)) {
    last = next;
  }
  return last;
}

/// What one process handed in until it was killed; nothing when it ended by itself.
std::optional<Stretch> live(const RemoteWriteSettings& settings, std::int64_t start,
                            const Life& life) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0 || fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) < 0) {
    return std::nullopt;
  }
  const pid_t child = fork();
  if (child == 0) {
    ::close(ends[0]);
    send_for_ever(settings, start, life, ends[1]);
  }
  ::close(ends[1]);
  std::this_thread::sleep_for(life.length);
  ::kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  const auto stretch = last_of(ends[0], life.from);
  ::close(ends[0]);
  return WIFSIGNALED(status) ? std::optional(stretch) : std::nullopt;
}

/// Sends what is left; "" or what went wrong.
std::string finish(const RemoteWriteSettings& settings) {
  const SystemClock clock;
  auto sink = make_remote_write(settings, clock);
  if (!sink) {
    return "the spool does not open: " + sink.error().message;
  }
  if (!(*sink)->drain(300s)) {
    return "it does not come to an end: " + (*sink)->state().push.last_failure;
  }
  const auto state = (*sink)->state().push;
  if (state.requests_refused > 0) {
    return "a request was refused: " + state.last_refusal;
  }
  const bool lost = state.spool.damaged.requests > 0 || state.spool.too_many.requests > 0;
  return lost ? "the spool lost a request" : "";
}

using Found = std::map<std::string, EngineSeries>;

/// How many samples are there; "" or which of them is not as it was handed in.
std::string check_found(const Found& found, std::int64_t start, std::set<std::int64_t>& there) {
  for (const auto& [device, series] : found) {
    for (const auto& [stamp, value] : series) {
      const auto n = (stamp - start) / kStep;
      const bool fits = stamp == start + n * kStep && value == static_cast<double>(n) &&
                        device == "node/" + std::to_string(n % kDevices);
      if (!fits) {
        return "a sample is not what was handed in: " + device + " @" + std::to_string(stamp);
      }
      if (!there.insert(n).second) {
        return "a sample is there twice: " + std::to_string(n);
      }
    }
  }
  return "";
}

std::string check_stretch(const Stretch& stretch, const std::set<std::int64_t>& there) {
  for (auto n = stretch.from; n < stretch.promised; ++n) {
    if (there.count(n) == 0) {
      return "sample " + std::to_string(n) + " is lost";
    }
  }
  return "";
}

/// The rounds of one plan, one after the other.
class Rounds {
 public:
  Rounds(MetricsEngine& engine, std::string directory, const PushKillPlan& plan)
      : engine_(engine),
        directory_(std::move(directory)),
        plan_(plan),
        settings_(settings_for(engine, directory_)),
        dice_(plan.seed) {
    settings_.replay = plan.replays ? settings_.replay : 0ns;
  }

  PushKillOutcome run() {
    while (outcome_.kills < plan_.kills && outcome_.broken.empty()) {
      const bool half_way = outcome_.kills == plan_.kills / 2;
      if (half_way && plan_.long_outage.count() > 0) {
        sit_out();
      }
      round();
    }
    judge();
    return outcome_;
  }

 private:
  std::chrono::milliseconds below(std::chrono::milliseconds end) {
    return std::chrono::milliseconds(dice_() % static_cast<std::uint64_t>(end.count() + 1));
  }

  void kill_engine() {
    engine_.kill();
    ++outcome_.engine_kills;
  }

  void one_life(const Life& life) {
    const auto stretch = live(settings_, start_, life);
    if (!stretch) {
      outcome_.broken = "the sending process ended by itself";
      return;
    }
    ++outcome_.kills;
    stretches_.push_back(*stretch);
    outcome_.handed_in = stretch->handed_in;
    outcome_.promised += stretch->promised - stretch->from;
  }

  void round() {
    const bool without_engine = dice_() % static_cast<std::uint64_t>(plan_.engine_every) == 0;
    if (without_engine) {
      kill_engine();
    }
    const bool full_disk = dice_() % static_cast<std::uint64_t>(plan_.full_disk_every) == 0;
    outcome_.full_disks += full_disk ? 1 : 0;
    one_life({outcome_.handed_in, below(plan_.longest_life), 3ms, full_disk});
    if (without_engine) {
      std::filesystem::remove_all(plan_.keeps_spool ? "" : directory_);
      std::this_thread::sleep_for(below(plan_.longest_outage));
      engine_.start();
    }
  }

  void sit_out() {
    const auto until = std::chrono::steady_clock::now() + plan_.long_outage;
    kill_engine();
    while (std::chrono::steady_clock::now() < until && outcome_.broken.empty()) {
      one_life({outcome_.handed_in, 10s, 100ms, false});
    }
    engine_.start();
  }

  void judge() {
    std::set<std::int64_t> there;
    if (outcome_.broken.empty()) {
      outcome_.broken = finish(settings_);
    }
    if (outcome_.broken.empty()) {
      const auto found = engine_.series("rackproof_memory_ecc_correctable_total", start_);
      outcome_.broken = check_found(found, start_, there);
    }
    outcome_.found = static_cast<std::int64_t>(there.size());
    for (const auto& stretch : stretches_) {
      outcome_.broken = outcome_.broken.empty() ? check_stretch(stretch, there) : outcome_.broken;
    }
  }

  MetricsEngine& engine_;
  std::string directory_;
  PushKillPlan plan_;
  RemoteWriteSettings settings_;
  std::mt19937_64 dice_;
  std::int64_t start_ = some_start();
  std::vector<Stretch> stretches_;
  PushKillOutcome outcome_;
};

}  // namespace

PushKillOutcome kill_senders(MetricsEngine& engine, const std::string& directory,
                             const PushKillPlan& plan) {
  return Rounds(engine, directory, plan).run();
}

}  // namespace rackproof::testing
