#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "certsuite/workload.h"

namespace rackproof::testing {

/// Keeps everything that a workload says.
class RecordingListener final : public WorkloadListener {
 public:
  void warm_up_over() override { ++warm_ups; }
  void window(const Window& window) override { windows.push_back(window); }
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

  int warm_ups = 0;
  std::vector<Window> windows;
  std::vector<Mismatch> mismatches;
  std::vector<Fact> facts;
};

}  // namespace rackproof::testing
