#include "probes/redfish/energy_balance.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_value.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

/// Water near 25 degrees: 0.997 kg/L x 4182 J/(kg K). 1 L/min and 1 K make 69.5 W.
constexpr double kWater = 0.997 * 4182;
constexpr double kLossForGlycolPercent = 0.002;

std::optional<double> number_at(const JsonValue& document, std::string_view path) {
  const auto* value = member_at(document, path);
  if (value == nullptr) {
    return std::nullopt;
  }
  const auto reading = take_value(*value, Take::number);
  return has_value(reading) ? std::optional<double>(as_double(reading)) : std::nullopt;
}

std::optional<double> difference_of(const JsonValue& connector) {
  const auto supply = number_at(connector, "SupplyTemperatureCelsius/Reading");
  const auto back = number_at(connector, "ReturnTemperatureCelsius/Reading");
  if (supply && back) {
    return *back - *supply;
  }
  return number_at(connector, "DeltaTemperatureCelsius/Reading");
}

Reading disagreement(const JsonValue& connector, double computed) {
  const auto stated = number_at(connector, "HeatRemovedkW/Reading");
  if (!stated) {
    return Error{ErrorKind::absent, "the connector states no heat to compare with"};
  }
  const double watts = *stated * 1e3;
  const double greater = std::max(std::abs(watts), std::abs(computed));
  return greater == 0 ? Reading(0.0) : Reading(std::abs(watts - computed) / greater);
}

}  // namespace

Coolant coolant_of(const JsonValue& document) {
  const auto heat = number_at(document, "Coolant/SpecificHeatkJoulesPerKgK");
  const auto density = number_at(document, "Coolant/DensityKgPerCubicMeter");
  if (heat && density && *heat > 0 && *density > 0) {
    return {*heat * *density, false};  // kJ/(kg K) x kg/m3 = J/(L K)
  }
  const auto additive = text_at(document, "Coolant/AdditiveName");
  const auto percent = number_at(document, "Coolant/AdditivePercent");
  const bool glycol = additive.find("lycol") != std::string::npos;
  const double share = glycol && percent && *percent > 0 && *percent <= 60 ? *percent : 0;
  const auto type = text_at(document, "Coolant/CoolantType");
  return {kWater * (1 - kLossForGlycolPercent * share), type != "Water"};
}

std::optional<EnergyBalance> energy_balance(const JsonValue& connector) {
  const auto flow = number_at(connector, "FlowLitersPerMinute/Reading");
  const auto difference = difference_of(connector);
  if (!flow || !difference) {
    return std::nullopt;
  }
  const auto type = text_at(connector, "Coolant/CoolantType");
  const auto coolant = coolant_of(connector);
  if (coolant.assumed && !type.empty()) {
    const Error why{ErrorKind::unsupported,
                    "the heat that '" + printable(type, 40) + "' carries is not known"};
    return EnergyBalance{why, why};
  }
  const double watts = *flow / 60 * *difference * coolant.joules_per_litre_kelvin;
  if (!std::isfinite(watts)) {
    const Error why{ErrorKind::out_of_range, "flow and temperatures make no heat"};
    return EnergyBalance{why, why};
  }
  return EnergyBalance{watts, disagreement(connector, watts)};
}

}  // namespace rackproof::redfish
