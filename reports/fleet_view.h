#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/series_query.h"
#include "schemas/telemetry_source.h"

namespace rackproof {

/// What a look over a fleet shows of a device.
enum class FleetColumn { temperature, power, corrected, uncorrected, state };

/// The column that a metric stands in; none for most.
[[nodiscard]] std::optional<FleetColumn> fleet_column(std::string_view metric);

struct FleetReading {
  FleetColumn column = FleetColumn::state;
  LastOfSeries last;
};

struct FleetDevice {
  Device device;
  std::vector<FleetReading> readings;  ///< At least one.

  [[nodiscard]] UtcTime read_at() const;  ///< The newest of them.
};

struct FleetNode {
  std::string id;
  std::vector<FleetDevice> devices;  ///< By id, at least one.

  [[nodiscard]] UtcTime read_at() const;
};

/// A reading that is the greatest of its column within a node.
struct GreatestReading {
  const FleetDevice* device = nullptr;
  const FleetReading* reading = nullptr;
};

/// None where no device has a value there.
[[nodiscard]] std::optional<GreatestReading> greatest(const FleetNode& node, FleetColumn column);

/// Readings of the node that carry a reason instead of a value.
[[nodiscard]] std::size_t reasons_in(const FleetNode& node);

/// The last readings of all that has a column, whatever their age, by node. Errors of the source.
[[nodiscard]] Result<std::vector<FleetNode>> view_fleet(TelemetrySource& source, UtcTime now);

}  // namespace rackproof
