#pragma once

#include <cstddef>
#include <functional>

#include "schemas/metric.h"
#include "schemas/sample.h"

namespace rackproof {

/// A metric of a device, for as long as its handle means that device.
struct SeriesHandle {
  DeviceHandle device = 0;
  const Metric* metric = nullptr;

  bool operator==(const SeriesHandle&) const = default;
};

struct SeriesHandleHash {
  std::size_t operator()(const SeriesHandle& series) const {
    constexpr std::size_t kSpread = 0x9E3779B97F4A7C15U;
    return std::hash<const Metric*>()(series.metric) ^ (series.device + std::size_t{1}) * kSpread;
  }
};

}  // namespace rackproof
