#pragma once

#include <string>
#include <utility>
#include <vector>

#include "probes/redfish/reading_types.h"
#include "schemas/json/json_value.h"
#include "schemas/sample.h"

/// Sensor documents. Pure.
namespace rackproof::redfish {

/// How the readings of one sensor are to be taken, from its document or from a MetricReport.
struct SensorRule {
  DeviceKind kind = DeviceKind::sensor;
  const Metric* metric = nullptr;
  const SensorUnit* unit = nullptr;
  const LimitMetrics* limits = nullptr;  ///< nullptr where its limits are of another kind.
  std::string inferred;                  ///< What the document does not say itself; "" = nothing.
};

/// Error where type, unit or basis make no sense together.
Result<SensorRule> rule_of(const JsonValue& sensor);

/// One value of the sensor in the metric's unit. A percentage below 0 or a temperature that
/// cannot be is out_of_range; a null is absent.
Reading take_sensor_value(const SensorRule& rule, const JsonValue& value);

/// "Reading" of the document. A state in which a sensor measures nothing goes before the number:
/// iLO writes 0.0 for what is absent.
Reading read_sensor(const SensorRule& rule, const JsonValue& sensor);

/// Thresholds that hold a number. Empty objects and nulls are no limits, nor is an upper limit of
/// 0.
std::vector<std::pair<const Metric*, Reading>> read_limits(const SensorRule& rule,
                                                           const JsonValue& sensor);

}  // namespace rackproof::redfish
