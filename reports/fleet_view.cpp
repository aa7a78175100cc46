#include "reports/fleet_view.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "schemas/device_book.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

struct ColumnRule {
  std::string_view pattern;  ///< Of the metric's name; the first that fits counts.
  std::optional<FleetColumn> column;
};

// Set points and thresholds are no readings of how hot it is; counts over a part's life and those
// that a second reader of the same source gives stand beside the ones that are shown.
constexpr std::array kRules{
    ColumnRule{"pwm_*", std::nullopt},
    ColumnRule{"thermal_trip_*", std::nullopt},
    ColumnRule{"coolant_delta_*", std::nullopt},
    ColumnRule{"neuron_monitor_*", std::nullopt},
    ColumnRule{"*_lifetime_*", std::nullopt},
    ColumnRule{"*temperature_celsius", FleetColumn::temperature},
    ColumnRule{"*power_watts", FleetColumn::power},
    ColumnRule{"*_ecc_uncorrectable_total", FleetColumn::uncorrected},
    ColumnRule{"*_ecc_correctable_total", FleetColumn::corrected},
    ColumnRule{"device_health", FleetColumn::state},
    ColumnRule{"device_present", FleetColumn::state},
    ColumnRule{"probe_success", FleetColumn::state},
};

using Readings = std::map<std::string, std::vector<FleetReading>>;  ///< By device.

/// Metric by metric: an engine that keeps a fleet is asked for little of what it has.
Result<Readings> readings_of(TelemetrySource& source, UtcTime now) {
  const auto metrics = source.metrics();
  if (!metrics) {
    return metrics.error();
  }
  Readings found;
  for (const auto& metric : *metrics) {
    const auto column = fleet_column(metric.name);
    if (!column) {
      continue;
    }
    auto readings = ask_last(source, {metric.name, "*", {UtcTime{}, now}});
    if (!readings) {
      return std::move(readings).error();
    }
    for (auto& reading : *readings) {
      const auto device = reading.key.device;
      found[device].push_back({*column, std::move(reading)});
    }
  }
  return found;
}

}  // namespace

std::optional<FleetColumn> fleet_column(std::string_view metric) {
  const auto rule = std::ranges::find_if(
      kRules, [&](const ColumnRule& each) { return matches_pattern(metric, each.pattern); });
  return rule == kRules.end() ? std::nullopt : rule->column;
}

UtcTime FleetDevice::read_at() const {
  UtcTime newest;
  for (const auto& reading : readings) {
    newest = std::max(newest, reading.last.point.taken_at);
  }
  return newest;
}

UtcTime FleetNode::read_at() const {
  UtcTime newest;
  for (const auto& device : devices) {
    newest = std::max(newest, device.read_at());
  }
  return newest;
}

std::optional<GreatestReading> greatest(const FleetNode& node, FleetColumn column) {
  GreatestReading found;
  for (const auto& device : node.devices) {
    for (const auto& reading : device.readings) {
      const auto& value = reading.last.point.reading;
      const bool fits = reading.column == column && has_value(value);
      if (fits && (found.reading == nullptr ||
                   as_double(found.reading->last.point.reading) < as_double(value))) {
        found = {&device, &reading};
      }
    }
  }
  return found.reading == nullptr ? std::nullopt : std::optional(found);
}

std::size_t reasons_in(const FleetNode& node) {
  std::size_t reasons = 0;
  for (const auto& device : node.devices) {
    reasons += static_cast<std::size_t>(std::ranges::count_if(
        device.readings,
        [](const FleetReading& reading) { return !has_value(reading.last.point.reading); }));
  }
  return reasons;
}

Result<std::vector<FleetNode>> view_fleet(TelemetrySource& source, UtcTime now) {
  auto readings = readings_of(source, now);
  auto devices = readings ? source.devices() : Result<Devices>(readings.error());
  if (!devices) {
    return std::move(devices).error();
  }
  DeviceBook book(std::move(*devices));
  std::map<std::string, FleetNode> nodes;
  for (auto& [id, of_device] : *readings) {
    const auto& device = book.at(id);
    auto& node = nodes[book.node_of(device)];
    node.devices.push_back({device, std::move(of_device)});
  }
  std::vector<FleetNode> all;
  for (auto& [id, node] : nodes) {
    node.id = id;
    all.push_back(std::move(node));
  }
  return all;
}

}  // namespace rackproof
