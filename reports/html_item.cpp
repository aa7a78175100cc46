#include <algorithm>
#include <map>
#include <set>

#include "reports/conditions.h"
#include "reports/figures.h"
#include "reports/html.h"
#include "reports/html_sections.h"
#include "reports/presence_facts.h"
#include "schemas/enum_names.h"

namespace rackproof::html_sections {
namespace {

using figures::given;

/// Kinds that are sources of readings or countless alike: counted, not listed one by one.
bool listed(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::cpu:
    case DeviceKind::temperature_sensor:
    case DeviceKind::power_sensor:
    case DeviceKind::voltage_sensor:
    case DeviceKind::current_sensor:
    case DeviceKind::fan:
    case DeviceKind::sensor:
    case DeviceKind::thermal_zone:
    case DeviceKind::cooling_device:
    case DeviceKind::power_domain:
    case DeviceKind::probe:
      return false;
    default:
      return true;
  }
}

std::string spaced(std::string_view word) {
  std::string text(word);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string identity(const ReportView& view) {
  const auto& inventory = view.inventory;
  const auto& site = view.report.site;
  HtmlFacts facts;
  facts.fact("Host", given(inventory.hostname));
  facts.fact("Machine", given(inventory.machine));
  facts.fact("Serial", given(inventory.serial));
  facts.fact("Rack serial", given(site.rack_serial));
  facts.fact("Platform", inventory.bare_metal() ? "bare metal"
                                                : "virtual machine under " + inventory.hypervisor);
  facts.fact("Identity obtained by", given(inventory.identity_source));
  for (const auto& sentence : rackproof::conditions::attested(view.record)) {
    facts.fact("Attested", sentence);
  }
  facts.fact("Condition on receipt", given(site.condition));
  facts.fact("Boot", given(inventory.boot_id), "code");
  facts.fact("Inventory taken", figures::moment(inventory.taken_at));
  for (const auto& [name, text] : presence_facts(inventory)) {
    facts.fact(name, text);
  }
  return facts.take();
}

std::string some_of(const std::set<std::string>& models) {
  constexpr std::size_t kMostModels = 6;
  std::string text;
  std::size_t shown = 0;
  for (const auto& model : models) {
    if (shown++ == kMostModels) {
      return text + " and " + std::to_string(models.size() - kMostModels) + " more";
    }
    text += (text.empty() ? "" : "; ") + model;
  }
  return text;
}

/// How many of each kind, with the models they are.
std::string kinds(const Devices& devices) {
  struct Kind {
    std::int64_t count = 0;
    std::set<std::string> models;
  };
  std::map<DeviceKind, Kind> all;
  for (const auto& device : devices) {
    auto& kind = all[device.kind];
    ++kind.count;
    const auto model =
        device.vendor + (device.vendor.empty() || device.model.empty() ? "" : " ") + device.model;
    if (!model.empty()) {
      kind.models.insert(model);
    }
  }
  HtmlTable table({"Kind", "Count", "Models"});
  for (const auto& [kind, found] : all) {
    table.row().cell(spaced(word_of(kDeviceKinds, kind)));
    table.cell(figures::grouped(found.count), "number").cell(some_of(found.models));
  }
  return table.take("The inventory lists no device.");
}

std::string parts(const Devices& devices) {
  HtmlTable table({"Part", "Kind", "Vendor and model", "Serial", "Firmware", "Position"});
  for (const auto& device : devices) {
    if (!listed(device.kind)) {
      continue;
    }
    table.row().cell(figures::device_name(device.id), "code");
    table.cell(spaced(word_of(kDeviceKinds, device.kind)));
    table.cell(device.vendor + " " + device.model).cell(device.serial, "code");
    table.cell(device.firmware, "code").cell(device.position);
  }
  return table.take("The inventory lists no part.");
}

std::string software(const Inventory& inventory) {
  HtmlTable table({"Software", "Version"});
  for (const auto& [name, version] : inventory.software) {
    table.row().cell(name).cell(version, "code");
  }
  return table.take("No software version was read.");
}

}  // namespace

std::string item(const ReportView& view) {
  Html html;
  html.markup(identity(view));
  html.element("h3", "Parts by kind").markup(kinds(view.inventory.devices));
  html.element("h3", "Parts").markup(parts(view.inventory.devices));
  html.element("h3", "Software").markup(software(view.inventory));
  return html.take();
}

}  // namespace rackproof::html_sections
