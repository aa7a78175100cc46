#include "tests/probes/node_exporter_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "schemas/text.h"

namespace rackproof::testing {
namespace {

struct Alias {
  std::string_view theirs;
  std::string_view ours;
};

/// Their chip labels, made of bus and driver, and our ids.
constexpr std::array kChips{
    Alias{"hwmon4", "node/hwmon:unnamed"},
    Alias{"ieee80211_phy0_mt7996_phy0_0", "node/hwmon:mt7996_phy0_0@18000000.wifi"},
    Alias{"ieee80211_phy0_mt7996_phy0_1", "node/hwmon:mt7996_phy0_1@18000000.wifi"},
    Alias{"ieee80211_phy0_mt7996_phy0_2", "node/hwmon:mt7996_phy0_2@18000000.wifi"},
    Alias{"nct6779", "node/hwmon:nct6779@nct6775.656"},
    Alias{"platform_applesmc_768", "node/hwmon:applesmc@applesmc.768"},
    Alias{"platform_asus_nb_wmi_asus", "node/hwmon:asus@asus-nb-wmi"},
    Alias{"platform_asus_nb_wmi_asus_wmi_sensors", "node/hwmon:asus_wmi_sensors@asus-nb-wmi"},
    Alias{"platform_coretemp_0", "node/hwmon:coretemp@coretemp.0"},
    Alias{"platform_coretemp_1", "node/hwmon:coretemp@coretemp.1"},
};

/// They number drives, we name them by serial.
constexpr std::array kDrives{Alias{"nvme0", "S680HF8N190894I"}};

std::string_view alias_of(std::span<const Alias> table, std::string_view theirs) {
  const auto found = std::ranges::find(table, theirs, &Alias::theirs);
  return found == table.end() ? std::string_view("(no such name)") : found->ours;
}

std::string label_of(const TheirSample& theirs, std::string_view label) {
  const auto found = theirs.labels.find(label == "drive" ? "device" : label);
  if (found == theirs.labels.end()) {
    return "(no label " + std::string(label) + ")";
  }
  if (label == "chip") {
    return std::string(alias_of(kChips, found->second));
  }
  return label == "drive" ? std::string(alias_of(kDrives, found->second)) : found->second;
}

/// `pattern` with each {label} replaced by its value.
std::string filled(std::string_view pattern, const TheirSample& theirs) {
  std::string text;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    text += pattern.substr(0, open);
    if (open == std::string_view::npos) {
      break;
    }
    const auto close = pattern.find('}', open);
    text += label_of(theirs, pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
  return text;
}

std::pair<std::string_view, std::string_view> halves(std::string_view text) {
  const auto equals = text.find('=');
  return {text.substr(0, equals), text.substr(equals + 1)};
}

/// The number that `states` gives for a word; -2 for a word it does not know.
double state_of(std::string_view states, std::string_view word) {
  for (const auto state : split(states, ';')) {
    const auto [name, number] = halves(state);
    if (name == word) {
      return parse_double(number) ? *parse_double(number) : -2;
    }
  }
  return -2;
}

std::string field_of(const Device& device, std::string_view field) {
  if (field == "model") {
    return device.model;
  }
  if (field == "serial") {
    return device.serial;
  }
  if (field == "firmware") {
    return device.firmware;
  }
  if (field == "position") {
    return device.position;
  }
  if (field == "parent") {
    return device.parent;
  }
  const auto found = device.attributes.find(field);
  return found == device.attributes.end() ? "(no attribute)" : found->second;
}

/// Ids are written with 0x by the kernel and them, without by us.
bool same_text(std::string_view ours, std::string_view theirs) {
  return ours == theirs || (theirs.starts_with("0x") && ours == theirs.substr(2));
}

const Reading* reading_of(const std::vector<ProbeRun>& runs, std::string_view id,
                          std::string_view metric) {
  for (const auto& run : runs) {
    if (const auto* reading = run.find(id, metric)) {
      return reading;
    }
  }
  return nullptr;
}

const Device* device_of(const std::vector<ProbeRun>& runs, std::string_view id) {
  for (const auto& run : runs) {
    if (const auto* device = run.find_device(id)) {
      return device;
    }
  }
  return nullptr;
}

std::string fact_difference(const MapRow& row, const TheirSample& theirs, const Device& device,
                            const std::vector<ProbeRun>& runs) {
  constexpr std::string_view kMetric = "metric:";
  if (row.facts.empty()) {
    return {};
  }
  for (const auto fact : split(row.facts, ';')) {
    const auto [field, pattern] = halves(fact);
    const auto wanted = filled(pattern, theirs);
    if (!field.starts_with(kMetric)) {
      const auto ours = field_of(device, field);
      if (!same_text(ours, wanted)) {
        return std::string(field) + " is '" + ours + "', theirs '" + wanted + "'";
      }
      continue;
    }
    const auto* state = reading_of(runs, device.id, field.substr(kMetric.size()));
    if (state == nullptr || !has_value(*state) ||
        as_double(*state) != state_of(row.states, wanted)) {
      return std::string(field) + " is not '" + wanted + "'";
    }
  }
  return {};
}

std::string value_difference(const MapRow& row, const TheirSample& theirs, std::string_view id,
                             const std::vector<ProbeRun>& runs) {
  const auto* reading = reading_of(runs, id, row.ours);
  if (reading == nullptr) {
    return "no sample " + std::string(row.ours) + " of " + std::string(id);
  }
  if (const auto* why = std::get_if<Error>(reading)) {
    return std::string(to_string(why->kind)) + ": " + why->message;
  }
  double ours = as_double(*reading) * row.factor;
  if (!row.states.empty()) {
    ours = ours == state_of(row.states, label_of(theirs, "state")) ? 1 : 0;
  }
  constexpr double kLastBits = 1e-15;  // their sums and ours may end in another bit
  if (std::abs(ours - theirs.value) > kLastBits * std::abs(theirs.value)) {
    return "ours is " + format_double(ours);
  }
  return {};
}

const MapRow* row_for(const TheirSample& theirs) {
  for (const auto& row : node_exporter_map()) {
    const auto [label, value] = halves(row.when);
    if (row.theirs == theirs.name && (row.when.empty() || label_of(theirs, label) == value)) {
      return &row;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<TheirSample> parse_exposition_line(std::string_view line) {
  TheirSample sample;
  sample.line = line;
  const auto end = line.find_first_of("{ ");
  if (line.empty() || line[0] == '#' || end == std::string_view::npos) {
    return std::nullopt;
  }
  sample.name = line.substr(0, end);
  auto rest = line.substr(end);
  while (rest.starts_with('{') || rest.starts_with(',')) {
    const auto equals = rest.find("=\"");
    const auto quote = rest.find('"', equals + 2);
    sample.labels[std::string(rest.substr(1, equals - 1))] =
        rest.substr(equals + 2, quote - equals - 2);
    rest.remove_prefix(quote + 1);
  }
  if (rest.starts_with('}')) {
    rest.remove_prefix(1);
  }
  const auto number = trim(rest);
  const auto value = parse_double(number);
  if (!value) {
    return std::nullopt;
  }
  sample.value = *value;
  return sample;
}

std::string difference(const TheirSample& theirs, const std::vector<ProbeRun>& runs) {
  const auto* row = row_for(theirs);
  if (row == nullptr) {
    return "no row in the table";
  }
  const auto id = filled(row->device, theirs);
  const auto* device = device_of(runs, id);
  if (device == nullptr) {
    return "no device " + id;
  }
  auto differs = fact_difference(*row, theirs, *device, runs);
  if (!differs.empty() || row->ours.empty()) {
    return differs;
  }
  return value_difference(*row, theirs, id, runs);
}

}  // namespace rackproof::testing
