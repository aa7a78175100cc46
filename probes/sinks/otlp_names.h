#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/device.h"
#include "schemas/metric.h"

namespace rackproof {

/// A text on a data point or a resource of OpenTelemetry.
struct OtlpAttribute {
  std::string key;
  std::string value;

  bool operator==(const OtlpAttribute&) const = default;
};

enum class OtlpInstrument {
  gauge,
  counter,          ///< A cumulative, monotonic sum.
  up_down_counter,  ///< A cumulative sum that falls, too.
};

/// One of the numbers that a state is told as: 1 where the reading is one of `codes`, else 0.
struct OtlpState {
  std::string_view name;  ///< Of hw.state; "" = the point has none.
  std::vector<int> codes;
};

/// How a metric of a device is told.
struct OtlpName {
  std::string name;  ///< hw.*, or rackproof.<metric> where the conventions know nothing like it.
  std::string unit;  ///< UCUM, as the conventions write it.
  OtlpInstrument instrument = OtlpInstrument::gauge;
  double factor = 1;                      ///< What is told is the reading times this.
  std::vector<OtlpAttribute> attributes;  ///< Of each point: hw.id, hw.type, hw.limit_type...
  std::vector<OtlpState> states;          ///< Empty: the reading itself is told.
};

/// Names, units, instruments and attributes of the OpenTelemetry semantic conventions for hardware
/// (1.44.0, status Development). Each point of a hw.* metric says in rackproof.metric which reading
/// it is, since several may go by one name: some of them are parts of others (an error's total and
/// its sorts), so that a sum over them means nothing. Pure.
[[nodiscard]] OtlpName otlp_name(const Metric& metric, const Device& device);

/// hw.type of a device: the conventions' word where they have one, else ours.
[[nodiscard]] std::string_view otlp_type(DeviceKind kind);

}  // namespace rackproof
