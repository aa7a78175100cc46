#include "probes/outside/source_map.h"

#include <cstdint>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::outside;

namespace {

SeriesRow row_for(const char* metric, Conversion conversion) {
  SeriesRow row;
  row.name = "theirs";
  row.metric = metrics::find(metric);
  row.conversion = conversion;
  return row;
}

Reading told(Reading given, const char* metric, Conversion conversion) {
  return converted(given, row_for(metric, conversion), {});
}

ErrorKind why(const Reading& reading) {
  REQUIRE(std::holds_alternative<Error>(reading));
  return std::get<Error>(reading).kind;
}

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE("source map: units are taken to the metric's, to the last bit", "[probes][outside]") {
  CHECK(told(std::int64_t{85250}, "power_watts", {Unit::milliwatt}) == Reading(85.25));
  CHECK(told(std::int64_t{1980}, "clock_frequency_hertz", {Unit::megahertz}) ==
        Reading(std::int64_t{1980000000}));
  CHECK(told(std::int64_t{81559}, "hbm_used_bytes", {Unit::mebibyte}) ==
        Reading(std::int64_t{81559} * 1048576));
  CHECK(told(std::int64_t{55}, "temperature_celsius", {Unit::celsius}) ==
        Reading(std::int64_t{55}));
}

TEST_CASE("source map: a scale of a source's own is stated and kept exact", "[probes][outside]") {
  CHECK(told(std::int64_t{123457}, "accelerator_energy_joules_total", {Unit::joule, 1, 1000}) ==
        Reading(123.457));
  CHECK(told(std::int64_t{97}, "accelerator_utilization_ratio", {Unit::ratio, 1, 100}) ==
        Reading(0.97));
  CHECK(told(std::int64_t{4}, "infiniband_receive_bytes_total", {Unit::byte, 4}) ==
        Reading(std::int64_t{16}));
}

TEST_CASE("source map: a count stays whole, and one that is not is refused", "[probes][outside]") {
  CHECK(told(kMost, "pcie_replay_total", {}) == Reading(kMost));
  CHECK(told(3.0, "pcie_replay_total", {}) == Reading(std::int64_t{3}));
  CHECK(why(told(1.5, "pcie_replay_total", {})) == ErrorKind::malformed);
  CHECK(why(told(std::int64_t{-1}, "pcie_replay_total", {})) == ErrorKind::out_of_range);
  CHECK(why(told(1e18, "pcie_replay_total", {})) == ErrorKind::out_of_range);
  CHECK(told(1.5, "pressure_io_waiting_seconds_total", {Unit::second}) == Reading(1.5));
  CHECK(why(told(0.5, "pci_power_state", {})) == ErrorKind::malformed);
}

TEST_CASE("source map: bytes that an exporter prints with an exponent are counted all the same",
          "[probes][outside]") {
  CHECK(told(1.8527668e7, "infiniband_receive_bytes_total", {Unit::byte}) ==
        Reading(std::int64_t{18527668}));
  CHECK(told(1e18, "infiniband_receive_bytes_total", {Unit::byte}) == Reading(1e18));
}

TEST_CASE("source map: a product that 64 bits do not hold goes on as a double",
          "[probes][outside]") {
  const auto bytes = told(kMost, "hbm_used_bytes", {Unit::mebibyte});
  CHECK(std::get<double>(bytes) == 9223372036854775808.0 * 1048576);
  CHECK(why(told(std::numeric_limits<double>::max(), "hbm_used_bytes", {Unit::mebibyte})) ==
        ErrorKind::out_of_range);
}

TEST_CASE("source map: a reason stays that reason", "[probes][outside]") {
  CHECK(why(told(Error{ErrorKind::sentinel, "NaN"}, "power_watts", {Unit::watt})) ==
        ErrorKind::sentinel);
}

TEST_CASE("source map: a number that stands for none is its reason, before any scale",
          "[probes][outside]") {
  SentinelRow blank;
  blank.exactly = 0x7ffffffffffffff2;
  blank.at_least = blank.at_most = 9223372036854775794.0;
  blank.reason = ErrorKind::unsupported;
  blank.text = "DCGM: not supported";
  const auto row = row_for("temperature_celsius", {Unit::celsius});

  const auto reading = converted(std::int64_t{9223372036854775794}, row, {blank});

  REQUIRE(std::holds_alternative<Error>(reading));
  CHECK(std::get<Error>(reading) ==
        Error{ErrorKind::unsupported, "9223372036854775794: DCGM: not supported"});
  CHECK(has_value(converted(std::int64_t{9223372036854775793}, row, {blank})));
  CHECK(why(converted(9223372036854775794.0, row, {blank})) == ErrorKind::unsupported);
  CHECK(has_value(converted(std::int64_t{41}, row, {blank})));
}

TEST_CASE("source map: a sentinel speaks of the series that it names and of no other",
          "[probes][outside]") {
  SentinelRow blank;
  blank.series = {"DCGM_FI_DEV_*_TEMP"};
  blank.at_least = 2147483632;
  blank.at_most = 2147483647;
  auto row = row_for("temperature_celsius", {Unit::celsius});
  row.name = "DCGM_FI_DEV_GPU_TEMP";
  CHECK(why(converted(std::int64_t{2147483632}, row, {blank})) == ErrorKind::sentinel);
  row.name = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";
  CHECK(has_value(converted(std::int64_t{2147483632}, row, {blank})));
}

TEST_CASE("source map: reasons are spelled as the store and the report spell them",
          "[probes][outside]") {
  for (const auto& row : kReasonWords) {
    CHECK(row.word == to_string(row.value));
  }
  CHECK(kReasonWords.size() == static_cast<std::size_t>(ErrorKind::untrusted));
}
