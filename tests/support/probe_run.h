#pragma once

#include <string>
#include <string_view>

#include "probes/probe.h"

namespace rackproof::testing {

/// What one discovery and one pass of a probe gave, found by device id and metric name. A device or
/// sample that is not there fails the test.
class ProbeRun {
 public:
  explicit ProbeRun(Probe& probe);

  [[nodiscard]] const Discovery& discovery() const { return discovery_; }
  [[nodiscard]] const Samples& samples() const { return samples_; }

  /// nullptr when there is none.
  [[nodiscard]] const Device* find_device(std::string_view id) const;
  [[nodiscard]] const Reading* find(std::string_view id, std::string_view metric) const;

  [[nodiscard]] const Device& device(std::string_view id) const;
  [[nodiscard]] double value(std::string_view id, std::string_view metric) const;
  [[nodiscard]] Error reason(std::string_view id, std::string_view metric) const;
  /// The note on what could not be read; nullptr when there is none.
  [[nodiscard]] const Unreadable* unreadable(std::string_view what) const;

 private:
  Discovery discovery_;
  Samples samples_;
};

}  // namespace rackproof::testing
