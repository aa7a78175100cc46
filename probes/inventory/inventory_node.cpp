#include <string>
#include <utility>

#include "probes/inventory/hypervisor.h"
#include "probes/inventory/inventory_parts.h"
#include "schemas/placeholder.h"

namespace rackproof::inventory {
namespace {

constexpr std::string_view kDmi = "/sys/class/dmi/id/";

std::string dmi(Survey& survey, const std::string& name) {
  auto text = survey.text(std::string(kDmi) + name);
  return is_no_name(text) ? std::string() : text;
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
