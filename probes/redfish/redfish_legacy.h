#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/json_value.h"

/// Thermal and Power, the documents before ThermalSubsystem and PowerSubsystem: their items, each
/// as a small document of its own. Pure.
namespace rackproof::redfish {

struct LegacyItem {
  std::string type;                     ///< "Thermal.Temperatures", "Thermal.Fans.RPM".
  std::string pointer;                  ///< "Temperatures/0".
  const JsonValue* document = nullptr;  ///< Inside the document given.
};

/// Items of a document of type "Thermal" or "Power"; those that are no objects are left out. A fan
/// without a unit is "Thermal.Fans", which no metric stands for: RPM or per cent, nobody knows.
std::vector<LegacyItem> legacy_items(std::string_view type, const JsonValue& document);

/// Which items are wanted beside what the new documents of the chassis give.
struct LegacyNeed {
  bool temperatures_and_voltages = false;  ///< No Sensors.
  bool fans = false;                       ///< No ThermalSubsystem.
  bool power_supplies = false;  ///< No PowerSubsystem; else only for supplies it names too.
};

LegacyNeed legacy_need(const JsonValue& chassis);

}  // namespace rackproof::redfish
