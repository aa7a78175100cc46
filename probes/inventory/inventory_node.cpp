#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "probes/inventory/hypervisor.h"
#include "probes/inventory/inventory_parts.h"

namespace rackproof::inventory {
namespace {

constexpr std::string_view kDmi = "/sys/class/dmi/id/";

/// What boards say whose maker never filled the field.
constexpr std::array<std::string_view, 8> kPlaceholders{"To Be Filled By O.E.M.",
                                                        "To be filled by O.E.M.",
                                                        "Default string",
                                                        "Not Specified",
                                                        "System Serial Number",
                                                        "None",
                                                        "0123456789",
                                                        "Not Applicable"};

std::string dmi(Survey& survey, const std::string& name) {
  auto text = survey.text(std::string(kDmi) + name);
  return std::ranges::find(kPlaceholders, text) == kPlaceholders.end() ? text : std::string();
}

void put(Device& device, const std::string& key, std::string value) {
  if (!value.empty()) {
    device.attributes[key] = std::move(value);
  }
}

}  // namespace

void survey_node(Survey& survey, const CpuInfo& cpus) {
  auto node = the_node();
  node.vendor = dmi(survey, "sys_vendor");
  node.model = dmi(survey, "product_name");
  node.serial = dmi(survey, "product_serial");
  node.firmware = dmi(survey, "bios_version");
  for (const auto* name : {"product_family", "product_sku", "product_version", "board_vendor",
                           "board_name", "board_version", "board_serial", "chassis_vendor",
                           "chassis_serial", "chassis_asset_tag", "bios_vendor", "bios_date"}) {
    put(node, name, dmi(survey, name));
  }
  put(node, "hostname", survey.text("/proc/sys/kernel/hostname"));
  put(node, "boot_id", survey.text("/proc/sys/kernel/random/boot_id"));
  const auto architecture = survey.text("/proc/sys/kernel/arch");  // since Linux 6.1
  put(node, "architecture", architecture.empty() ? cpus.architecture : architecture);
  put(node, "hypervisor",
      hypervisor_of({.cpu_flag = cpus.hypervisor_flag,
                     .sys_vendor = node.vendor,
                     .product_name = node.model,
                     .xen_type = survey.text("/sys/hypervisor/type"),
                     .clock_sources = survey.text(
                         "/sys/devices/system/clocksource/clocksource0/available_clocksource")}));
  const bool named = !node.model.empty() || !node.serial.empty();
  node.attributes["identity_source"] =
      named ? "self-reported (DMI)" : "self-reported (kernel; the platform has no DMI)";
  survey.add(std::move(node));
}

}  // namespace rackproof::inventory
