#include "probes/engine/engine_labels.h"

#include <algorithm>
#include <array>
#include <set>

#include "schemas/catalogue.h"
#include "schemas/device.h"
#include "schemas/exposition_name.h"
#include "schemas/metric.h"
#include "schemas/text.h"

namespace rackproof::engine {
namespace {

constexpr std::string_view kMissing = "rackproof_reading_missing";
/// What an exposition tells of itself, of devices and of events; '*' for any characters.
constexpr std::array<std::string_view, 7> kNoReadings{
    "*_info",       "reading_*", "device_reading_age_seconds", "events_total", "event_last_*",
    "exposition_*", "sink_*"};
constexpr std::array<std::string_view, 5> kPlaces{"device", "node", "rack", "site", "instance"};
/// Of all values of one label in a matcher: a query goes as a URL, which proxies cut at 8 KiB.
constexpr std::size_t kLongestMatcher = 1200;

std::string_view label(const Labels& labels, std::string_view name) {
  const auto found = labels.find(name);
  return found == labels.end() ? std::string_view() : std::string_view(found->second);
}

/// The text as RE2 takes it for itself.
std::string literal(std::string_view text) {
  constexpr std::string_view kSpecial = "\\.+*?()|[]{}^$";
  std::string out;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

/// What of a device's label stands below its node: "/card:0" of "node/card:0".
std::string below_node(std::string_view device) {
  if (device == kNodeId) {
    return "";
  }
  if (device.starts_with(kNodeId) && device.substr(kNodeId.size()).starts_with('/')) {
    return std::string(device.substr(kNodeId.size()));
  }
  return "/" + std::string(device);
}

}  // namespace

std::string device_id(const Labels& labels, std::string_view device) {
  const auto node =
      label(labels, "node").empty() ? label(labels, "instance") : label(labels, "node");
  std::string id;
  for (const auto part : {label(labels, "site"), label(labels, "rack"), node}) {
    if (!part.empty()) {
      id += (id.empty() ? "" : "/") + std::string(part);
    }
  }
  return id.empty() ? std::string(device) : id + below_node(device);
}

std::string device_id(const Labels& labels) {
  const auto device = label(labels, "device");
  return device.empty() ? "" : device_id(labels, device);
}

std::string metric_of_name(std::string_view name) {
  if (!name.starts_with(kExpositionPrefix)) {
    return "";
  }
  if (const auto* metric = metric_exposed_as(name)) {
    return std::string(metric->name);
  }
  name.remove_prefix(kExpositionPrefix.size());
  const bool other = std::ranges::any_of(
      kNoReadings, [name](std::string_view pattern) { return matches_pattern(name, pattern); });
  return other ? "" : std::string(name);
}

SeriesKey key_of(const Labels& labels) {
  const auto name = label(labels, "__name__");
  return {device_id(labels),
          name == kMissing ? std::string(label(labels, "metric")) : metric_of_name(name)};
}

Labels places_in(const Labels& labels) {
  Labels places;
  for (const auto place : kPlaces) {
    if (const auto value = label(labels, place); !value.empty()) {
      places.emplace(place, value);
    }
  }
  return places;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "\"";
}

std::string matchers_for(const std::vector<const Labels*>& labels) {
  std::string matchers;
  for (const auto place : kPlaces) {
    std::set<std::string_view> values;
    for (const auto* one : labels) {
      values.insert(label(*one, place));
    }
    std::string pattern;
    for (const auto value : values) {
      pattern += (value == *values.begin() ? "" : "|") + literal(value);
      if (pattern.size() > kLongestMatcher) {
        break;
      }
    }
    const bool tells = !values.empty() && pattern.size() <= kLongestMatcher &&
                       !(values.size() == 1 && values.begin()->empty());
    if (tells) {
      matchers += "," + std::string(place) + "=~" + quoted(pattern);
    }
  }
  return matchers;
}

}  // namespace rackproof::engine
