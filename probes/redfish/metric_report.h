#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "probes/redfish/redfish_reading.h"

/// MetricReports: one document that holds what a walk would fetch hundreds for. Pure.
namespace rackproof::redfish {

/// By address; items of old documents as "/redfish/v1/Chassis/1/Power#PowerControl/0".
using Places = std::map<std::string, Place, std::less<>>;

struct ReportReadings {
  RedfishReadings readings;   ///< One a series: the youngest where the report holds several.
  std::size_t values = 0;     ///< Values in the report.
  std::size_t not_taken = 0;  ///< Of them those that no metric stands for, or of unknown parts.
};

/// Values are strings. One that the BMC marks as stale is that reason, and "nan" is none.
ReportReadings read_report(const Places& places, const JsonValue& report);

}  // namespace rackproof::redfish
