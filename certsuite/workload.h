#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof {

/// One measured window of a workload: the rate over `seconds`, on one device.
struct Window {
  std::string device;  ///< Device::id: "node", "node/memory", "node/cpu:3", "node/disk:...".
  std::string metric;  ///< Catalogue name with measurement = true.
  UtcTime ended;
  double seconds = 0;  ///< Length of the window.
  double value = 0;    ///< In the metric's base unit; finite.
};

/// Where a running workload reports to; the child writes each call as one JSON line. Called from
/// the workload's main thread only.
class WorkloadListener {
 public:
  virtual ~WorkloadListener() = default;
  WorkloadListener() = default;
  WorkloadListener(const WorkloadListener&) = delete;
  WorkloadListener& operator=(const WorkloadListener&) = delete;
  WorkloadListener(WorkloadListener&&) = delete;
  WorkloadListener& operator=(WorkloadListener&&) = delete;

  virtual void warm_up_over() = 0;  ///< Windows from now on count.
  virtual void window(const Window& window) = 0;
  virtual void mismatch(const Mismatch& mismatch) = 0;
  virtual void fact(const Fact& fact) = 0;
};

/// How hard and how long; the seed makes a run repeatable. Owned by the runner.
struct Effort {
  std::chrono::nanoseconds duration{};  ///< Work, canary and check included, end by then.
  std::uint64_t seed = 0;
  int threads = 0;             ///< 0 = one per allowed logical processor.
  std::string directory = {};  ///< A private, empty, writable directory (storage, compile).
  std::map<std::string, double, std::less<>> parameters = {};  ///< From the phase, in base units.
  std::stop_token stop = {};
};

/// Tells the workload's story after it ended. A wrong answer is news, not an Error.
struct WorkloadOutcome {
  SelfCheck self_check = SelfCheck::not_run;
  Canary canary;
  std::int64_t checks = 0;          ///< Comparisons made, canary not counted.
  std::int64_t mismatch_count = 0;  ///< Canary not counted.
  std::string skipped;  ///< Not empty: could not be run here at all, and why ("no compiler found").
};

/// A workload works the machine hard, knows the right answer, plants one wrong result and must
/// catch it, and stops when asked. Runs in a child process of its own.
class Workload {
 public:
  virtual ~Workload() = default;
  Workload() = default;
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;
  Workload(Workload&&) = delete;
  Workload& operator=(Workload&&) = delete;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// One sentence: what it does and what it can find. Printed by plans and reports.
  [[nodiscard]] virtual std::string_view purpose() const = 0;
  /// Names of the catalogue metrics it measures; lint holds criteria against them.
  [[nodiscard]] virtual std::vector<std::string_view> measurements() const = 0;
  /// Keys of Effort::parameters that it reads; any other key in a phase is a lint error.
  [[nodiscard]] virtual std::vector<std::string_view> parameters() const { return {}; }
  /// "" when it can run on that machine, else why it cannot ("no compiler found").
  [[nodiscard]] virtual std::string needs(const Inventory& inventory) const = 0;
  virtual Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) = 0;
};

}  // namespace rackproof
