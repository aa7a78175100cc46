#include "reports/ocptv_parts.h"

#include <algorithm>

#include "schemas/enum_names.h"
#include "schemas/text.h"

namespace rackproof::ocptv {
namespace {

void add_given(std::string_view name, const std::string& text, JsonObject& object) {
  if (!text.empty()) {
    object.add(name, text);
  }
}

/// What kind of software a name of our inventory stands for (json_spec, SoftwareType).
std::string_view software_type(const std::string& name) {
  if (name == "bios" || name.find("firmware") != std::string::npos) {
    return "FIRMWARE";
  }
  return name == "kernel" || name.starts_with("module:") ? "SYSTEM" : "UNSPECIFIED";
}

JsonValue software(const std::string& id, const std::string& name, const std::string& version,
                   std::string_view type) {
  JsonObject info;
  info.add("softwareInfoId", id).add("name", name);
  add_given("version", version, info);
  return info.add("softwareType", type).take();
}

JsonValue softwares(const ReportView& view) {
  JsonArray list;
  list.add(
      software(std::string(kOwnSoftwareId), "rackproof", view.record.suite_version, "APPLICATION"));
  int number = 0;
  for (const auto& [name, version] : view.inventory.software) {
    list.add(software("software:" + std::to_string(number++), name, version, software_type(name)));
  }
  for (const auto& device : view.inventory.devices) {
    if (!device.firmware.empty()) {
      list.add(software("firmware:" + device.id, "firmware of " + device.id, device.firmware,
                        "FIRMWARE"));
    }
  }
  return list.take();
}

JsonValue hardware(const Device& device, const std::string& hostname) {
  JsonObject info;
  info.add("hardwareInfoId", device.id);
  info.add("name", device.model.empty() ? device.id : device.model);
  info.add("partType", word_of(kDeviceKinds, device.kind));
  info.add("location", device.position.empty() ? device.id : device.position);
  add_given("serialNumber", device.serial, info);
  add_given("manufacturer", device.vendor, info);
  add_given("computerSystem", hostname, info);
  return info.take();
}

JsonValue hardwares(const Inventory& inventory) {
  JsonArray list;
  for (const auto& device : inventory.devices) {
    list.add(hardware(device, inventory.hostname));
  }
  return list.take();
}

JsonValue platforms(const Inventory& inventory) {
  JsonArray list;
  if (!inventory.machine.empty()) {
    list.add(JsonObject().add("info", inventory.machine).take());
  }
  list.add(JsonObject()
               .add("info", inventory.bare_metal()
                                ? std::string("bare metal")
                                : "virtual machine under " + inventory.hypervisor)
               .take());
  return list.take();
}

}  // namespace

JsonValue dut_info(const ReportView& view) {
  const auto& inventory = view.inventory;
  JsonObject metadata;
  metadata.add("serial", inventory.serial)
      .add("identitySource", inventory.identity_source)
      .add("bootId", inventory.boot_id)
      .add("missing", static_cast<std::int64_t>(inventory.missing.size()));
  JsonObject dut;
  dut.add("dutInfoId", "dut");
  add_given("name", inventory.hostname, dut);
  return dut.add("platformInfos", platforms(inventory))
      .add("softwareInfos", softwares(view))
      .add("hardwareInfos", hardwares(inventory))
      .add("metadata", metadata.take())
      .take();
}

void name_part(const std::string& device, const ReportView& view, JsonObject& artifact) {
  if (device.empty()) {
    return;
  }
  if (std::ranges::find(view.inventory.devices, device, &Device::id) !=
      view.inventory.devices.end()) {
    artifact.add("hardwareInfoId", device);
    return;
  }
  artifact.add("subcomponent", JsonObject().add("name", device).take());
}

JsonValue own_error(std::string_view symptom, const std::string& message) {
  return JsonObject()
      .add("symptom", symptom)
      .add("message", message)
      .add("softwareInfoIds", JsonArray().add(kOwnSoftwareId).take())
      .take();
}

std::string in_kebab_case(std::string_view words) {
  auto text = lower_case(words);
  std::ranges::replace(text, ' ', '-');
  return text;
}

}  // namespace rackproof::ocptv
