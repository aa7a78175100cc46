#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "probes/redfish/redfish_reading.h"

namespace rackproof::redfish {

/// Readings, one a series. A BMC shows many values at several places: the first that has a value
/// counts, and a reason only where no place has one.
class SeriesSet {
 public:
  void add(RedfishReading reading);
  void add(RedfishReadings readings);
  [[nodiscard]] bool has(DeviceHandle device, const Metric* metric) const {
    return places_.contains({device, metric});
  }
  [[nodiscard]] RedfishReadings take();

 private:
  RedfishReadings readings_;
  std::map<std::pair<DeviceHandle, const Metric*>, std::size_t> places_;
};

}  // namespace rackproof::redfish
