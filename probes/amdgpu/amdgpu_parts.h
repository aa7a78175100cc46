#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "probes/amdgpu/gpu_metrics_fields.h"
#include "probes/survey.h"

namespace rackproof::amdgpu {

/// The parts of one physical accelerator, made when something is first measured at them, and which
/// metrics of theirs are spoken for: sysfs and gpu_metrics show some sensors twice, and one sensor
/// is one series. Lives as long as the survey.
class Parts {
 public:
  /// `socket` is in the survey.
  Parts(Survey& survey, DeviceHandle socket) : survey_(survey), socket_(socket) {}

  [[nodiscard]] Survey& survey() const { return survey_; }
  [[nodiscard]] DeviceHandle socket() const { return socket_; }

  /// `place` of the accelerator; the `instance`th where the place stands for several.
  DeviceHandle at(const Place& place, std::size_t instance = 0);
  /// The same by a suffix that the machine itself gave.
  DeviceHandle at(DeviceKind kind, const std::string& suffix);

  /// False when the metric of that part is read from elsewhere already.
  bool take(DeviceHandle part, const Metric* metric) { return taken_.emplace(part, metric).second; }
  /// Watches a file, when it is there and nothing else gives that metric.
  void watch(DeviceHandle part, const Metric* metric, const std::string& path, ReadingParser parse);

 private:
  Survey& survey_;
  DeviceHandle socket_;
  std::map<std::string, DeviceHandle, std::less<>> parts_;
  std::set<std::pair<DeviceHandle, const Metric*>> taken_;
};

}  // namespace rackproof::amdgpu
