#include "probes/redfish/redfish_legacy.h"

#include <array>

#include "probes/redfish/redfish_members.h"

namespace rackproof::redfish {
namespace {

struct Row {
  std::string_view document;
  std::string_view array;
};

constexpr std::array kArrays{Row{"Thermal", "Temperatures"}, Row{"Thermal", "Fans"},
                             Row{"Power", "Voltages"}, Row{"Power", "PowerControl"},
                             Row{"Power", "PowerSupplies"}};

std::string type_of_item(const Row& row, const JsonValue& item) {
  auto type = std::string(row.document) + "." + std::string(row.array);
  if (row.array == "Fans") {
    const auto unit = text_at(item, "ReadingUnits");
    if (unit == "RPM") {
      type += ".RPM";
    } else if (unit == "Percent" || unit == "%") {
      type += ".Percent";
    }
  }
  return type;
}

void add_items(const Row& row, const JsonValue::Array& items, std::vector<LegacyItem>& found) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].if_object() != nullptr) {
      found.push_back({type_of_item(row, items[i]),
                       std::string(row.array) + "/" + std::to_string(i), &items[i]});
    }
  }
}

}  // namespace

std::vector<LegacyItem> legacy_items(std::string_view type, const JsonValue& document) {
  std::vector<LegacyItem> found;
  for (const auto& row : kArrays) {
    const auto* value = row.document == type ? document.find(row.array) : nullptr;
    const auto* items = value == nullptr ? nullptr : value->if_array();
    if (items != nullptr) {
      add_items(row, *items, found);
    }
  }
  return found;
}

LegacyNeed legacy_need(const JsonValue& chassis) {
  return {chassis.find("Sensors") == nullptr, chassis.find("ThermalSubsystem") == nullptr,
          chassis.find("PowerSubsystem") == nullptr};
}

}  // namespace rackproof::redfish
