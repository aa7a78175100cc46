#include "probes/redfish/metric_report.h"

#include <optional>
#include <utility>

#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_time.h"
#include "probes/redfish/redfish_uri.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

/// Where a MetricProperty points: the place and what is left of the pointer inside it.
struct Target {
  const Place* place = nullptr;
  std::string_view pointer;
};

const Place* place_at(const Places& places, std::string_view uri) {
  const auto found = places.find(uri);
  return found == places.end() ? nullptr : &found->second;
}

/// Items of Thermal and Power are places of their own.
Target target_of(const Places& places, std::string_view property) {
  const auto uri = local_uri(property);
  if (!uri) {
    return {};
  }
  const auto pointer = fragment_of(property);
  const auto end_of_name = pointer.find('/');
  const auto end_of_item =
      end_of_name == std::string_view::npos ? end_of_name : pointer.find('/', end_of_name + 1);
  if (end_of_item != std::string_view::npos) {
    const auto item = *uri + "#" + std::string(pointer.substr(0, end_of_item));
    if (const auto* place = place_at(places, item)) {
      return {place, pointer.substr(end_of_item + 1)};
    }
  }
  return {place_at(places, *uri), pointer};
}

std::optional<RedfishReading> read_entry(const Places& places, const JsonValue& entry) {
  const auto property = text_at(entry, "MetricProperty");
  const auto target = target_of(places, property);
  const auto* value = entry.find("MetricValue");
  const auto* text = value == nullptr ? nullptr : value->if_string();
  if (target.place == nullptr || text == nullptr) {
    return std::nullopt;
  }
  auto reading = read_property(*target.place, target.pointer, *text);
  if (!reading) {
    return std::nullopt;
  }
  reading->source = printable(property, property.size() * 4);
  const auto time = parse_offset_time(text_at(entry, "Timestamp"));
  if (time) {
    reading->measured_at = *time;
  }
  const auto* stale = member_at(entry, "Oem/Nvidia/MetricValueStale");
  const auto* is_stale = stale == nullptr ? nullptr : stale->if_boolean();
  if (is_stale != nullptr && *is_stale) {
    reading->reading = Error{ErrorKind::stale, "the BMC marks the value as stale"};
  }
  if (auto* why = std::get_if<Error>(&reading->reading)) {
    *why = why->during(reading->source);
  }
  return reading;
}

}  // namespace

ReportReadings read_report(const Places& places, const JsonValue& report) {
  ReportReadings all;
  const auto* values = report.find("MetricValues");
  const auto* entries = values == nullptr ? nullptr : values->if_array();
  if (entries == nullptr) {
    return all;
  }
  std::map<std::pair<DeviceHandle, const Metric*>, std::size_t> seen;
  for (const auto& entry : *entries) {
    ++all.values;
    auto reading = read_entry(places, entry);
    if (!reading) {
      ++all.not_taken;
      continue;
    }
    const auto [at, is_new] =
        seen.try_emplace({reading->device, reading->metric}, all.readings.size());
    if (is_new) {
      all.readings.push_back(std::move(*reading));
    } else if (reading->measured_at > all.readings[at->second].measured_at) {
      all.readings[at->second] = std::move(*reading);
    }
  }
  return all;
}

}  // namespace rackproof::redfish
