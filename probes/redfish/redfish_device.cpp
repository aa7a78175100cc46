#include "probes/redfish/redfish_device.h"

#include <array>
#include <utility>

#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_uri.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

struct KindRow {
  std::string_view type;
  DeviceKind kind;
};

constexpr std::array kKinds{
    KindRow{"Manager", DeviceKind::bmc},
    KindRow{"ComputerSystem", DeviceKind::computer_system},
    KindRow{"Chassis", DeviceKind::chassis},
    KindRow{"Processor", DeviceKind::processor},
    KindRow{"Memory", DeviceKind::dimm},
    KindRow{"Port", DeviceKind::port},
    KindRow{"Sensor", DeviceKind::sensor},
    KindRow{"Fan", DeviceKind::fan},
    KindRow{"PowerSupply", DeviceKind::power_supply},
    KindRow{"Battery", DeviceKind::battery},
    KindRow{"CoolingUnit", DeviceKind::cdu},
    KindRow{"CoolingLoop", DeviceKind::cooling_loop},
    KindRow{"Pump", DeviceKind::pump},
    KindRow{"CoolantConnector", DeviceKind::coolant_connector},
    KindRow{"Reservoir", DeviceKind::reservoir},
    KindRow{"Filter", DeviceKind::coolant_filter},
    KindRow{"LeakDetector", DeviceKind::leak_detector},
    KindRow{"PowerDistribution", DeviceKind::pdu},
    KindRow{"Circuit", DeviceKind::circuit},
    KindRow{"Outlet", DeviceKind::outlet},
    KindRow{"OutletGroup", DeviceKind::outlet_group},
    KindRow{"Thermal.Temperatures", DeviceKind::temperature_sensor},
    KindRow{"Thermal.Fans.RPM", DeviceKind::fan},
    KindRow{"Thermal.Fans.Percent", DeviceKind::fan},
    KindRow{"Power.Voltages", DeviceKind::voltage_sensor},
    KindRow{"Power.PowerControl", DeviceKind::power_sensor},
    KindRow{"Power.PowerSupplies", DeviceKind::power_supply},
};

struct SpecialRow {
  std::string_view type;
  std::string_view member;
  std::string_view word;  ///< Which the member's text starts with.
  DeviceKind kind;
};

/// Where the type alone does not tell the kind.
constexpr std::array kSpecial{
    SpecialRow{"Chassis", "ChassisType", "Rack", DeviceKind::rack},
    SpecialRow{"Processor", "ProcessorType", "CPU", DeviceKind::cpu_package},
    SpecialRow{"Processor", "ProcessorType", "GPU", DeviceKind::accelerator},
    SpecialRow{"Processor", "ProcessorType", "Accelerator", DeviceKind::accelerator},
    SpecialRow{"Memory", "MemoryDeviceType", "HBM", DeviceKind::hbm},
    SpecialRow{"Port", "PortProtocol", "NVLink", DeviceKind::accelerator_link},
    SpecialRow{"Port", "PortProtocol", "UALink", DeviceKind::accelerator_link},
    SpecialRow{"Port", "PortProtocol", "XGMI", DeviceKind::accelerator_link},
    SpecialRow{"PowerDistribution", "EquipmentType", "PowerShelf", DeviceKind::power_shelf},
};

std::optional<DeviceKind> kind_of(std::string_view type, const JsonValue& document) {
  for (const auto& row : kSpecial) {
    const auto text = row.type == type ? text_at(document, row.member) : std::string();
    // "RackMount" is a chassis for a rack, not a rack.
    const bool rack_mount = row.kind == DeviceKind::rack && text != row.word;
    if (!text.empty() && text.starts_with(row.word) && !rack_mount) {
      return row.kind;
    }
  }
  for (const auto& row : kKinds) {
    if (row.type == type) {
      return row.kind;
    }
  }
  return std::nullopt;
}

struct AttributeRow {
  std::string_view name;
  std::string_view path;
};

constexpr std::array kAttributes{
    AttributeRow{"name", "Name"},
    AttributeRow{"uuid", "UUID"},
    AttributeRow{"part_number", "PartNumber"},
    AttributeRow{"state", "Status/State"},
    AttributeRow{"equipment_type", "EquipmentType"},
    AttributeRow{"chassis_type", "ChassisType"},
    AttributeRow{"manager_type", "ManagerType"},
    AttributeRow{"processor_type", "ProcessorType"},
    AttributeRow{"memory_type", "MemoryDeviceType"},
    AttributeRow{"port_protocol", "PortProtocol"},
    AttributeRow{"circuit_type", "CircuitType"},
    AttributeRow{"leak_detector_type", "LeakDetectorType"},
    AttributeRow{"physical_context", "PhysicalContext"},
    AttributeRow{"electrical_context", "ElectricalContext"},
    AttributeRow{"location", "Location/PartLocationContext"},
    AttributeRow{"rack", "Location/Placement/Rack"},
    AttributeRow{"coolant", "Coolant/CoolantType"},
};

void add_attributes(const JsonValue& document, const std::string& uri, Device& device) {
  for (const auto& row : kAttributes) {
    auto text = text_at(document, row.path);
    if (!text.empty()) {
      device.attributes.emplace(row.name, printable(text));
    }
  }
  device.attributes.emplace("seen_over", "redfish");
  device.attributes.emplace("redfish_uri", uri);
}

}  // namespace

std::string serial_of(const JsonValue& document) {
  auto serial = text_at(document, "SerialNumber");
  const bool blank = serial.find_first_not_of("0 -xX?") == std::string::npos;
  return blank ? std::string() : printable(serial);
}

std::optional<Device> device_of_document(std::string_view type, const JsonValue& document,
                                         const std::string& uri, const std::string& root_id) {
  const auto kind = kind_of(type, document);
  if (!kind) {
    return std::nullopt;
  }
  Device device;
  device.id = root_id + std::string(path_below_root(uri));
  device.kind = *kind;
  device.vendor = printable(text_at(document, "Manufacturer"));
  device.model = printable(first_text(document, {"Model", "Product"}));
  device.serial = serial_of(document);
  device.firmware =
      printable(first_text(document, {"FirmwareVersion", "FirmwareRevision", "BiosVersion"}));
  device.position = printable(first_text(
      document, {"Location/PartLocation/ServiceLabel", "Socket", "DeviceLocator", "Id", "Name"}));
  add_attributes(document, uri, device);
  return device;
}

std::string container_of(std::string_view type, const JsonValue& document) {
  std::string_view path;
  if (type == "Chassis") {
    path = "Links/ContainedBy";
  } else if (type == "Memory") {
    path = "Links/Processors";
  } else if (type == "Sensor" || type.starts_with("Thermal.") || type.starts_with("Power.")) {
    path = "RelatedItem";
  } else {
    return {};
  }
  const auto links = links_at(document, path);
  return links.empty() ? std::string() : links.front();
}

}  // namespace rackproof::redfish
