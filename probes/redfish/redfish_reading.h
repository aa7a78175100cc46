#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/redfish/redfish_sensor.h"
#include "schemas/json/json_value.h"
#include "schemas/sample.h"

/// Documents as readings. Pure.
namespace rackproof::redfish {

/// One reading of one metric of one device.
struct RedfishReading {
  DeviceHandle device = 0;  ///< Index into the devices of the walk.
  const Metric* metric = nullptr;
  Reading reading;
  /// When the BMC measured, where it says so; else nothing, and the reading is as old as the
  /// answer.
  std::optional<UtcTime> measured_at;
  std::string source;  ///< "/redfish/v1/Chassis/1U/Sensors/FanBay1#/Reading".
};

using RedfishReadings = std::vector<RedfishReading>;

/// What is known of an address: whose readings stand there, and in which words.
struct Place {
  DeviceHandle device = 0;
  std::string type;                  ///< As fields_of() knows it.
  std::optional<SensorRule> sensor;  ///< Of a Sensor.
};

/// Every reading of the document at `uri`. Where its Status/State says that the part measures
/// nothing, each is that reason.
RedfishReadings read_document(const Place& place, std::string_view uri, const JsonValue& document);

/// What a MetricReport says of `pointer` ("" or "Reading" for a sensor) at a place; nothing where
/// no metric stands for it.
std::optional<RedfishReading> read_property(const Place& place, std::string_view pointer,
                                            std::string_view text);

}  // namespace rackproof::redfish
