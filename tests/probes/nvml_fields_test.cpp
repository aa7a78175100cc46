#include "probes/nvml/nvml_fields.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>
#include <utility>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::nvml;

namespace {

template <typename T>
FieldValue field(std::uint32_t type, T number) {
  FieldValue value;
  value.type = type;
  std::memcpy(value.bytes.data(), &number, sizeof(number));
  return value;
}

const FieldRow& row(std::uint32_t id) {
  for (const auto rows : {device_fields(), link_fields()}) {
    const auto found = std::ranges::find(rows, id, &FieldRow::id);
    if (found != rows.end()) {
      return *found;
    }
  }
  FAIL("no field " << id);
  return device_fields()[0];
}

double value(std::uint32_t id, const FieldValue& given) {
  const auto reading = field_reading(row(id), given);
  REQUIRE(has_value(reading));
  return as_double(reading);
}

ErrorKind kind(std::uint32_t id, const FieldValue& given) {
  const auto reading = field_reading(row(id), given);
  REQUIRE_FALSE(has_value(reading));
  return std::get<Error>(reading).kind;
}

}  // namespace

TEST_CASE("nvml fields: each unit comes out as the metric's", "[probes][nvml]") {
  CHECK(value(83, field(3, std::uint64_t{1500})) == 1.5);            // mJ
  CHECK(value(186, field(1, std::uint32_t{350000})) == 350);         // mW
  CHECK(value(74, field(3, std::uint64_t{2500000000U})) == 2.5);     // ns
  CHECK(value(138, field(3, std::uint64_t{3})) == 3072);             // KiB
  CHECK(value(164, field(1, std::uint32_t{26562})) == 26562000000);  // MB/s
  CHECK(value(82, field(1, std::uint32_t{61})) == 61);
}

TEST_CASE("nvml fields: power of an instant and of the last second are two metrics",
          "[probes][nvml]") {
  CHECK(row(186).metric->name == "power_watts");
  CHECK(row(185).metric->name == "power_average_watts");
  for (const auto& asked : device_fields()) {  // the plain call is either, by generation
    CHECK(asked.metric->name != "nvidia_power_usage_watts");
  }
}

TEST_CASE("nvml fields: counts stay integers, in each of the types", "[probes][nvml]") {
  for (const auto& given :
       {field(1, std::uint32_t{5}), field(2, std::uint64_t{5}), field(3, std::uint64_t{5}),
        field(4, std::int64_t{5}), field(5, std::int32_t{5}), field(6, std::uint16_t{5})}) {
    const auto reading = field_reading(row(94), given);
    REQUIRE(std::holds_alternative<std::int64_t>(reading));
    CHECK(std::get<std::int64_t>(reading) == 5);
  }
}

TEST_CASE("nvml fields: a margin may be below zero, a count may not", "[probes][nvml]") {
  CHECK(value(193, field(5, std::int32_t{-8})) == -8);
  CHECK(kind(94, field(5, std::int32_t{-8})) == ErrorKind::out_of_range);
}

TEST_CASE("nvml fields: each value has a return code of its own", "[probes][nvml]") {
  auto given = field(1, std::uint32_t{5});
  given.code = 3;
  CHECK(kind(82, given) == ErrorKind::unsupported);
  given.code = 15;
  CHECK(std::get<Error>(field_reading(row(82), given)) ==
        Error{ErrorKind::io, "NVML field 82: GPU is lost (NVML 15)"});
}

TEST_CASE("nvml fields: all ones and NVIDIA's blanks are no numbers", "[probes][nvml]") {
  CHECK(kind(82, field(1, std::uint32_t{0xFFFFFFFFU})) == ErrorKind::sentinel);
  CHECK(kind(3, field(3, ~std::uint64_t{0})) == ErrorKind::sentinel);
  CHECK(kind(94, field(6, std::uint16_t{0xFFFF})) == ErrorKind::sentinel);
  CHECK(kind(193, field(5, std::numeric_limits<std::int32_t>::min())) == ErrorKind::sentinel);
  for (const std::uint64_t blank : {0x7ffffffffffffff0U, 0x7ffffffffffffff3U}) {
    CHECK(kind(83, field(3, blank)) == ErrorKind::sentinel);
    CHECK(kind(83, field(4, static_cast<std::int64_t>(blank))) == ErrorKind::sentinel);
  }
  CHECK(kind(82, field(3, std::uint64_t{9223372036854775794U})) == ErrorKind::sentinel);
}

TEST_CASE("nvml fields: what is not a number or too great is refused", "[probes][nvml]") {
  CHECK(kind(3, field(3, std::uint64_t{1} << 63U)) == ErrorKind::out_of_range);
  CHECK(kind(138, field(3, std::uint64_t{1} << 60U)) == ErrorKind::out_of_range);
  CHECK(kind(186, field(0, std::nan(""))) == ErrorKind::malformed);
  CHECK(kind(94, field(0, 1.5)) == ErrorKind::malformed);
  CHECK(kind(94, field(9, std::uint32_t{5})) == ErrorKind::malformed);
  CHECK(kind(186, field(0, -1.0)) == ErrorKind::out_of_range);
  CHECK(kind(164, field(0, 1e308)) == ErrorKind::out_of_range);
  CHECK(kind(220, field(0, 2.0)) == ErrorKind::out_of_range);
  CHECK(value(186, field(0, 350000.0)) == 350);
}

TEST_CASE("nvml fields: a bit error rate is mantissa and exponent, no count", "[probes][nvml]") {
  CHECK(value(220, field(3, std::uint64_t{0x30c})) == Approx(3e-12));
  CHECK(value(222, field(1, std::uint32_t{0xf0f})) == Approx(15e-15));
  CHECK(value(220, field(3, std::uint64_t{0})) == 0);
  CHECK(value(220, field(4, std::int64_t{0x30c})) == Approx(3e-12));
  CHECK(kind(220, field(3, std::uint64_t{0x1000})) == ErrorKind::malformed);
  CHECK(kind(220, field(3, std::uint64_t{0x200})) == ErrorKind::out_of_range);
}

TEST_CASE("nvml fields: no number is asked for twice and none is kept twice", "[probes][nvml]") {
  for (const auto rows : {device_fields(), link_fields()}) {
    std::set<std::uint32_t> ids;
    std::set<std::pair<std::string_view, const Metric*>> series;
    for (const auto& one : rows) {
      CAPTURE(one.id);
      CHECK(ids.insert(one.id).second);
      CHECK(series.emplace(one.at, one.metric).second);
    }
  }
}
