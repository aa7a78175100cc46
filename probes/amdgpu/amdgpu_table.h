#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "probes/amdgpu/amdgpu_parts.h"
#include "probes/amdgpu/gpu_metrics.h"
#include "probes/machine/host.h"
#include "schemas/sample.h"

namespace rackproof::amdgpu {

/// The file device/gpu_metrics of one accelerator, read once a pass: what sysfs does not show by
/// itself. A place of an array that holds "not available" at discovery is a part that this
/// accelerator does not have; a member that is none is always a sample.
class TableReader {
 public:
  /// Reads the table once; what it lacks is noted. A table that cannot be read leaves the members
  /// that every version has as samples with the reason.
  void discover(const Host& host, Parts& parts, const std::string& path);
  void read(const Host& host, Samples& samples);

 private:
  struct Wanted {
    DeviceHandle device = 0;
    const Field* field = nullptr;
    std::size_t instance = 0;
  };
  void want_core(Parts& parts);
  void want(Parts& parts, const FieldReadings& readings);
  [[nodiscard]] Result<FieldReadings> table(const Host& host) const;
  /// The reason when the firmware's clock stands while the driver's goes on: an old table, served
  /// for ever.
  std::optional<Error> standstill(const FieldReadings& readings);

  std::string path_;  ///< "" when there is no such file.
  std::vector<Wanted> wanted_;
  std::optional<double> firmware_time_;  ///< Seconds, as of its last movement...
  double driver_time_ = 0;               ///< ...seen at this time of the driver.
};

}  // namespace rackproof::amdgpu
