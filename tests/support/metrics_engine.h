#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "probes/machine/child_process.h"
#include "probes/sinks/push_door.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// Milliseconds and value of each sample of one series.
using EngineSeries = std::multimap<std::int64_t, double>;

/// A real Prometheus or VictoriaMetrics on 127.0.0.1, a child of this process, with its data in a
/// directory of its own.
class MetricsEngine {
 public:
  enum class Make { prometheus, victoria_metrics };
  /// Waits until it answers; fails the test where the program is not installed.
  explicit MetricsEngine(Make make);
  ~MetricsEngine();
  MetricsEngine(const MetricsEngine&) = delete;
  MetricsEngine& operator=(const MetricsEngine&) = delete;
  MetricsEngine(MetricsEngine&&) = delete;
  MetricsEngine& operator=(MetricsEngine&&) = delete;

  /// kill -9, and gone when it returns.
  void kill();
  /// On the same port and data; waits until it answers.
  void start();
  /// Where remote write goes.
  [[nodiscard]] PushTarget target() const;
  /// How long it may forget what it took, once killed.
  [[nodiscard]] std::chrono::nanoseconds forgets() const;
  /// Every sample of a metric, by the label `device`. `around`: a time within an hour of all.
  [[nodiscard]] std::map<std::string, EngineSeries> series(const std::string& metric,
                                                           std::int64_t around) const;
  /// How many series an instant query finds at a time.
  [[nodiscard]] std::size_t now_of(const std::string& query, std::int64_t milliseconds) const;

 private:
  [[nodiscard]] std::string ask(const std::string& path) const;
  [[nodiscard]] bool answers() const;

  Make make_;
  TempDir directory_;
  std::string port_;
  std::unique_ptr<ChildProcess> child_;
};

}  // namespace rackproof::testing
