#include "probes/amdgpu/gpu_metrics.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/captures.h"
#include "tests/support/gpu_metrics_file.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using rackproof::testing::capture;
using rackproof::testing::MetricsFile;

namespace {

Reading reading(const std::string& bytes, std::string_view name, std::size_t instance = 0) {
  const auto readings = parse_gpu_metrics(bytes);
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

double number(const std::string& bytes, std::string_view name, std::size_t instance = 0) {
  const auto found = reading(bytes, name, instance);
  INFO(name);
  REQUIRE(has_value(found));
  return as_double(found);
}

ErrorKind why(const std::string& bytes, std::string_view name, std::size_t instance = 0) {
  const auto found = reading(bytes, name, instance);
  INFO(name);
  REQUIRE_FALSE(has_value(found));
  return std::get<Error>(found).kind;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("gpu_metrics: a genuine 1.3 file gives every number that it holds", "[probes][amdgpu]") {
  const auto path = capture("amd-gpu_metrics/gpu_metrics");
  if (!path) {
    return;
  }
  const auto bytes = bytes_of(*path);
  // The numbers of SOURCES.md, and the rest as a hex editor shows them.
  const std::map<std::string_view, double> held{
      {"temperature_edge", 36},
      {"temperature_hotspot", 49},
      {"temperature_mem", 36},
      {"temperature_vrgfx", 35},
      {"temperature_vrsoc", 35},
      {"temperature_vrmem", 37},
      {"average_gfx_activity", 0.64},
      {"average_umc_activity", 0.06},
      {"average_mm_activity", 0},
      {"average_socket_power", 33},
      {"energy_accumulator", 0xC3BE881E / 65536.0},
      {"system_clock_counter", 0x0002E945129F8072 / 1e9},
      {"average_gfxclk_frequency", 2173e6},
      {"average_uclk_frequency", 994e6},
      {"average_vclk0_frequency", 33e6},
      {"average_dclk0_frequency", 33e6},
      {"average_vclk1_frequency", 33e6},
      {"average_dclk1_frequency", 33e6},
      {"current_gfxclk", 2165e6},
      {"current_socclk", 800e6},
      {"current_uclk", 1000e6},
      {"current_vclk0", 0},
      {"current_dclk0", 0},
      {"current_vclk1", 0},
      {"current_dclk1", 0},
      {"throttle_status", 0},
      {"current_fan_speed", 0},
      {"pcie_link_width", 8},
      {"pcie_link_speed", 8e9},
      {"voltage_soc", 0.987},
      {"voltage_gfx", 1.025},
      {"voltage_mem", 1.356},
      {"indep_throttle_status", 0},
  };
  std::size_t numbers = 0;
  std::size_t reasons = 0;
  const auto readings = parse_gpu_metrics(bytes);
  REQUIRE(readings);
  for (const auto& entry : *readings) {
    CAPTURE(entry.field->name);
    if (!has_value(entry.reading)) {
      CHECK(std::get<Error>(entry.reading).kind == ErrorKind::sentinel);
      CHECK(held.count(entry.field->name) == 0);
      ++reasons;
      continue;
    }
    REQUIRE(held.count(entry.field->name) == 1);
    CHECK(as_double(entry.reading) == Approx(held.at(entry.field->name)));
    ++numbers;
  }
  CHECK(numbers == held.size());
  std::cout << "amd-gpu_metrics: " << numbers << " of " << held.size()
            << " numbers, and a reason for " << reasons
            << " members that hold all ones; padding, padding1 left out\n";
}

TEST_CASE("gpu_metrics: what another tool decoded comes out again from the same numbers",
          "[probes][amdgpu]") {
  const auto path = capture("amdgpu_top/dump.json");
  if (!path) {
    return;
  }
  // amdgpu_top, of an RX 9060 XT: its gpu_metrics 1.3 and, beside them, what hwmon said.
  MetricsFile file(1, 3, 120);
  file.set("temperature_edge", 50);
  const auto text = bytes_of(*path);
  for (const auto& member : file.members()) {
    const auto block = text.find("\"gpu_metrics\"");
    const auto at = text.find("\"" + member.name + "\": ", block);
    if (member.count != 1 || at == std::string::npos || at > text.find("npu_metrics", block)) {
      continue;
    }
    const auto value = text.substr(at + member.name.size() + 4);
    if (value.find_first_of("0123456789") == 0) {
      file.set(member.name, std::stoull(value));
    }
  }
  CHECK(number(file.bytes(), "temperature_hotspot") == Approx(71).margin(3));
  CHECK(number(file.bytes(), "temperature_mem") == Approx(75).margin(3));
  CHECK(number(file.bytes(), "temperature_edge") == 50);
  CHECK(number(file.bytes(), "voltage_gfx") == Approx(0.897).margin(0.01));
  CHECK(number(file.bytes(), "current_uclk") == 1258e6);
  CHECK(number(file.bytes(), "current_gfxclk") == Approx(2996e6).margin(50e6));
  CHECK(number(file.bytes(), "average_socket_power") == Approx(164).margin(15));
  CHECK(number(file.bytes(), "pcie_link_width") == 16);
}

TEST_CASE("gpu_metrics: an integrated GPU's hundredths are degrees and its milliwatts watts",
          "[probes][amdgpu]") {
  MetricsFile file(2, 1, 120);  // numbers of amdgpu_top's sample of a Raphael processor
  file.set("temperature_gfx", 5050);
  file.set("temperature_soc", 5675);
  file.set("average_gfx_power", 25087);
  file.set("average_gfxclk_frequency", 600);
  CHECK(number(file.bytes(), "temperature_gfx") == 50.5);
  CHECK(number(file.bytes(), "temperature_soc") == 56.75);
  CHECK(number(file.bytes(), "average_gfx_power") == 25.087);
  CHECK(number(file.bytes(), "average_gfxclk_frequency") == 600e6);
}

TEST_CASE("gpu_metrics: all ones is not available, in every width, and never a number",
          "[probes][amdgpu]") {
  for (const auto& version : rackproof::testing::metrics_versions()) {
    const MetricsFile file(version);
    CAPTURE(int{version.format}, int{version.content});
    const auto readings = parse_gpu_metrics(file.bytes());
    REQUIRE(readings);
    REQUIRE_FALSE(readings->empty());
    for (const auto& entry : *readings) {
      CAPTURE(entry.field->name);
      REQUIRE_FALSE(has_value(entry.reading));
      CHECK(std::get<Error>(entry.reading).kind == ErrorKind::sentinel);
    }
  }
}

TEST_CASE("gpu_metrics: the two layouts that are both 1.6 are told apart by their size",
          "[probes][amdgpu]") {
  MetricsFile early(1, 6, 384);
  MetricsFile final_one(1, 6, 1664);
  for (auto* file : {&early, &final_one}) {
    file->set("energy_accumulator", 65536 * 7);
    file->set("hbm_thm_residency_acc", 11);
    CHECK(number(file->bytes(), "energy_accumulator") == 7);
    CHECK(number(file->bytes(), "hbm_thm_residency_acc") == 11);
  }
  CHECK(little_endian(early.bytes(), 88, 8) == 65536 * 7);
  CHECK(little_endian(final_one.bytes(), 16, 8) == 65536 * 7);
}

TEST_CASE("gpu_metrics: energy stands at 24 in 1.4 and at 88 in 1.5, in steps of 2^-16 joule",
          "[probes][amdgpu]") {
  MetricsFile four(1, 4, 288);
  MetricsFile five(1, 5, 360);
  four.set("energy_accumulator", 98304);
  five.set("energy_accumulator", 98304);
  CHECK(little_endian(four.bytes(), 24, 8) == 98304);
  CHECK(little_endian(five.bytes(), 88, 8) == 98304);
  CHECK(number(four.bytes(), "energy_accumulator") == 1.5);
  CHECK(number(five.bytes(), "energy_accumulator") == 1.5);
}

TEST_CASE("gpu_metrics: a known version of another size is unsupported and says its numbers",
          "[probes][amdgpu]") {
  std::string bytes(3360, '\0');  // one document gives 1.8 this size
  bytes.replace(0, 4, {'\x20', '\x0d', '\x01', '\x08'});
  const auto parsed = parse_gpu_metrics(bytes);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().kind == ErrorKind::unsupported);
  CHECK(parsed.error().message == "gpu_metrics 1.8 of 3360 bytes: this release does not know it");
}

TEST_CASE("gpu_metrics: an unknown version is unsupported, not read as its neighbour",
          "[probes][amdgpu]") {
  std::string bytes(120, '\0');
  bytes.replace(0, 4, {'\x78', '\x00', '\x01', '\x0a'});
  CHECK(parse_gpu_metrics(bytes).error().kind == ErrorKind::unsupported);
  bytes[2] = '\x04';
  bytes[3] = '\x03';
  CHECK(parse_gpu_metrics(bytes).error().kind == ErrorKind::unsupported);
}

TEST_CASE("gpu_metrics: a file cut short or grown is malformed", "[probes][amdgpu]") {
  const auto whole = MetricsFile(1, 3, 120).bytes();
  for (const std::size_t size : {0U, 1U, 3U, 4U, 119U}) {
    CAPTURE(size);
    const auto parsed = parse_gpu_metrics(std::string_view(whole).substr(0, size));
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::malformed);
  }
  CHECK(parse_gpu_metrics(whole + "x").error().kind == ErrorKind::malformed);
}

TEST_CASE("gpu_metrics: from 1.4 on a temperature of 0 is a sensor that is not there",
          "[probes][amdgpu]") {
  MetricsFile newer(1, 7, 2208);
  newer.set("temperature_vrsoc", 0);
  newer.set("temperature_mem", 1);
  CHECK(why(newer.bytes(), "temperature_vrsoc") == ErrorKind::sentinel);
  CHECK(number(newer.bytes(), "temperature_mem") == 1);
  MetricsFile older(1, 3, 120);
  older.set("temperature_vrsoc", 0);
  CHECK(number(older.bytes(), "temperature_vrsoc") == 0);
}

TEST_CASE("gpu_metrics: PCIe speed is in tenths, xGMI in KB, firmware time in 10 ns",
          "[probes][amdgpu]") {
  MetricsFile file(1, 8, 3872);
  file.set("pcie_link_speed", 320);
  file.set("xgmi_read_data_acc", 3, 7);
  file.set("firmware_timestamp", 250000000);
  file.set("system_clock_counter", 1500000000);
  file.set("mem_max_bandwidth", 8000);
  CHECK(number(file.bytes(), "pcie_link_speed") == 32e9);
  CHECK(number(file.bytes(), "xgmi_read_data_acc[]", 7) == 3072);
  CHECK(number(file.bytes(), "firmware_timestamp") == 2.5);
  CHECK(number(file.bytes(), "system_clock_counter") == 1.5);
  CHECK(number(file.bytes(), "mem_max_bandwidth") == 8e12);
}

TEST_CASE("gpu_metrics: throttle residencies are counters beside the counter of cycles",
          "[probes][amdgpu]") {
  MetricsFile file(1, 7, 2208);
  file.set("accumulation_counter", 4000000000);
  file.set("ppt_residency_acc", 12);
  const auto cycles = reading(file.bytes(), "accumulation_counter");
  CHECK(std::get<std::int64_t>(cycles) == 4000000000);
  CHECK(std::get<std::int64_t>(reading(file.bytes(), "ppt_residency_acc")) == 12);
  CHECK(field("ppt_residency_acc")->metric->kind == MetricKind::counter);
}

TEST_CASE("gpu_metrics: a link's status 2 is no status, and one over 2 is no status either",
          "[probes][amdgpu]") {
  MetricsFile file(1, 7, 2208);
  for (std::size_t link = 0; link < 4; ++link) {
    file.set("xgmi_link_status", link, link);
  }
  CHECK(number(file.bytes(), "xgmi_link_status[]", 0) == 0);
  CHECK(number(file.bytes(), "xgmi_link_status[]", 1) == 1);
  CHECK(why(file.bytes(), "xgmi_link_status[]", 2) == ErrorKind::sentinel);
  CHECK(why(file.bytes(), "xgmi_link_status[]", 3) == ErrorKind::out_of_range);
}

TEST_CASE("gpu_metrics: more than there can be is out of range", "[probes][amdgpu]") {
  MetricsFile file(1, 3, 120);
  file.set("average_gfx_activity", 101);
  file.set("temperature_edge", 1001);
  file.set("indep_throttle_status", 0x8000000000000000);
  CHECK(why(file.bytes(), "average_gfx_activity") == ErrorKind::out_of_range);
  CHECK(why(file.bytes(), "temperature_edge") == ErrorKind::out_of_range);
  CHECK(why(file.bytes(), "indep_throttle_status") == ErrorKind::out_of_range);
}
