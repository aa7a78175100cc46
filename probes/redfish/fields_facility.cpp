#include <array>

#include "probes/redfish/field_groups.h"
#include "probes/redfish/redfish_fields.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

using metrics::named;

// Members of liquid cooling and power distribution (DSP0268; "Oem/Nvidia" as real BMCs of that
// maker write it). One line a member.
// clang-format off
constexpr std::array kCoolingUnit{
    Field{"CoolingCapacityWatts", named("cooling_capacity_watts")},
    Field{"RatedThermalLossToAirWatts", named("cooling_loss_to_air_rated_watts")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kCoolingLoop{
    Field{"CoolantLevelPercent/Reading", named("fluid_level_ratio"), Take::percent},
    Field{"CoolantLevelStatus", named("fluid_level_state"), Take::fluid_level},
    Field{"RatedFlowLitersPerMinute", named("coolant_flow_rated_cubic_metres_per_second"), Take::litres_per_minute},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kCoolantConnector{
    Field{"FlowLitersPerMinute/Reading", named("coolant_flow_cubic_metres_per_second"), Take::litres_per_minute},
    Field{"RatedFlowLitersPerMinute", named("coolant_flow_rated_cubic_metres_per_second"), Take::litres_per_minute},
    Field{"SupplyTemperatureCelsius/Reading", named("coolant_supply_temperature_celsius"), Take::celsius},
    Field{"ReturnTemperatureCelsius/Reading", named("coolant_return_temperature_celsius"), Take::celsius},
    Field{"DeltaTemperatureCelsius/Reading", named("coolant_delta_temperature_celsius"), Take::celsius},
    Field{"SupplyPressurekPa/Reading", named("coolant_supply_pressure_pascals"), Take::kilo},
    Field{"ReturnPressurekPa/Reading", named("coolant_return_pressure_pascals"), Take::kilo},
    Field{"DeltaPressurekPa/Reading", named("coolant_delta_pressure_pascals"), Take::kilo},
    Field{"RatedPressurekPa", named("coolant_pressure_rated_pascals"), Take::kilo},
    Field{"HeatRemovedkW/Reading", named("heat_removed_watts"), Take::kilo},
    Field{"ValvePositionPercent/Reading", named("valve_position_ratio"), Take::percent},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kPump{
    Field{"PumpSpeedPercent/Reading", named("pump_speed_ratio"), Take::percent},
    Field{"PumpSpeedPercent/SpeedRPM", named("pump_speed_rpm")},
    Field{"InletPressurekPa/Reading", named("pump_inlet_pressure_pascals"), Take::kilo},
    Field{"ServiceHours", named("service_seconds"), Take::hours},
    Field{"RatedServiceHours", named("service_rated_seconds"), Take::hours},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kReservoir{
    Field{"FluidLevelPercent/Reading", named("fluid_level_ratio"), Take::percent},
    Field{"FluidLevelStatus", named("fluid_level_state"), Take::fluid_level},
    Field{"InternalPressurekPa/Reading", named("pressure_pascals"), Take::kilo},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kFilter{
    Field{"DeltaLiquidPressurekPa/Reading", named("pressure_difference_pascals"), Take::kilo},
    Field{"DeltaAirPressurekPa/Reading", named("pressure_difference_pascals"), Take::kilo},
    Field{"ServiceHours", named("service_seconds"), Take::hours},
    Field{"RatedServiceHours", named("service_rated_seconds"), Take::hours},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kLeakDetector{
    Field{"DetectorState", named("leak_detector_state"), Take::leak},
    Field{"Enabled", named("leak_detector_enabled"), Take::flag},
    Field{"Voltage/Reading", named("voltage_volts")},
    Field{"CurrentAmps/Reading", named("current_amperes")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr auto kPowerDistributionMetrics = joined(kMetered, kMains, kPolyPhase, std::array{
    Field{"TemperatureCelsius/Reading", named("temperature_celsius"), Take::celsius},
    Field{"HumidityPercent/Reading", named("relative_humidity_ratio"), Take::percent},
});

constexpr auto kCircuit = joined(kMetered, kMains, kPolyPhase, std::array{
    Field{"RatedCurrentAmps", named("current_rated_amperes")},
    Field{"BreakerState", named("circuit_breaker_state"), Take::breaker},
    Field{"Status/Health", named("device_health"), Take::health},
});

constexpr auto kOutlet = joined(kMetered, kMains, kPolyPhase, std::array{
    Field{"RatedCurrentAmps", named("current_rated_amperes")},
    Field{"PowerState", named("outlet_powered"), Take::power_switch},
    Field{"Status/Health", named("device_health"), Take::health},
});

constexpr auto kOutletGroup = joined(kMetered, std::array{
    Field{"PowerState", named("outlet_powered"), Take::power_switch},
    Field{"Status/Health", named("device_health"), Take::health},
});

constexpr std::array kTables{
    FieldTable{"CoolingUnit", kCoolingUnit},
    FieldTable{"CoolingLoop", kCoolingLoop},
    FieldTable{"CoolantConnector", kCoolantConnector},
    FieldTable{"Pump", kPump},
    FieldTable{"Reservoir", kReservoir},
    FieldTable{"Filter", kFilter},
    FieldTable{"LeakDetector", kLeakDetector},
    FieldTable{"PowerDistribution", kHealth},
    FieldTable{"PowerDistributionMetrics", kPowerDistributionMetrics},
    FieldTable{"Circuit", kCircuit},
    FieldTable{"Outlet", kOutlet},
    FieldTable{"OutletGroup", kOutletGroup},
};
// clang-format on

}  // namespace

std::span<const FieldTable> facility_fields() {
  return kTables;
}

}  // namespace rackproof::redfish
