#include "probes/amdgpu/gpu_metrics_attributes.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/gpu_metrics_file.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using rackproof::testing::little_endian_bytes;
using rackproof::testing::MetricsAttribute;
using rackproof::testing::self_describing_metrics;

namespace {

// Units and types as the kernel numbers them.
constexpr std::uint64_t kNone = 0;
constexpr std::uint64_t kMegahertz = 1;
constexpr std::uint64_t kDegrees = 2;
constexpr std::uint64_t kWatts = 3;
constexpr std::uint64_t kTenNanoseconds = 5;
constexpr std::uint64_t kKilobytes = 9;
constexpr std::uint64_t kPercent = 10;
constexpr std::uint64_t kU8 = 0;
constexpr std::uint64_t kU16 = 2;
constexpr std::uint64_t kS16 = 3;
constexpr std::uint64_t kU32 = 4;
constexpr std::uint64_t kU64 = 6;

Reading reading(const Result<FieldReadings>& readings, std::string_view name,
                std::size_t instance = 0) {
  INFO((readings ? std::string() : readings.error().message));
  REQUIRE(readings);
  for (const auto& entry : *readings) {
    if (entry.field->name == name && entry.instance == instance) {
      return entry.reading;
    }
  }
  FAIL("no field " << name);
  return 0.0;
}

const std::vector<MetricsAttribute>& some() {
  static const std::vector<MetricsAttribute> attributes{
      {kDegrees, kU16, 0, {57}},
      {kWatts, kU16, 3, {312}},
      {kPercent, kU16, 4, {93}},
      {kNone, kU64, 7, {65536 * 5}},
      {kNone, kU32, 9, {1000}},
      {kKilobytes, kU64, 29, {1, 2, ~std::uint64_t{0}}},
      {kTenNanoseconds, kU64, 32, {150000000}},
      {kMegahertz, kU16, 33, {2100, 2050}},
  };
  return attributes;
}

}  // namespace

TEST_CASE("gpu_metrics 1.9: what the codes describe is read", "[probes][amdgpu]") {
  const auto readings = parse_gpu_metrics(self_describing_metrics(some()));
  CHECK(as_double(reading(readings, "temperature_hotspot")) == 57);
  CHECK(as_double(reading(readings, "curr_socket_power")) == 312);
  CHECK(as_double(reading(readings, "average_gfx_activity")) == 0.93);
  CHECK(as_double(reading(readings, "energy_accumulator")) == 5);
  CHECK(std::get<std::int64_t>(reading(readings, "accumulation_counter")) == 1000);
  CHECK(std::get<std::int64_t>(reading(readings, "xgmi_read_data_acc[]", 1)) == 2048);
  CHECK(std::get<Error>(reading(readings, "xgmi_read_data_acc[]", 2)).kind == ErrorKind::sentinel);
  CHECK(as_double(reading(readings, "firmware_timestamp")) == 1.5);
  CHECK(as_double(reading(readings, "current_gfxclk[]", 1)) == 2050e6);
}

TEST_CASE("gpu_metrics 1.9: the early patch's 32-bit codes are told by the total size",
          "[probes][amdgpu]") {
  const auto wide = self_describing_metrics(some(), 8);
  const auto narrow = self_describing_metrics(some(), 4);
  REQUIRE(wide.size() == narrow.size() + 4 * some().size());

  const auto readings = parse_gpu_metrics(narrow);

  CHECK(as_double(reading(readings, "temperature_hotspot")) == 57);
  CHECK(as_double(reading(readings, "current_gfxclk[]", 1)) == 2050e6);
}

TEST_CASE("gpu_metrics 1.9: attributes that do not end where the file ends are malformed",
          "[probes][amdgpu]") {
  const auto whole = self_describing_metrics(some());
  for (std::size_t size = 4; size < whole.size(); ++size) {
    auto cut = whole.substr(0, size);
    cut.replace(0, 2, little_endian_bytes(size, 2));
    CAPTURE(size);
    const auto parsed = parse_gpu_metrics(cut);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::malformed);
  }
  auto grown = whole + std::string(1, '\0');
  grown.replace(0, 2, little_endian_bytes(grown.size(), 2));
  CHECK(parse_gpu_metrics(grown).error().kind == ErrorKind::malformed);
}

TEST_CASE("gpu_metrics 1.9: no attributes, a negative number and an endless one are malformed",
          "[probes][amdgpu]") {
  auto bytes = self_describing_metrics(some());
  for (const std::uint64_t count : {0ULL, 0xFFFFFFFFULL, 0x7FFFFFFFULL, 7ULL, 9ULL}) {
    bytes.replace(4, 4, little_endian_bytes(count, 4));
    CAPTURE(count);
    CHECK(parse_gpu_metrics(bytes).error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("gpu_metrics 1.9: an unknown type or an attribute of no values is malformed",
          "[probes][amdgpu]") {
  const std::vector<MetricsAttribute> one{{kDegrees, kU16, 0, {57}}};
  auto bytes = self_describing_metrics(one);
  bytes.replace(8, 8, little_endian_bytes(kDegrees << 24 | 9U << 20 | 1U, 8));
  CHECK(parse_gpu_metrics(bytes).error().kind == ErrorKind::malformed);
  const std::vector<MetricsAttribute> none{{kDegrees, kU16, 0, {}}};
  CHECK(parse_gpu_metrics(self_describing_metrics(none)).error().kind == ErrorKind::malformed);
}

TEST_CASE("gpu_metrics 1.9: an id that changed its meaning between kernels is passed over",
          "[probes][amdgpu]") {
  const std::vector<MetricsAttribute> attributes{
      {kDegrees, kU16, 0, {57}}, {kDegrees, kU16, 49, {60}}, {kDegrees, kU16, 48, {61, 62}}};
  const auto readings = parse_gpu_metrics(self_describing_metrics(attributes));
  REQUIRE(readings);
  CHECK(readings->size() == 3);
  CHECK(as_double(reading(readings, "temperature_hbm[]", 1)) == 62);
}

TEST_CASE("gpu_metrics 1.9: a unit that does not fit the metric is unsupported, not assumed",
          "[probes][amdgpu]") {
  const std::vector<MetricsAttribute> attributes{{kWatts, kU16, 0, {57}}, {200, kU16, 1, {60}}};
  const auto readings = parse_gpu_metrics(self_describing_metrics(attributes));
  CHECK(std::get<Error>(reading(readings, "temperature_hotspot")).kind == ErrorKind::unsupported);
  CHECK(std::get<Error>(reading(readings, "temperature_mem")).message ==
        "temperature_mem: unit code 200 does not fit");
}

TEST_CASE("gpu_metrics 1.9: signed values are signed, and a negative count is none",
          "[probes][amdgpu]") {
  const std::vector<MetricsAttribute> attributes{
      {kDegrees, kS16, 0, {0xFFFB}}, {kNone, kS16, 9, {0xFFFB}}, {kNone, kU8, 38, {0xFF}}};
  const auto readings = parse_gpu_metrics(self_describing_metrics(attributes));
  CHECK(as_double(reading(readings, "temperature_hotspot")) == -5);
  CHECK(std::get<Error>(reading(readings, "accumulation_counter")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(reading(readings, "num_partition")).kind == ErrorKind::sentinel);
}

TEST_CASE("gpu_metrics 1.9: accumulated per cent stay a count", "[probes][amdgpu]") {
  const std::vector<MetricsAttribute> attributes{{kPercent, kU32, 20, {123456}}};
  const auto readings = parse_gpu_metrics(self_describing_metrics(attributes));
  CHECK(std::get<std::int64_t>(reading(readings, "gfx_activity_acc")) == 123456);
}
