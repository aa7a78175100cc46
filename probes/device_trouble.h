#pragma once

#include <map>
#include <string>
#include <vector>

#include "schemas/device.h"
#include "schemas/inventory.h"
#include "schemas/sample.h"

namespace rackproof {

/// What one reading says against one device, and how much of what was asked of it there is.
struct DeviceTrouble {
  bool gone = false;    ///< device_present read 0.
  bool silent = false;  ///< It does not answer; what its counters read means nothing.
  int asked = 0;        ///< Readings, its presence among them.
  int presence = 0;     ///< Of those asked: whether it is here.
  int missing = 0;      ///< Asked for and not had, for any reason but the next.
  int not_offered = 0;  ///< Its driver has no such value: unsupported, not_observable.
  /// States and counts that speak against it: "hbm unhealthy", "3 uncorrectable HBM errors".
  std::vector<std::string> signs;

  /// Here, and it answers; of a device that nothing is asked of, presence is enough.
  [[nodiscard]] bool readable() const {
    return !gone && !silent && (asked == presence || asked - presence > missing + not_offered);
  }
};

using DeviceTroubles = std::map<DeviceHandle, DeviceTrouble>;

/// By device, those that samples speak of. A link that its other end does not list has a sign of
/// it. Pure.
[[nodiscard]] DeviceTroubles troubles_of(const Devices& devices, const Samples& samples);

/// The same in words, worst first: "GONE", "does not answer", the signs, and how many readings are
/// missing. Empty where nothing is wrong. What no driver offers is not wrong.
[[nodiscard]] std::vector<std::string> words_of(const DeviceTrouble& trouble);

/// One entry for each device that has something against it, in the order of `devices`.
[[nodiscard]] std::vector<Complaint> complaints_of(const Devices& devices,
                                                   const DeviceTroubles& troubles);

}  // namespace rackproof
