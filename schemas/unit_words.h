#pragma once

#include <array>
#include <string_view>

#include "schemas/units.h"

namespace rackproof {

/// How the names of metrics end for their unit, without the underscore before it.
struct UnitWord {
  Unit unit;
  std::string_view word;
};

inline constexpr std::array kUnitWords{
    UnitWord{Unit::ratio, "ratio"},
    UnitWord{Unit::celsius, "celsius"},
    UnitWord{Unit::watt, "watts"},
    UnitWord{Unit::joule, "joules"},
    UnitWord{Unit::volt, "volts"},
    UnitWord{Unit::ampere, "amperes"},
    UnitWord{Unit::hertz, "hertz"},
    UnitWord{Unit::rpm, "rpm"},
    UnitWord{Unit::second, "seconds"},
    UnitWord{Unit::byte, "bytes"},
    UnitWord{Unit::byte_per_second, "bytes_per_second"},
    UnitWord{Unit::bit_per_second, "bits_per_second"},
    UnitWord{Unit::flop_per_second, "flops_per_second"},
    UnitWord{Unit::transfer_per_second, "transfers_per_second"},
    UnitWord{Unit::operation_per_second, "operations_per_second"},
    UnitWord{Unit::lane, "lanes"},
    UnitWord{Unit::pascal, "pascals"},
    UnitWord{Unit::metre, "metres"},
    UnitWord{Unit::cubic_metre_per_second, "cubic_metres_per_second"},
    UnitWord{Unit::gram_per_cubic_metre, "grams_per_cubic_metre"},
    UnitWord{Unit::volt_ampere, "volt_amperes"},
    UnitWord{Unit::volt_ampere_reactive, "volt_amperes_reactive"},
    UnitWord{Unit::ampere_hour, "ampere_hours"},
    UnitWord{Unit::metre_per_second, "metres_per_second"},
    UnitWord{Unit::metre_per_second_squared, "metres_per_second_squared"},
    UnitWord{Unit::radian, "radians"},
    UnitWord{Unit::radian_per_second, "radians_per_second"},
    UnitWord{Unit::radian_per_second_squared, "radians_per_second_squared"},
};

/// "" for a number without unit.
constexpr std::string_view unit_word(Unit unit) {
  for (const auto& row : kUnitWords) {
    if (row.unit == unit) {
      return row.word;
    }
  }
  return {};
}

}  // namespace rackproof
