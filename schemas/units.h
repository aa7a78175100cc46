#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "schemas/enum_names.h"

namespace rackproof {

/// The closed list of units. Decimal and binary, bits and bytes are different units on purpose:
/// 1 GiB/s = 1.073741824 GB/s = 8.589934592 Gb/s.
enum class Unit {
  one,    ///< A count or a plain number.
  ratio,  ///< 0 to 1.
  celsius,
  watt,
  joule,
  volt,
  ampere,
  hertz,
  rpm,
  second,
  byte,
  byte_per_second,
  bit_per_second,
  flop_per_second,
  transfer_per_second,
  operation_per_second,
  lane,
  // Multiples that a reference may be written in; catalogue metrics use the base units above.
  milliwatt,
  kilowatt,
  megahertz,
  gigahertz,
  millisecond,
  minute,
  hour,
  kibibyte,
  mebibyte,
  gibibyte,
  megabyte,
  gigabyte,
  terabyte,
  megabyte_per_second,
  gigabyte_per_second,
  gibibyte_per_second,
  terabyte_per_second,
  gigabit_per_second,
  gigaflop_per_second,
  teraflop_per_second,
  gigatransfer_per_second,
  // Of cooling, power distribution and racks; base units first, then multiples.
  pascal,
  metre,
  cubic_metre_per_second,
  gram_per_cubic_metre,
  volt_ampere,
  volt_ampere_reactive,
  ampere_hour,
  metre_per_second,
  metre_per_second_squared,
  radian,
  radian_per_second,
  radian_per_second_squared,
  kilopascal,
  litre_per_minute,
  kilowatt_hour,
};

/// Spelling, base unit and the exact factor to it, one row a unit.
struct UnitRow {
  Unit unit;
  std::string_view symbol;  ///< As documents write it: "Cel", "GB/s", "1".
  Unit base;
  double to_base;  ///< value in unit * to_base = value in base.
};

inline constexpr std::array kUnits{
    UnitRow{Unit::one, "1", Unit::one, 1},
    UnitRow{Unit::ratio, "ratio", Unit::ratio, 1},
    UnitRow{Unit::celsius, "Cel", Unit::celsius, 1},
    UnitRow{Unit::watt, "W", Unit::watt, 1},
    UnitRow{Unit::joule, "J", Unit::joule, 1},
    UnitRow{Unit::volt, "V", Unit::volt, 1},
    UnitRow{Unit::ampere, "A", Unit::ampere, 1},
    UnitRow{Unit::hertz, "Hz", Unit::hertz, 1},
    UnitRow{Unit::rpm, "rpm", Unit::rpm, 1},
    UnitRow{Unit::second, "s", Unit::second, 1},
    UnitRow{Unit::byte, "B", Unit::byte, 1},
    UnitRow{Unit::byte_per_second, "B/s", Unit::byte_per_second, 1},
    UnitRow{Unit::bit_per_second, "b/s", Unit::bit_per_second, 1},
    UnitRow{Unit::flop_per_second, "FLOP/s", Unit::flop_per_second, 1},
    UnitRow{Unit::transfer_per_second, "T/s", Unit::transfer_per_second, 1},
    UnitRow{Unit::operation_per_second, "1/s", Unit::operation_per_second, 1},
    UnitRow{Unit::lane, "lanes", Unit::lane, 1},
    UnitRow{Unit::milliwatt, "mW", Unit::watt, 1e-3},
    UnitRow{Unit::kilowatt, "kW", Unit::watt, 1e3},
    UnitRow{Unit::megahertz, "MHz", Unit::hertz, 1e6},
    UnitRow{Unit::gigahertz, "GHz", Unit::hertz, 1e9},
    UnitRow{Unit::millisecond, "ms", Unit::second, 1e-3},
    UnitRow{Unit::minute, "min", Unit::second, 60},
    UnitRow{Unit::hour, "h", Unit::second, 3600},
    UnitRow{Unit::kibibyte, "KiB", Unit::byte, 1024},
    UnitRow{Unit::mebibyte, "MiB", Unit::byte, 1048576},
    UnitRow{Unit::gibibyte, "GiB", Unit::byte, 1073741824},
    UnitRow{Unit::megabyte, "MB", Unit::byte, 1e6},
    UnitRow{Unit::gigabyte, "GB", Unit::byte, 1e9},
    UnitRow{Unit::terabyte, "TB", Unit::byte, 1e12},
    UnitRow{Unit::megabyte_per_second, "MB/s", Unit::byte_per_second, 1e6},
    UnitRow{Unit::gigabyte_per_second, "GB/s", Unit::byte_per_second, 1e9},
    UnitRow{Unit::gibibyte_per_second, "GiB/s", Unit::byte_per_second, 1073741824},
    UnitRow{Unit::terabyte_per_second, "TB/s", Unit::byte_per_second, 1e12},
    UnitRow{Unit::gigabit_per_second, "Gb/s", Unit::bit_per_second, 1e9},
    UnitRow{Unit::gigaflop_per_second, "GFLOP/s", Unit::flop_per_second, 1e9},
    UnitRow{Unit::teraflop_per_second, "TFLOP/s", Unit::flop_per_second, 1e12},
    UnitRow{Unit::gigatransfer_per_second, "GT/s", Unit::transfer_per_second, 1e9},
    UnitRow{Unit::pascal, "Pa", Unit::pascal, 1},
    UnitRow{Unit::metre, "m", Unit::metre, 1},
    UnitRow{Unit::cubic_metre_per_second, "m3/s", Unit::cubic_metre_per_second, 1},
    UnitRow{Unit::gram_per_cubic_metre, "g/m3", Unit::gram_per_cubic_metre, 1},
    UnitRow{Unit::volt_ampere, "V.A", Unit::volt_ampere, 1},
    UnitRow{Unit::volt_ampere_reactive, "var", Unit::volt_ampere_reactive, 1},
    UnitRow{Unit::ampere_hour, "A.h", Unit::ampere_hour, 1},
    UnitRow{Unit::metre_per_second, "m/s", Unit::metre_per_second, 1},
    UnitRow{Unit::metre_per_second_squared, "m/s2", Unit::metre_per_second_squared, 1},
    UnitRow{Unit::radian, "rad", Unit::radian, 1},
    UnitRow{Unit::radian_per_second, "rad/s", Unit::radian_per_second, 1},
    UnitRow{Unit::radian_per_second_squared, "rad/s2", Unit::radian_per_second_squared, 1},
    UnitRow{Unit::kilopascal, "kPa", Unit::pascal, 1e3},
    UnitRow{Unit::litre_per_minute, "L/min", Unit::cubic_metre_per_second, 1.0 / 60000},
    UnitRow{Unit::kilowatt_hour, "kW.h", Unit::joule, 3.6e6},
};

constexpr const UnitRow& unit_row(Unit unit) {
  for (const auto& row : kUnits) {
    if (row.unit == unit) {
      return row;
    }
  }
  return kUnits[0];
}

constexpr std::string_view to_string(Unit unit) {
  return unit_row(unit).symbol;
}

constexpr std::optional<Unit> parse_unit(std::string_view symbol) {
  for (const auto& row : kUnits) {
    if (row.symbol == symbol) {
      return row.unit;
    }
  }
  return std::nullopt;
}

/// `value` given in `unit`, in that unit's base unit. Exact factors (but L/min, which is a
/// sixty-thousandth), one multiplication.
constexpr double in_base_unit(double value, Unit unit) {
  return value * unit_row(unit).to_base;
}

constexpr bool same_dimension(Unit a, Unit b) {
  return unit_row(a).base == unit_row(b).base;
}

}  // namespace rackproof
