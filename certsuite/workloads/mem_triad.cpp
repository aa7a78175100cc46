#include "certsuite/workloads/mem_triad.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/host_ground.h"
#include "certsuite/workloads/memory_budget.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/stretch.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "certsuite/workloads/triad_stream.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("mem_triad_bytes_per_second");

constexpr std::uint64_t kUnknownCache = std::uint64_t{64} << 20U;
constexpr std::uint64_t kSmallestArray = std::uint64_t{1} << 20U;

/// Bytes of one array: past the caches where the memory allows it.
std::uint64_t array_bytes(const Effort& effort, const TriadGround& ground) {
  const auto cache = ground.last_cache_bytes > 0 ? ground.last_cache_bytes : kUnknownCache;
  const double share = parameter(effort, "memory_share", 0.25, 0.0, 0.9);
  const auto most = static_cast<std::uint64_t>(share * static_cast<double>(ground.memory_bytes));
  return std::max(kSmallestArray, std::min(kCachesPerArray * cache, most / 3));
}

/// All members stream together, and a lap is over when the last of them is: that is the node's
/// rate. Uses its parts where they are: team and pace outlive it.
class TriadRun {
 public:
  TriadRun(const Pace& pace, WorkloadListener& listener, const TriadGround& ground, Team& team,
           TriadStream stream)
      : pace_(pace),
        listener_(listener),
        ground_(ground),
        team_(team),
        stream_(std::move(stream)),
        tally_(pace, listener),
        windows_(pace, listener, kRate, nullptr) {}

  WorkloadOutcome run() {
    windows_.add_device("node/memory");
    choose_kernel();
    lap();
    check_all();
    const Canary canary{.planted = true, .caught = canary_is_caught()};
    const double warm = pace_.elapsed_seconds() + pace_.warm_up_seconds();
    while (pace_.elapsed_seconds() < warm && pace_.left_seconds() > reserve()) {
      lap();
    }
    windows_.warm_up_over();
    while (pace_.left_seconds() > reserve()) {
      windows_.add(0, stream_.bytes_per_lap(), lap(), 0);
      if (windows_.lap_over() && check_is_affordable()) {
        check_all();
      }
    }
    windows_.finish();
    check_all();
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  struct Fastest {
    TriadKernel kernel;
    double bytes_per_second = -1;
  };

  /// Time for one more lap and one more check.
  [[nodiscard]] double reserve() const { return longest_lap_ + longest_check_; }
  /// Checks may take an eighth of the time.
  [[nodiscard]] bool check_is_affordable() const {
    return (check_seconds_ + longest_check_) * 8 < pace_.elapsed_seconds();
  }

  /// A lap with each kernel, up to three times in a tenth of the phase; the fastest lap decides,
  /// for other work on the machine can only slow one down.
  void choose_kernel() {
    constexpr int kRounds = 3;
    Fastest fastest{ground_.kernels.front()};
    const double until = pace_.elapsed_seconds() + pace_.planned_seconds() / 10;
    for (int round = 0; round < kRounds && (round == 0 || pace_.elapsed_seconds() < until);
         ++round) {
      try_kernels(fastest);
    }
    stream_.use(fastest.kernel);
    kernel_ = fastest.kernel.name;
  }

  void try_kernels(Fastest& fastest) {
    for (const auto& kernel : ground_.kernels) {
      stream_.use(kernel);
      const double rate = stream_.bytes_per_lap() / lap();
      if (rate > fastest.bytes_per_second) {
        fastest = {kernel, rate};
      }
    }
  }

  /// Seconds until the last member was through.
  double lap() {
    const double start = pace_.elapsed_seconds();
    team_.run([this](int member) { stream_.lap(member); });
    const double seconds = std::max(1e-9, pace_.elapsed_seconds() - start);
    longest_lap_ = std::max(longest_lap_, seconds);
    return seconds;
  }

  void check_all() {
    const double start = pace_.elapsed_seconds();
    team_.run([this](int member) { stream_.check(member); });
    for (int member = 0; member < team_.size(); ++member) {
      tell_answers(stream_.take(member), tally_);
    }
    const double seconds = pace_.elapsed_seconds() - start;
    longest_check_ = std::max(longest_check_, seconds);
    check_seconds_ += seconds;
  }

  /// It takes two checks.
  bool canary_is_caught() {
    const double start = pace_.elapsed_seconds();
    const bool caught = stream_.canary_is_caught();
    check_seconds_ += pace_.elapsed_seconds() - start;
    return caught;
  }

  void tell_facts() {
    const auto bytes = stream_.array_bytes();
    const bool past =
        ground_.last_cache_bytes > 0 && bytes >= kCachesPerArray * ground_.last_cache_bytes;
    listener_.fact({"kernel", std::string(kernel_), ""});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"array_bytes", std::to_string(bytes), "B"});
    listener_.fact({"last_level_cache_bytes", std::to_string(ground_.last_cache_bytes), "B"});
    listener_.fact({"arrays_four_times_cache", past ? "yes" : "no", ""});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
  }

  const Pace& pace_;
  WorkloadListener& listener_;
  const TriadGround& ground_;
  Team& team_;
  TriadStream stream_;
  Tally tally_;
  Windows windows_;
  std::string_view kernel_;
  double longest_lap_ = 0;
  double longest_check_ = 0;
  double check_seconds_ = 0;
};

class MemTriad final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "mem_triad"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Streams a = b + s c through main memory on every processor and compares each result "
           "with its known value: finds missing memory channels and slow or wrong memory.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name};
  }
  [[nodiscard]] std::vector<std::string_view> parameters() const override {
    return {"memory_share"};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto files = FileTree::open("/");
    if (!files) {
      return std::move(files).error();
    }
    auto memory = memory_budget(*files);
    if (!memory) {
      return std::move(memory).error();
    }
    const TriadGround ground{*memory, last_level_cache_bytes(*files), triad_kernels()};
    return run_mem_triad(effort, listener, ground);
  }
};

}  // namespace

Result<WorkloadOutcome> run_mem_triad(const Effort& effort, WorkloadListener& listener,
                                      const TriadGround& ground) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  const SystemClock clock;
  const Pace pace(effort, clock);
  auto stream = TriadStream::prepare(ground.kernels.front(), *team, pace,
                                     {.array_bytes = array_bytes(effort, ground)});
  if (!stream) {
    return std::move(stream).error();
  }
  return TriadRun(pace, listener, ground, *team, *std::move(stream)).run();
}

std::unique_ptr<Workload> make_mem_triad() {
  return std::make_unique<MemTriad>();
}

}  // namespace rackproof
