#include "probes/redfish/redfish_walk.h"

#include <cstdint>
#include <string_view>

#include "probes/redfish/redfish_device.h"
#include "probes/redfish/redfish_fields.h"
#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_uri.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

constexpr std::string_view kExpand = "?$expand=.($levels=1)";

ServiceFacts facts_of(const JsonValue& root) {
  ServiceFacts facts;
  facts.vendor = printable(text_at(root, "Vendor"));
  facts.product = printable(text_at(root, "Product"));
  facts.uuid = printable(text_at(root, "UUID"));
  facts.redfish_version = printable(text_at(root, "RedfishVersion"));
  const auto* expand = member_at(root, "ProtocolFeaturesSupported/ExpandQuery/NoLinks");
  const auto* levels = member_at(root, "ProtocolFeaturesSupported/ExpandQuery/Levels");
  const auto* one = expand == nullptr ? nullptr : expand->if_boolean();
  const auto* other = levels == nullptr ? nullptr : levels->if_boolean();
  facts.expands = one != nullptr && *one && other != nullptr && *other;
  return facts;
}

/// Whether the part is not there at all, so that it is no device. A sensor or a leak detector that
/// is absent stays one, with that as its reading.
bool is_empty_slot(std::string_view type, const JsonValue& document) {
  return type != "Sensor" && type != "LeakDetector" &&
         text_at(document, "Status/State") == "Absent";
}

/// Whether documents of the type hold readings and describe no part of their own.
bool is_metrics_of_owner(std::string_view type) {
  return !fields_of(type).empty() && !device_of_document(type, JsonValue(), "", "");
}

std::string type_or(const JsonValue& document, const std::string& expected) {
  const auto type = type_of(document);
  return type.empty() ? expected : std::string(type);
}

}  // namespace

void Walk::note(const std::string& what, Error why) {
  tree_.unreadable.push_back({"redfish", what, std::move(why), ""});
}

Result<void> Walk::begin() {
  Visit root{.uri = std::string(kServiceRoot), .type = "ServiceRoot"};
  met_.insert(root.uri);
  auto document = get(root.uri);
  if (!document) {
    return document.error().during(root.uri);
  }
  tree_.service = facts_of(*document);
  take(root, *document);
  tree_.readings = settle();
  return {};
}

void Walk::follow(const Lead& lead, const Visit& from, std::optional<DeviceHandle> owner) {
  const auto uri = local_uri(lead.link);
  if (!uri) {
    note(from.uri, uri.error());
  } else if (met_.insert(*uri).second) {
    queue_.push_back({*uri, std::string(lead.type), owner, from.depth + 1, lead.by_path});
  }
}

/// A collection that counts more members than it lists keeps some to itself.
void Walk::check_count(const Visit& from, const JsonValue& collection) {
  const auto* count = member_at(collection, "Members@odata.count");
  const auto* members = member_at(collection, "Members");
  const auto* counted = count == nullptr ? nullptr : count->if_integer();
  const auto* listed = members == nullptr ? nullptr : members->if_array();
  const bool page = from.uri.find('?') != std::string::npos;
  if (counted == nullptr || listed == nullptr || page ||
      *counted <= static_cast<std::int64_t>(listed->size())) {
    return;
  }
  note(from.uri,
       Error{ErrorKind::malformed, "counts " + std::to_string(*counted) + " members and lists " +
                                       std::to_string(listed->size())});
}

/// The rest of a collection that the service gives in pages.
void Walk::follow_page(const Visit& from, const JsonValue& collection) {
  const auto link = text_at(collection, "Members@odata.nextLink");
  const auto page = local_page(link);
  if (link.empty()) {
    check_count(from, collection);
    return;
  }
  if (!page) {
    note(from.uri, page.error());
  } else if (met_.insert(*page).second) {
    queue_.push_back({*page, from.type, from.owner, from.depth + 1});
  }
}

void Walk::follow_data_sources() {
  for (const auto& [link, owner] : sources_) {
    const auto uri = local_uri(link);
    // A source that leads nowhere is common in documents of real services and costs nothing.
    if (uri && uri->find("/Sensors/") != std::string::npos && met_.insert(*uri).second) {
      queue_.push_back({*uri, "Sensor", owner, 1, true});
    }
  }
  sources_.clear();
}

void Walk::visit_all() {
  while (next_ < queue_.size() && fetches_ < pause_at_) {
    visit_one(queue_[next_++]);
  }
}

void Walk::visit_one(Visit visit) {
  if (fetches_ >= limits_.documents || visit.depth > limits_.depth) {
    if (!limit_noted_) {
      limit_noted_ = true;
      note(visit.uri, Error{ErrorKind::out_of_range,
                            "the walk ends here: " + std::to_string(limits_.documents) +
                                " documents, " + std::to_string(limits_.depth) + " links deep"});
    }
    return;
  }
  const auto document = get_document(visit);
  if (document) {
    take(visit, *document);
    return;
  }
  if (visit.owner && is_metrics_of_owner(visit.type)) {  // a report may still tell of it
    tree_.plan.places.try_emplace(visit.uri, Place{*visit.owner, visit.type, std::nullopt});
  }
  if (!visit.optional || document.error().kind != ErrorKind::absent) {
    miss(std::move(visit), std::nullopt, document.error());
  }
}

Result<JsonValue> Walk::get(const std::string& request) {
  ++fetches_;
  auto body = fetch_(request);
  if (!body) {
    return std::move(body).error();
  }
  auto document = parse_document(*body);
  if (document) {
    ++tree_.documents;
  }
  return document;
}

Result<JsonValue> Walk::get_document(Visit& visit) {
  const bool collection =
      visit.type.ends_with("Collection") && visit.uri.find('?') == std::string::npos;
  if (limits_.use_expand && tree_.service.expands && collection) {
    visit.request = visit.uri + std::string(kExpand);
    auto expanded = get(visit.request);
    if (expanded || fetches_ >= limits_.documents) {
      return expanded;
    }
  }
  visit.request = visit.uri;
  return get(visit.request);
}

void Walk::take(const Visit& visit, const JsonValue& document) {
  const auto type = type_or(document, visit.type);
  if (type == "MetricReport") {
    reports_.push_back({visit.uri, document});
    return;
  }
  if (type == "SoftwareInventory") {
    take_software(document);
    return;
  }
  if (type == "LogService" || type == "EventService") {
    take_event_source(visit, type, document);
    return;
  }
  if (is_empty_slot(type, document)) {
    note(visit.uri, Error{ErrorKind::absent, "the slot is empty"});
    return;
  }
  const auto device = take_device({visit.uri, type, visit.owner}, document);
  const auto owner = device ? device : visit.owner;
  take_readings(visit, document);
  take_members(visit, document, owner);
  follow_page(visit, document);
  for (const auto& lead : leads_of(type, document, visit.uri)) {
    follow(lead, visit, owner);
  }
  for (auto& source : data_sources(document)) {
    sources_.emplace_back(std::move(source), owner);
  }
  if (type == "Chassis" && device) {
    leave_legacy(visit, document, *device);
  }
}

void Walk::leave_legacy(const Visit& visit, const JsonValue& chassis, DeviceHandle device) {
  for (const auto* name : {"Thermal", "Power"}) {
    for (const auto& link : links_at(chassis, name)) {
      legacy_.push_back({{link, name, device, visit.depth + 1}, legacy_need(chassis)});
    }
  }
}

/// Members that an expanded collection holds as whole documents; links among them are followed.
void Walk::take_members(const Visit& visit, const JsonValue& collection,
                        std::optional<DeviceHandle> owner) {
  const auto* members = collection.find("Members");
  const auto* items = members == nullptr ? nullptr : members->if_array();
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const auto& item = (*items)[i];
    const auto uri = local_uri(text_at(item, "@odata.id"));
    if (uri && !type_of(item).empty() && met_.insert(*uri).second) {
      take({*uri, "", owner, visit.depth + 1, false, visit.request}, item);
    }
  }
}

/// The part that the document describes, or the place of its owner's readings.
std::optional<DeviceHandle> Walk::take_device(const Visit& visit, const JsonValue& document) {
  std::optional<SensorRule> rule;
  if (visit.type == "Sensor") {
    auto found = rule_of(document);
    if (!found) {
      note(visit.uri, std::move(found).error());
      return std::nullopt;
    }
    rule = std::move(*found);
  }
  auto device = device_of_document(visit.type, document, visit.uri, limits_.root_id);
  if (!device) {
    if (visit.owner && !fields_of(visit.type).empty()) {
      tree_.plan.places.try_emplace(visit.uri, Place{*visit.owner, visit.type, std::nullopt});
    }
    return std::nullopt;
  }
  if (rule) {
    device->kind = rule->kind;
    if (!rule->inferred.empty()) {
      device->attributes.emplace("inferred", rule->inferred);
    }
  }
  device->parent = visit.owner ? devices_.device(*visit.owner).id : limits_.parent;
  const auto handle = devices_.add(visit.uri, std::move(*device));
  const auto container = local_uri(container_of(visit.type, document));
  if (container) {
    devices_.hope_for_parent(handle, *container);
  }
  tree_.plan.places.try_emplace(visit.uri, Place{handle, visit.type, std::move(rule)});
  return handle;
}

void Walk::take_readings(const Visit& visit, const JsonValue& document) {
  const auto place = tree_.plan.places.find(visit.uri);
  if (place == tree_.plan.places.end()) {
    return;
  }
  auto readings = read_document(place->second, visit.uri, document);
  Given given{visit.request.empty() ? visit.uri : visit.request, {}};
  for (const auto& reading : readings) {
    // Of a sensor only what it measures: its limits stand still and need no second look.
    if (!place->second.sensor || reading.metric == place->second.sensor->metric) {
      given.series.emplace_back(reading.device, reading.metric);
    }
  }
  if (!given.series.empty()) {
    given_.push_back(std::move(given));
  }
  series_.add(std::move(readings));
}

void Walk::take_software(const JsonValue& document) {
  const auto id = text_at(document, "Id");
  const auto version = text_at(document, "Version");
  if (!id.empty() && !version.empty()) {
    tree_.software.push_back({"firmware:" + printable(id), printable(version)});
  }
}

}  // namespace rackproof::redfish
