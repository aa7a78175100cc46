#pragma once

#include <algorithm>
#include <cstddef>
#include <stop_token>
#include <string_view>
#include <vector>

#include "certsuite/workload.h"

namespace rackproof::testing {

/// Keeps everything that a workload says.
class RecordingListener final : public WorkloadListener {
 public:
  void warm_up_over() override { ++warm_ups; }
  void window(const Window& window) override {
    windows.push_back(window);
    if (stop_when_wrong && window.metric.ends_with("_mismatch_count") && window.value > 0) {
      stop.request_stop();
    }
    if (window.metric == stop_at) {
      stop.request_stop();
    }
  }
  void mismatch(const Mismatch& mismatch) override { mismatches.push_back(mismatch); }
  void fact(const Fact& fact) override { facts.push_back(fact); }

  [[nodiscard]] std::vector<Window> windows_of(std::string_view metric) const {
    std::vector<Window> found;
    std::copy_if(windows.begin(), windows.end(), std::back_inserter(found),
                 [&](const Window& each) { return each.metric == metric; });
    return found;
  }
  /// Value of the fact of that name, or "".
  [[nodiscard]] std::string_view fact_named(std::string_view name) const {
    for (const auto& each : facts) {
      if (each.name == name) {
        return each.value;
      }
    }
    return {};
  }

  /// Asks for a stop at the first window that counts a wrong answer, so that a test of a fault need
  /// not know how fast this machine is.
  bool stop_when_wrong = false;
  /// Asks for a stop at the first window of this metric.
  std::string_view stop_at = {};
  std::stop_source stop;

  int warm_ups = 0;
  std::vector<Window> windows;
  std::vector<Mismatch> mismatches;
  std::vector<Fact> facts;
};

}  // namespace rackproof::testing
