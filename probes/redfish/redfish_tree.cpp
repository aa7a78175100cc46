#include "probes/redfish/redfish_tree.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "probes/redfish/redfish_device.h"
#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_uri.h"
#include "probes/redfish/redfish_walk.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

/// Logs that hold no events: what the BMC's own programs write, dumps, progress of a boot.
bool is_diary(std::string_view uri) {
  constexpr std::array<std::string_view, 5> kDiaries{"Journal", "HostLogger", "PostCodes", "Dump",
                                                     "Crashdump"};
  return std::ranges::find(kDiaries, last_segment(uri)) != kDiaries.end();
}

bool is_needed(const LegacyNeed& need, const LegacyItem& item) {
  if (item.type.starts_with("Thermal.Fans")) {
    return need.fans;
  }
  return need.temperatures_and_voltages || item.type.starts_with("Power.Power");
}

}  // namespace

Result<RedfishTree> walk_redfish(const Fetch& fetch, const WalkLimits& limits) {
  return Walk(fetch, limits).run();
}

void Walk::take_legacy() {
  for (const auto& legacy : legacy_) {
    const bool power = legacy.visit.type == "Power";
    const auto uri = local_uri(legacy.visit.uri);
    if (!uri || !(power || legacy.need.fans || legacy.need.temperatures_and_voltages) ||
        !met_.insert(*uri).second || fetches_ >= limits_.documents) {
      continue;
    }
    const auto document = get(*uri);
    if (!document) {
      note(*uri, document.error());
      continue;
    }
    auto known = legacy;
    known.visit.uri = *uri;
    take_legacy_items(known, *document);
  }
}

void Walk::take_legacy_items(const Legacy& legacy, const JsonValue& document) {
  Given given{legacy.visit.uri, {}};
  for (const auto& item : legacy_items(legacy.visit.type, document)) {
    if (!is_needed(legacy.need, item)) {
      continue;
    }
    const auto device = legacy_device(legacy, item);
    if (!device) {
      continue;
    }
    const auto address = legacy.visit.uri + "#" + item.pointer;
    const auto place =
        tree_.plan.places.try_emplace(address, Place{*device, item.type, std::nullopt}).first;
    auto readings = read_document(place->second, address, *item.document);
    for (const auto& reading : readings) {
      given.series.emplace_back(reading.device, reading.metric);
    }
    series_.add(std::move(readings));
  }
  if (!given.series.empty()) {
    given_.push_back(std::move(given));
  }
}

/// The chassis itself for its first power control, the supply that is known by its serial number,
/// else a part of its own.
std::optional<DeviceHandle> Walk::legacy_device(const Legacy& legacy, const LegacyItem& item) {
  if (item.pointer == "PowerControl/0") {
    return legacy.visit.owner;
  }
  const bool supply = item.type == "Power.PowerSupplies";
  if (supply) {
    const auto known = devices_.power_supply(serial_of(*item.document));
    if (known || !legacy.need.power_supplies) {
      return known;
    }
  }
  const auto uri = legacy.visit.uri + "/" + item.pointer;
  auto device = device_of_document(item.type, *item.document, uri, limits_.root_id);
  if (!device) {
    note(uri, Error{ErrorKind::unsupported, "the unit is not told: RPM or per cent"});
    return std::nullopt;
  }
  if (supply && text_at(*item.document, "Status/State") == "Absent") {
    note(uri, Error{ErrorKind::absent, "the slot is empty"});
    return std::nullopt;
  }
  device->position = printable(text_at(*item.document, "Name"));
  device->parent = devices_.device(*legacy.visit.owner).id;
  return devices_.add(uri, std::move(*device));
}

/// Where events are told, whole or as they come; they are read by others, for they are no readings.
void Walk::take_event_source(const Visit& visit, std::string_view type, const JsonValue& document) {
  const auto* enabled = document.find("ServiceEnabled");
  const auto* on = enabled == nullptr ? nullptr : enabled->if_boolean();
  const bool log = type == "LogService";
  const auto link = text_at(document, log ? "Entries/@odata.id" : "ServerSentEventUri");
  if (link.empty() || (log && is_diary(visit.uri))) {
    return;
  }
  if (on != nullptr && !*on) {
    note(visit.uri, Error{ErrorKind::absent, "is switched off"});
    return;
  }
  auto uri = local_uri(link);
  if (!uri) {
    note(visit.uri, std::move(uri).error());
  } else if (log) {
    tree_.logs.push_back(*std::move(uri));
  } else {
    tree_.event_stream = *std::move(uri);
  }
}

void Walk::take_reports() {
  for (const auto& [uri, report] : reports_) {
    auto found = read_report(tree_.plan.places, report);
    cover(found.readings);
    if (!found.readings.empty()) {
      tree_.plan.reports.push_back(uri);
    }
    series_.add(std::move(found.readings));
  }
}

void Walk::cover(const RedfishReadings& readings) {
  for (const auto& reading : readings) {
    if (has_value(reading.reading)) {
      covered_.emplace(reading.device, reading.metric);
    }
  }
}

void Walk::plan_passes() {
  std::map<std::string, bool> by_report;
  for (const auto& given : given_) {
    auto& all = by_report.try_emplace(given.request, true).first->second;
    all = all && !given.series.empty();
    for (const auto& series : given.series) {
      all = all && covered_.contains(series);
    }
  }
  for (const auto& [request, all] : by_report) {
    (all ? tree_.plan.covered : tree_.plan.documents).push_back(request);
  }
}

}  // namespace rackproof::redfish
