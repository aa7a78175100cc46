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
