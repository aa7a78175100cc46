#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/device.h"
#include "schemas/run_record.h"
#include "schemas/sample.h"

namespace rackproof {

/// Follows settings that the probes read while a step works, power limits and clock ceilings: one
/// that was changed and put back is the same before and after. Used by one thread at a time.
class SettingWatch {
 public:
  /// Forgets; from now on it listens.
  void begin();
  void take(const Device& device, const Sample& sample);
  /// Adds one disturbance for each kind of setting that did not stay, unless `found` tells of it
  /// already. Listens no more. Phase and time are the caller's.
  void end(std::vector<Disturbance>& found);

 private:
  struct Range {
    double least = 0;
    double most = 0;
  };
  /// How the readings of that metric differ; "" where they do not.
  [[nodiscard]] std::string change_of(std::string_view metric) const;

  bool listens_ = false;
  std::map<std::pair<std::string_view, std::string>, Range> read_;  ///< By metric and device.
};

}  // namespace rackproof
