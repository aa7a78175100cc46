#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "probes/redfish/redfish_value.h"
#include "schemas/device.h"
#include "schemas/metric.h"

/// What a Sensor's ReadingType and ReadingUnits mean (DSP0268, Sensor 1.12). Pure.
namespace rackproof::redfish {

/// Metrics for the limits of a sensor; nullptr where the catalogue has none.
struct LimitMetrics {
  const Metric* lower_caution = nullptr;
  const Metric* lower_critical = nullptr;
  const Metric* upper_caution = nullptr;
  const Metric* upper_critical = nullptr;
  const Metric* upper_fatal = nullptr;
};

struct ReadingType {
  std::string_view name;  ///< "Temperature".
  std::string_view unit;  ///< The UCUM spelling that the type has: "Cel".
  DeviceKind kind = DeviceKind::sensor;
  const Metric* metric = nullptr;      ///< Of a reading from zero.
  const Metric* difference = nullptr;  ///< Of ReadingBasis Delta; nullptr = none is defined.
  const Metric* headroom = nullptr;    ///< Of ReadingBasis Headroom.
  LimitMetrics limits = {};
};

/// All 31.
std::span<const ReadingType> reading_types();
/// nullptr for a type that this release does not know.
const ReadingType* reading_type(std::string_view name);

struct SensorUnit {
  std::string_view text;
  Unit base = Unit::one;
  Take take = Take::number;
  double factor = 1;     ///< To the base unit, where `take` is number.
  bool standard = true;  ///< The spelling that UCUM and the schema want.
};

/// nullptr for a unit that this release does not know.
const SensorUnit* sensor_unit(std::string_view text);

/// The type that a unit alone tells: "Cel" is Temperature. nullptr where several share it ("%",
/// "m").
const ReadingType* type_of_unit(const SensorUnit& unit);

}  // namespace rackproof::redfish
