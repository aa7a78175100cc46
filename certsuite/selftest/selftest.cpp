#include "certsuite/selftest/selftest.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "schemas/catalogue.h"

namespace rackproof {

namespace {

constexpr auto kWrongCount = metrics::named("gemm_exact_mismatch_count");

WorkloadOutcome sound_outcome() {
  return {.self_check = SelfCheck::correct,
          .canary = {.planted = true, .caught = true},
          .checks = 1,
          .mismatch_count = 0,
          .skipped = {}};
}

Window window_of(double wrong) {
  return {.device = std::string(kNodeId),
          .metric = std::string(kWrongCount->name),
          .ended = SystemClock().now(),
          .seconds = 0.1,
          .value = wrong};
}

/// What all of them share: no needs, one borrowed measurement.
class SelfTest : public Workload {
 public:
  SelfTest(std::string_view name, std::string_view purpose) : name_(name), purpose_(purpose) {}

  [[nodiscard]] std::string_view name() const final { return name_; }
  [[nodiscard]] std::string_view purpose() const final { return purpose_; }
  [[nodiscard]] std::vector<std::string_view> measurements() const final {
    return {kWrongCount->name};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const final { return ""; }

 private:
  std::string_view name_;
  std::string_view purpose_;
};

class WrongAnswer final : public SelfTest {
 public:
  WrongAnswer() : SelfTest("selftest_wrong_answer", "Finds a wrong answer and says so.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    listener.mismatch({.device = std::string(kNodeId),
                       .where = "block 7",
                       .expected = "0x00000000000000ff",
                       .actual = "0x00000000000000fe",
                       .mask = "0x0000000000000001",
                       .after_seconds = 0.01});
    listener.window(window_of(1));
    auto outcome = sound_outcome();
    outcome.self_check = SelfCheck::wrong_answer;
    outcome.mismatch_count = 1;
    return outcome;
  }
};

class Hangs final : public SelfTest {
 public:
  Hangs() : SelfTest("selftest_hangs", "Never ends and hears no stop.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    while (true) {
      ::pause();
    }
  }
};

class Crashes final : public SelfTest {
 public:
  Crashes() : SelfTest("selftest_crashes", "Dies of a signal after its first window.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    listener.window(window_of(0));
    std::abort();
  }
};

class CanaryMissed final : public SelfTest {
 public:
  CanaryMissed() : SelfTest("selftest_canary_missed", "Has a check that finds nothing.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    listener.window(window_of(0));
    auto outcome = sound_outcome();
    outcome.canary.caught = false;
    return outcome;
  }
};

class GarbageOutput final : public SelfTest {
 public:
  GarbageOutput()
      : SelfTest("selftest_garbage_output", "Has a library that prints to standard output.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    std::cout << "BLAS : Program is Terminated. \x01\xff{\"type\":" << std::endl;
    listener.window(window_of(0));
    return sound_outcome();
  }
};

class Leaks final : public SelfTest {
 public:
  Leaks() : SelfTest("selftest_leaks", "Floods its listener until it is stopped.") {}

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    listener.warm_up_over();
    const std::string kilobyte(1024, 'x');
    while (!effort.stop.stop_requested()) {
      listener.fact({"flood", kilobyte, ""});
    }
    return sound_outcome();
  }
};

class Grows final : public SelfTest {
 public:
  Grows() : SelfTest("selftest_grows", "Takes memory and never gives any back.") {}

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    constexpr std::size_t kPiece = std::size_t{4} << 20;
    constexpr std::size_t kEnough = std::size_t{8} << 30;  // nobody held it: give up
    listener.warm_up_over();
    std::vector<std::vector<char>> kept;
    while (!effort.stop.stop_requested() && kept.size() * kPiece < kEnough) {
      kept.emplace_back(kPiece, static_cast<char>(kept.size()));
    }
    return sound_outcome();
  }
};

/// Sleeps through its time and tells of work.
class Liar : public SelfTest {
 public:
  using SelfTest::SelfTest;

 protected:
  static Window told(double seconds, double flop_per_second) {
    return {.device = std::string(kNodeId),
            .metric = "gemm_exact_flops_per_second",
            .ended = SystemClock().now(),
            .seconds = seconds,
            .value = flop_per_second};
  }
  static void sleep(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  }
};

class ClaimsRates final : public Liar {
 public:
  ClaimsRates() : Liar("selftest_claims_rates", "Tells of a rate and sleeps instead.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    sleep(0.1);
    listener.window(told(0.1, 1e15));
    return sound_outcome();
  }
};

class ClaimsTime final : public Liar {
 public:
  ClaimsTime() : Liar("selftest_claims_time", "Tells of windows that overlap.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    sleep(0.1);
    listener.window(told(0.08, 1));
    listener.window(told(0.08, 1));
    return sound_outcome();
  }
};

class ClaimsChecks final : public Liar {
 public:
  ClaimsChecks() : Liar("selftest_claims_checks", "Counts comparisons that it did not make.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    sleep(0.05);
    auto outcome = sound_outcome();
    outcome.checks = std::int64_t{1} << 60;
    return outcome;
  }
};

/// The machine gets hot under it: it plays the heat where the test keeps a sensor's file.
class RunsHot final : public SelfTest {
 public:
  RunsHot() : SelfTest("selftest_runs_hot", "Heats the sensor that its environment names.") {}

  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    // No other thread runs here that could change the environment.
    const char* sensor = std::getenv(kHeatedSensor);  // NOLINT(concurrency-mt-unsafe)
    if (sensor == nullptr) {
      return Error{ErrorKind::absent, std::string(kHeatedSensor) + " is not set"};
    }
    listener.warm_up_over();
    auto heated = write_file(sensor, "105000\n");
    if (!heated) {
      return std::move(heated).error();
    }
    listener.window(window_of(0));
    return sound_outcome();
  }
};

template <typename Kind>
std::unique_ptr<Workload> make() {
  return std::make_unique<Kind>();
}

constexpr std::array kSelfTests{
    WorkloadEntry{"selftest_wrong_answer", make<WrongAnswer>},
    WorkloadEntry{"selftest_hangs", make<Hangs>},
    WorkloadEntry{"selftest_crashes", make<Crashes>},
    WorkloadEntry{"selftest_canary_missed", make<CanaryMissed>},
    WorkloadEntry{"selftest_garbage_output", make<GarbageOutput>},
    WorkloadEntry{"selftest_leaks", make<Leaks>},
    WorkloadEntry{"selftest_grows", make<Grows>},
    WorkloadEntry{"selftest_claims_rates", make<ClaimsRates>},
    WorkloadEntry{"selftest_claims_time", make<ClaimsTime>},
    WorkloadEntry{"selftest_claims_checks", make<ClaimsChecks>},
    WorkloadEntry{"selftest_runs_hot", make<RunsHot>},
};

}  // namespace

std::span<const WorkloadEntry> selftest_registry() {
  return kSelfTests;
}

std::unique_ptr<Workload> make_selftest(std::string_view name) {
  for (const auto& entry : kSelfTests) {
    if (entry.name == name) {
      return entry.make();
    }
  }
  return nullptr;
}

}  // namespace rackproof
