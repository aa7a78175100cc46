#include "probes/redfish/redfish_documents.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/json/strict_json.h"

namespace rackproof::redfish {
namespace {

constexpr std::size_t kMostBytes = std::size_t{32} << 20;
constexpr auto kTrust = std::chrono::minutes(10);

// Type names, "#Name.vX_Y_Z.Name" (DSP0266); whatever ends in Collection or Service too.
constexpr std::array<std::string_view, 9> kWithoutReadings{
    "ServiceRoot",      "SoftwareInventory", "Assembly",       "MetricReportDefinition",
    "MetricDefinition", "LeakDetection",     "PowerEquipment", "ThermalEquipment",
    "JsonSchemaFile"};

/// "Name" of "#Name.vX_Y_Z.Name".
std::string_view type_name(std::string_view type) {
  if (type.starts_with('#')) {
    type.remove_prefix(1);
  }
  return type.substr(0, type.find('.'));
}

/// A collection whose members came with it is as changeable as they are.
bool has_members_within(const JsonValue& document) {
  const auto* members = document.find("Members");
  const auto* list = members == nullptr ? nullptr : members->if_array();
  return list != nullptr && std::ranges::any_of(*list, [](const JsonValue& member) {
           const auto* object = member.if_object();
           return object != nullptr && object->size() > 1;
         });
}

}  // namespace

bool may_be_revalidated(std::string_view text) {
  const auto document = parse_strict_json(text);
  const auto* type = document ? document->find("@odata.type") : nullptr;
  if (type == nullptr || type->if_string() == nullptr || has_members_within(*document)) {
    return false;
  }
  const auto name = type_name(*type->if_string());
  if (name == "LogEntryCollection") {
    return false;  // an unchanged tag would hide an event
  }
  return name.ends_with("Collection") || name.ends_with("Service") ||
         std::ranges::find(kWithoutReadings, name) != kWithoutReadings.end();
}

void RedfishDocuments::begin_pass(std::chrono::nanoseconds now) {
  std::erase_if(kept_, [now](const auto& entry) {
    return entry.second.etag.empty() || now - entry.second.whole >= kTrust;
  });
  bytes_ = 0;
  for (auto& [uri, document] : kept_) {
    document.fresh = false;
    bytes_ += document.text.size();
  }
}

const KeptDocument* RedfishDocuments::fresh(std::string_view uri) const {
  const auto found = kept_.find(uri);
  return found == kept_.end() || !found->second.fresh ? nullptr : &found->second;
}

std::string RedfishDocuments::etag_of(std::string_view uri) const {
  const auto found = kept_.find(uri);
  return found == kept_.end() ? "" : found->second.etag;
}

void RedfishDocuments::keep(const std::string& uri, std::string text, std::string etag,
                            std::chrono::nanoseconds now) {
  const auto old = kept_.find(uri);
  if (old != kept_.end()) {
    bytes_ -= old->second.text.size();
    kept_.erase(old);
  }
  if (text.size() > kMostBytes - bytes_) {
    return;
  }
  bytes_ += text.size();
  if (!etag.empty() && !may_be_revalidated(text)) {
    etag.clear();
  }
  kept_.emplace(uri, KeptDocument{std::move(text), std::move(etag), now, now, true});
}

const KeptDocument* RedfishDocuments::confirm(std::string_view uri, std::chrono::nanoseconds now) {
  const auto found = kept_.find(uri);
  if (found == kept_.end()) {
    return nullptr;
  }
  found->second.taken = now;
  found->second.fresh = true;
  return &found->second;
}

}  // namespace rackproof::redfish
