#include "schemas/units.h"

#include <set>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("units: every unit has one symbol, and the symbol finds it again", "[schemas][units]") {
  std::set<std::string_view> symbols;
  for (const auto& row : kUnits) {
    CAPTURE(row.symbol);
    CHECK(symbols.insert(row.symbol).second);
    CHECK(parse_unit(row.symbol) == row.unit);
    CHECK(to_string(row.unit) == row.symbol);
    CHECK(unit_row(row.base).base == row.base);
    CHECK(unit_row(row.base).to_base == 1);
  }
  // The last enumerator stands last: a unit without a row would be missing from the count.
  CHECK(kUnits.size() == static_cast<std::size_t>(Unit::kilowatt_hour) + 1);
}

TEST_CASE("units: GB/s, GiB/s, Gb/s and MB/s are different units", "[schemas][units]") {
  CHECK(in_base_unit(1, *parse_unit("GB/s")) == 1e9);
  CHECK(in_base_unit(1, *parse_unit("GiB/s")) == 1073741824);
  CHECK(in_base_unit(1, *parse_unit("MB/s")) == 1e6);
  CHECK(in_base_unit(8, *parse_unit("Gb/s")) == 8e9);
  CHECK(same_dimension(Unit::gigabyte_per_second, Unit::gibibyte_per_second));
  CHECK_FALSE(same_dimension(Unit::gigabyte_per_second, Unit::gigabit_per_second));
  CHECK_FALSE(same_dimension(Unit::ratio, Unit::one));
}

TEST_CASE("units: a symbol is exact", "[schemas][units]") {
  for (const auto* symbol : {"", "gb/s", "GBps", "C", "°C", "kw", "%", "W "}) {
    CAPTURE(symbol);
    CHECK_FALSE(parse_unit(symbol));
  }
}
