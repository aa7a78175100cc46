#include "probes/redfish/redfish_sensor.h"

#include <array>
#include <string_view>

#include "probes/redfish/redfish_members.h"
#include "probes/redfish/sensor_inference.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

/// What a type means at a certain place.
struct PlaceRow {
  std::string_view type;
  std::string_view context;  ///< What PhysicalContext starts with.
  const Metric* metric;
};

constexpr std::array kPlaces{
    PlaceRow{"Frequency", "Power", metrics::named("mains_frequency_hertz")},
    PlaceRow{"Frequency", "AC", metrics::named("mains_frequency_hertz")},
    PlaceRow{"Percent", "Fan", metrics::named("fan_duty_ratio")},
    PlaceRow{"Percent", "Pump", metrics::named("pump_speed_ratio")},
    PlaceRow{"Rotational", "Pump", metrics::named("pump_speed_rpm")},
};

const Metric* metric_at_place(const ReadingType& type, const JsonValue& sensor) {
  const auto context = text_at(sensor, "PhysicalContext");
  for (const auto& row : kPlaces) {
    if (row.type == type.name && context.starts_with(row.context)) {
      return row.metric;
    }
  }
  const bool mains = type.name == "Frequency" && !text_at(sensor, "ElectricalContext").empty();
  return mains ? metrics::named("mains_frequency_hertz") : type.metric;
}

Result<const Metric*> metric_of(const ReadingType& type, const JsonValue& sensor) {
  const auto basis = text_at(sensor, "ReadingBasis");
  if (basis.empty() || basis == "Zero") {
    return metric_at_place(type, sensor);
  }
  const auto* metric = basis == "Delta"      ? type.difference
                       : basis == "Headroom" ? type.headroom
                                             : nullptr;
  if (metric == nullptr) {
    return Error{ErrorKind::unsupported,
                 std::string(type.name) + " of basis '" + printable(basis, 40) + "' is not known"};
  }
  return metric;
}

struct LimitRow {
  std::string_view path;
  const Metric* LimitMetrics::*metric;
  bool upper;
};

constexpr std::array kLimits{
    LimitRow{"Thresholds/LowerCaution/Reading", &LimitMetrics::lower_caution, false},
    LimitRow{"Thresholds/LowerCritical/Reading", &LimitMetrics::lower_critical, false},
    LimitRow{"Thresholds/UpperCaution/Reading", &LimitMetrics::upper_caution, true},
    LimitRow{"Thresholds/UpperCritical/Reading", &LimitMetrics::upper_critical, true},
    LimitRow{"Thresholds/UpperFatal/Reading", &LimitMetrics::upper_fatal, true},
};

}  // namespace

Result<SensorRule> rule_of(const JsonValue& sensor) {
  auto meaning = meaning_of(sensor);
  if (!meaning) {
    return std::move(meaning).error();
  }
  const auto metric = metric_of(*meaning->type, sensor);
  if (!metric) {
    return metric.error();
  }
  const bool from_zero = *metric == meaning->type->metric;
  return SensorRule{meaning->type->kind, *metric, meaning->unit,
                    from_zero ? &meaning->type->limits : nullptr, std::move(meaning->inferred)};
}

Reading take_sensor_value(const SensorRule& rule, const JsonValue& value) {
  // A margin or a difference is no temperature and knows no absolute zero.
  const bool difference = rule.unit->base == Unit::celsius && rule.limits == nullptr;
  auto reading = take_value(value, difference ? Take::number : rule.unit->take);
  const auto* number = std::get_if<double>(&reading);
  return number == nullptr || rule.unit->factor == 1 ? reading
                                                     : Reading(*number * rule.unit->factor);
}

Reading read_sensor(const SensorRule& rule, const JsonValue& sensor) {
  if (auto why = state_forbids(text_at(sensor, "Status/State"))) {
    return std::move(*why);
  }
  const auto* value = sensor.find("Reading");
  if (value == nullptr) {
    return Error{ErrorKind::absent, "no Reading"};
  }
  return take_sensor_value(rule, *value);
}

std::vector<std::pair<const Metric*, Reading>> read_limits(const SensorRule& rule,
                                                           const JsonValue& sensor) {
  std::vector<std::pair<const Metric*, Reading>> limits;
  if (rule.limits == nullptr) {
    return limits;
  }
  for (const auto& row : kLimits) {
    const auto* metric = rule.limits->*row.metric;
    const auto* value = member_at(sensor, row.path);
    if (metric == nullptr || value == nullptr) {
      continue;
    }
    auto reading = take_sensor_value(rule, *value);
    if (has_value(reading) && !(row.upper && as_double(reading) == 0)) {
      limits.emplace_back(metric, std::move(reading));
    }
  }
  return limits;
}

}  // namespace rackproof::redfish
