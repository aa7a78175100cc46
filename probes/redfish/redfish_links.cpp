#include "probes/redfish/redfish_links.h"

#include <array>
#include <utility>

#include "probes/redfish/redfish_members.h"

namespace rackproof::redfish {
namespace {

constexpr std::string_view kCollection = "Collection";

struct Row {
  std::string_view from;
  std::string_view member;
  std::string_view to;  ///< "" = a collection or whatever it says that it is.
};

// clang-format off
constexpr std::array kRows{
    Row{"ServiceRoot", "Chassis", ""},
    Row{"ServiceRoot", "Systems", ""},
    Row{"ServiceRoot", "Managers", ""},
    Row{"ServiceRoot", "ThermalEquipment", "ThermalEquipment"},
    Row{"ServiceRoot", "PowerEquipment", "PowerEquipment"},
    Row{"ServiceRoot", "UpdateService", "UpdateService"},
    Row{"ServiceRoot", "TelemetryService", "TelemetryService"},
    Row{"ServiceRoot", "EventService", "EventService"},
    Row{"Chassis", "Sensors", "SensorCollection"},
    Row{"Chassis", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"Chassis", "ThermalSubsystem", "ThermalSubsystem"},
    Row{"Chassis", "PowerSubsystem", "PowerSubsystem"},
    Row{"Chassis", "LeakDetectors", "LeakDetectorCollection"},
    Row{"Chassis", "NetworkAdapters", "NetworkAdapterCollection"},
    Row{"ThermalSubsystem", "Fans", "FanCollection"},
    Row{"ThermalSubsystem", "Pumps", "PumpCollection"},
    Row{"ThermalSubsystem", "Filters", "FilterCollection"},
    Row{"ThermalSubsystem", "ThermalMetrics", "ThermalMetrics"},
    Row{"ThermalSubsystem", "CoolantConnectors", "CoolantConnectorCollection"},
    Row{"ThermalSubsystem", "LeakDetection", "LeakDetection"},
    Row{"LeakDetection", "LeakDetectors", "LeakDetectorCollection"},
    Row{"PowerSubsystem", "PowerSupplies", "PowerSupplyCollection"},
    Row{"PowerSubsystem", "Batteries", "BatteryCollection"},
    Row{"PowerSupply", "Metrics", "PowerSupplyMetrics"},
    Row{"Battery", "Metrics", "BatteryMetrics"},
    Row{"NetworkAdapter", "Ports", "PortCollection"},
    Row{"ComputerSystem", "Processors", "ProcessorCollection"},
    Row{"ComputerSystem", "Memory", "MemoryCollection"},
    Row{"Processor", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"Processor", "Metrics", "ProcessorMetrics"},
    Row{"Processor", "MemorySummary/Metrics", "MemoryMetrics"},
    Row{"Processor", "Ports", "PortCollection"},
    Row{"Processor", "Oem/Nvidia/ProcessorResetMetrics", "NvidiaProcessorResetMetrics"},
    Row{"Memory", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"Memory", "Metrics", "MemoryMetrics"},
    Row{"Port", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"Port", "Metrics", "PortMetrics"},
    Row{"ThermalEquipment", "CDUs", "CoolingUnitCollection"},
    Row{"ThermalEquipment", "HeatExchangers", "CoolingUnitCollection"},
    Row{"ThermalEquipment", "ImmersionUnits", "CoolingUnitCollection"},
    Row{"ThermalEquipment", "RPUs", "CoolingUnitCollection"},
    Row{"ThermalEquipment", "CoolingLoops", "CoolingLoopCollection"},
    Row{"CoolingUnit", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"CoolingUnit", "PrimaryCoolantConnectors", "CoolantConnectorCollection"},
    Row{"CoolingUnit", "SecondaryCoolantConnectors", "CoolantConnectorCollection"},
    Row{"CoolingUnit", "Pumps", "PumpCollection"},
    Row{"CoolingUnit", "Filters", "FilterCollection"},
    Row{"CoolingUnit", "Reservoirs", "ReservoirCollection"},
    Row{"CoolingUnit", "LeakDetection", "LeakDetection"},
    Row{"CoolingLoop", "PrimaryCoolantConnectors", "CoolantConnectorCollection"},
    Row{"CoolingLoop", "SecondaryCoolantConnectors", "CoolantConnectorCollection"},
    Row{"CoolingLoop", "LeakDetection", "LeakDetection"},
    Row{"Pump", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"Reservoir", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"Filter", "EnvironmentMetrics", "EnvironmentMetrics"},
    Row{"PowerEquipment", "FloorPDUs", "PowerDistributionCollection"},
    Row{"PowerEquipment", "RackPDUs", "PowerDistributionCollection"},
    Row{"PowerEquipment", "PowerShelves", "PowerDistributionCollection"},
    Row{"PowerEquipment", "Switchgear", "PowerDistributionCollection"},
    Row{"PowerEquipment", "TransferSwitches", "PowerDistributionCollection"},
    Row{"PowerEquipment", "ElectricalBuses", "PowerDistributionCollection"},
    Row{"PowerDistribution", "Metrics", "PowerDistributionMetrics"},
    Row{"PowerDistribution", "Sensors", "SensorCollection"},
    Row{"PowerDistribution", "Mains", "CircuitCollection"},
    Row{"PowerDistribution", "Branches", "CircuitCollection"},
    Row{"PowerDistribution", "Feeders", "CircuitCollection"},
    Row{"PowerDistribution", "Subfeeds", "CircuitCollection"},
    Row{"PowerDistribution", "Outlets", "OutletCollection"},
    Row{"PowerDistribution", "OutletGroups", "OutletGroupCollection"},
    Row{"PowerDistribution", "PowerSupplies", "PowerSupplyCollection"},
    Row{"UpdateService", "FirmwareInventory", "SoftwareInventoryCollection"},
    Row{"TelemetryService", "MetricReports", "MetricReportCollection"},
    Row{"Manager", "LogServices", "LogServiceCollection"},
    Row{"ComputerSystem", "LogServices", "LogServiceCollection"},
    Row{"Chassis", "LogServices", "LogServiceCollection"},
};

/// Links that makers were seen to leave out although the document is there.
constexpr std::array kByPath{
    Row{"ThermalSubsystem", "LeakDetection", "LeakDetection"},
    Row{"PowerDistribution", "Sensors", "SensorCollection"},
};
// clang-format on

/// One lead for each link at `path`.
void add_leads(const JsonValue& document, std::string_view path, std::string_view to,
               std::vector<Lead>& leads) {
  for (auto& link : links_at(document, path)) {
    leads.push_back({std::move(link), to, false});
  }
}

}  // namespace

std::string_view member_type(std::string_view collection) {
  if (!collection.ends_with(kCollection)) {
    return {};
  }
  for (const auto& row : kRows) {  // a view of static storage, not of the caller's text
    if (row.to == collection) {
      return row.to.substr(0, row.to.size() - kCollection.size());
    }
  }
  return {};
}

bool is_collection(std::string_view type, const JsonValue& document) {
  const auto* members = document.find("Members");
  return (type.empty() || type.ends_with(kCollection)) && members != nullptr &&
         members->if_array() != nullptr;
}

std::vector<Lead> leads_of(std::string_view type, const JsonValue& document,
                           const std::string& uri) {
  std::vector<Lead> leads;
  if (is_collection(type, document)) {
    add_leads(document, "Members", member_type(type), leads);
    return leads;
  }
  for (const auto& row : kRows) {
    if (row.from == type) {
      add_leads(document, row.member, row.to, leads);
    }
  }
  for (const auto& row : kByPath) {
    if (row.from == type && document.find(row.member) == nullptr) {
      leads.push_back({uri + "/" + std::string(row.member), row.to, true});
    }
  }
  return leads;
}

}  // namespace rackproof::redfish
