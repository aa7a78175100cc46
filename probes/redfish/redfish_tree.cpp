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
  Walk walk(fetch, limits);
  if (auto begun = walk.begin(); !begun) {
    return std::move(begun).error();
  }
  return walk.tree();
}

RedfishReadings Walk::go_on(std::size_t most) {
  auto due = unread_.take_due(most);
  if (due.empty() && queue_.empty()) {
    return {};
  }
  fetches_ = tree_.documents;  // what failed in passes before counts against no limit
  pause_at_ = fetches_ + most;
  const auto asked = due.size();
  const auto others = unread_.size();
  std::ranges::for_each(due, [this](Unread& document) { ask_again(std::move(document)); });
  if (asked > 0) {
    unread_.asked_again(unread_.size() < others + asked);
  }
  auto readings = settle();
  SeriesSet all;
  all.add(std::move(tree_.readings));
  all.add(readings);
  tree_.readings = all.take();
  return readings;
}

RedfishReadings Walk::settle() {
  visit_all();
  follow_data_sources();
  visit_all();
  take_legacy();
  take_reports();
  plan_passes();
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(next_));
  next_ = 0;
  if (queue_.empty() && unread_.empty()) {
    reports_.clear();
  }
  tree_.devices = devices_.settled();
  return series_.take();
}

void Walk::miss(Visit visit, std::optional<LegacyNeed> need, const Error& why) {
  note(visit.uri, why);
  unread_.add({std::move(visit), need, why});
}

void Walk::ask_again(Unread document) {
  std::erase_if(tree_.unreadable,
                [&document](const Unreadable& entry) { return entry.what == document.visit.uri; });
  if (document.need) {
    visit_legacy({std::move(document.visit), *document.need});
  } else {
    visit_one(std::move(document.visit));
  }
}

void Walk::take_legacy() {
  for (auto& legacy : std::exchange(legacy_, {})) {
    const bool power = legacy.visit.type == "Power";
    auto uri = local_uri(legacy.visit.uri);
    if (!uri || !(power || legacy.need.fans || legacy.need.temperatures_and_voltages) ||
        !met_.insert(*uri).second || fetches_ >= limits_.documents) {
      continue;
    }
    legacy.visit.uri = *std::move(uri);
    visit_legacy(legacy);
  }
}

void Walk::visit_legacy(const Legacy& legacy) {
  const auto document = get(legacy.visit.uri);
  if (document) {
    take_legacy_items(legacy, *document);
  } else {
    miss(legacy.visit, legacy.need, document.error());
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

/// One that was taken before tells of parts that were not known then.
void Walk::take_reports() {
  tree_.plan.reports.clear();
  for (auto& report : reports_) {
    auto found = read_report(tree_.plan.places, report.document);
    cover(found.readings);
    if (!found.readings.empty()) {
      tree_.plan.reports.push_back(report.uri);
    }
    if (!std::exchange(report.is_taken, true)) {
      series_.add(std::move(found.readings));
    }
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
  tree_.plan.documents.clear();
  tree_.plan.covered.clear();
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
