#pragma once

#include <optional>

#include "schemas/json/json_value.h"
#include "schemas/sample.h"

/// Heat that a coolant carries, from flow and temperatures. Pure.
namespace rackproof::redfish {

/// Below this the stated and the computed heat agree: sensors, additives and air explain it.
inline constexpr double kMeaningfulDisagreement = 0.10;

struct Coolant {
  double joules_per_litre_kelvin = 0;  ///< Density times specific heat.
  bool assumed = true;                 ///< Water, since nothing told.
};

/// Of a document's "Coolant": its own density and specific heat where it gives them; else water,
/// less a fifth of a per cent for each per cent of glycol (25 % make about 5 %).
Coolant coolant_of(const JsonValue& document);

struct EnergyBalance {
  Reading computed_watts;  ///< flow x (return - supply) x density x specific heat.
  Reading disagreement;    ///< |stated - computed| over the greater of them.
};

/// Of a CoolantConnector with flow and a temperature difference; nothing where one is not given.
std::optional<EnergyBalance> energy_balance(const JsonValue& connector);

}  // namespace rackproof::redfish
