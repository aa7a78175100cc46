#include "probes/outside/ready_maps.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/outside/series_mapper.h"
#include "probes/outside/source_map_toml.h"
#include "schemas/text.h"
#include "tests/support/captures.h"

using namespace rackproof;
using namespace rackproof::outside;
using namespace rackproof::testing;

namespace {

SourceMap map_named(std::string_view name) {
  const auto ready = std::ranges::find(ready_maps(), name, &ReadyMap::name);
  REQUIRE(ready != ready_maps().end());
  auto map = load_source_map(ready->text, std::string(name) + ".toml");
  INFO((map ? std::string() : map.error().message));
  REQUIRE(map);
  return std::move(map).value();
}

Gathered told(std::string_view name, std::string_view text) {
  const auto map = map_named(name);
  const auto exposition = parse_openmetrics(text);
  INFO((exposition ? std::string() : exposition.error().message));
  REQUIRE(exposition);
  return SeriesMapper(map, "node").told(*exposition);
}

const Reading& reading_of(const Gathered& found, std::string_view device, std::string_view metric) {
  const auto reading = std::ranges::find_if(found.readings, [&](const GatheredReading& candidate) {
    return found.devices[candidate.device].id == device && candidate.metric->name == metric;
  });
  INFO(device << " " << metric);
  REQUIRE(reading != found.readings.end());
  return reading->reading;
}

/// "node_zfs" of "node_zfs_zpool_state".
std::string family_of(std::string_view name) {
  const auto first = name.find('_');
  return std::string(name.substr(0, name.find('_', first + 1)));
}

/// Prints each family that was left out with why; the number of series left out without a reason of
/// the map's own.
std::size_t print_left_out(const Gathered& found) {
  std::map<std::pair<std::string, std::string>, std::size_t> by_family;
  std::size_t unforeseen = 0;
  for (const auto& left : found.left_out) {
    by_family[{family_of(left.name), left.why}] += left.series;
    unforeseen += left.on_purpose ? 0 : left.series;
  }
  for (const auto& [key, count] : by_family) {
    std::cout << "  left out: " << key.first << "*, " << count << ": " << key.second << "\n";
  }
  return unforeseen;
}

/// The names of dcgm-exporter's own list, those that are commented out too.
std::vector<std::string> fields_of(const std::filesystem::path& path) {
  std::vector<std::string> fields;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto start = line.find("DCGM_");
    const auto comma = line.find(',');
    const bool row = start != std::string::npos && comma != std::string::npos && start < comma &&
                     line.find_first_not_of("# ") == start;
    const bool label = row && line.find("label", comma) < line.find(',', comma + 1);
    if (row && !label) {
      fields.emplace_back(trim(line.substr(start, comma - start)));
    }
  }
  return fields;
}

std::string unpacked(const std::filesystem::path& archive) {
  ChildCommand command;
  command.argv = {"gzip", "-dc", archive.string()};
  command.environment = {"PATH=/usr/bin:/bin"};
  const auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  REQUIRE(ended->exit_code == 0);
  return ended->output;
}

const std::string kGpu =
    "{gpu=\"0\",UUID=\"GPU-1\",pci_bus_id=\"00000000:3B:00.0\",device=\"nvidia0\","
    "modelName=\"NVIDIA H200\",Hostname=\"node7\",DCGM_FI_DRIVER_VERSION=\"570.1\"} ";

}  // namespace

TEST_CASE("dcgm-exporter map: every field of its own lists is taken over, or left out with why",
          "[probes][outside][captures]") {
  std::set<std::string> fields;
  for (const auto* list : {"default-counters.csv", "dcp-metrics-included.csv"}) {
    const auto path = capture("dcgm-exporter/" + std::string(list));
    if (!path) {
      return;
    }
    for (auto& field : fields_of(*path)) {
      fields.insert(std::move(field));
    }
  }
  REQUIRE(fields.size() >= 50);
  std::string text;
  for (const auto& field : fields) {
    text += field + kGpu + "1\n";
  }

  const auto found = told("dcgm-exporter", text);

  std::cout << "dcgm-exporter: " << found.readings.size() << " of " << found.series
            << " fields taken over\n";
  CHECK(print_left_out(found) == 0);
  CHECK(found.series == fields.size());
  CHECK(found.readings.size() >= 10);
}

TEST_CASE("node_exporter map: every series of a captured page is taken over, or left out with why",
          "[probes][outside][captures]") {
  const auto path = capture("node_exporter/e2e-output.txt.gz");
  if (!path) {
    return;
  }
  const auto text = unpacked(*path);
  const auto found = told("node_exporter", text);

  std::size_t unreadable = 0;
  for (const auto& reading : found.readings) {
    const auto* why = std::get_if<Error>(&reading.reading);
    unreadable += why == nullptr ? 0 : 1;
    if (why != nullptr) {
      std::cout << "  reason: " << found.devices[reading.device].id << " " << reading.metric->name
                << ": " << why->message << "\n";
    }
  }
  std::cout << "node_exporter: " << found.series << " series, " << found.readings.size()
            << " readings, " << unreadable << " of them reasons\n";
  CHECK(found.series == 3027);
  CHECK(found.readings.size() >= 260);
  CHECK(unreadable <= 5);
  CHECK(print_left_out(found) == 4);  // testmetric1_1 and the like: nobody's
  for (const auto& left : found.left_out) {
    INFO(left.name);
    CHECK((left.on_purpose || left.name.starts_with("testmetric")));
    const bool ours = left.name.starts_with("node_hwmon_") || left.name.starts_with("node_edac_") ||
                      left.name.starts_with("node_infiniband_") ||
                      left.name.starts_with("node_pcidevice_");
    CHECK_FALSE(ours);
  }
}

TEST_CASE("node_exporter map: its scales by file name are undone", "[probes][outside]") {
  const auto found = told("node_exporter",
                          "node_hwmon_temp_crit_alarm_celsius{chip=\"c\",sensor=\"temp1\"} 0.001\n"
                          "node_hwmon_pwm_floor{chip=\"c\",sensor=\"pwm1\"} 51\n"
                          "node_hwmon_pwm_stop_time{chip=\"c\",sensor=\"pwm1\"} 6000\n"
                          "node_hwmon_freq_freq_mhz{chip=\"c\",sensor=\"sclk\"} 214\n"
                          "node_network_speed_bytes{device=\"eth0\"} 1.25e+08\n"
                          "node_network_speed_bytes{device=\"eth1\"} -125000\n"
                          "node_infiniband_rate_bytes_per_second{device=\"m\",port=\"1\"} 5e+09\n");
  CHECK(reading_of(found, "node/hwmon:c/temp1", "sensor_critical_alarm") ==
        Reading(std::int64_t{1}));
  CHECK(reading_of(found, "node/hwmon:c/pwm1", "pwm_floor_ratio") == Reading(0.2));
  CHECK(reading_of(found, "node/hwmon:c/pwm1", "pwm_stop_seconds") == Reading(6.0));
  CHECK(as_double(reading_of(found, "node/hwmon:c/sclk", "clock_frequency_hertz")) == 214e6);
  CHECK(as_double(reading_of(found, "node/net:eth0", "network_speed_bits_per_second")) == 1e9);
  CHECK(std::holds_alternative<Error>(
      reading_of(found, "node/net:eth1", "network_speed_bits_per_second")));
  CHECK(as_double(reading_of(found, "node/infiniband:m/port1",
                             "infiniband_rate_bits_per_second")) == 4e10);
}

TEST_CASE("dcgm-exporter map: units, and the GPU that our own probes would name",
          "[probes][outside]") {
  const auto found =
      told("dcgm-exporter", "DCGM_FI_DEV_SM_CLOCK" + kGpu + "1980\n" + "DCGM_FI_DEV_FB_USED" +
                                kGpu + "512\n" + "DCGM_FI_DEV_GPU_UTIL" + kGpu + "97\n" +
                                "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION" + kGpu + "2147483640\n");
  const std::string gpu = "node/accelerator:0000:3b:00.0";
  CHECK(as_double(reading_of(found, gpu, "clock_frequency_hertz")) == 1.98e9);
  CHECK(as_double(reading_of(found, gpu + "/hbm", "hbm_used_bytes")) == 512.0 * 1048576);
  CHECK(as_double(reading_of(found, gpu, "accelerator_utilization_ratio")) == 0.97);
  // In its 32 low bits a blank, but this field has 64.
  CHECK(as_double(reading_of(found, gpu, "accelerator_energy_joules_total")) == 2147483.640);
  const auto device = std::ranges::find(found.devices, gpu, &Device::id);
  REQUIRE(device != found.devices.end());
  CHECK(device->model == "NVIDIA H200");
  CHECK(device->attributes.at("uuid") == "GPU-1");
  CHECK(device->attributes.at("driver_version") == "570.1");
}

TEST_CASE("dcgm-exporter map: DCGM's blanks are reasons, never a temperature of 9e18",
          "[probes][outside]") {
  const auto reason = [](const std::string& value) {
    const auto found = told("dcgm-exporter", "DCGM_FI_DEV_MEMORY_TEMP" + kGpu + value + "\n");
    const auto& reading =
        reading_of(found, "node/accelerator:0000:3b:00.0/hbm", "temperature_celsius");
    INFO(value);
    REQUIRE(std::holds_alternative<Error>(reading));
    return std::get<Error>(reading).kind;
  };
  CHECK(reason("9223372036854775792") == ErrorKind::sentinel);
  CHECK(reason("9223372036854775793") == ErrorKind::absent);
  CHECK(reason("9223372036854775794") == ErrorKind::unsupported);  // as in its README
  CHECK(reason("9223372036854775795") == ErrorKind::denied);
  CHECK(reason("9223372036854775807") == ErrorKind::sentinel);
  CHECK(reason("9.223372036854775807e+18") == ErrorKind::sentinel);
  CHECK(reason("2147483632") == ErrorKind::sentinel);
  CHECK(reason("2147483634") == ErrorKind::unsupported);
  CHECK(reason("2147483647") == ErrorKind::sentinel);
}

TEST_CASE("dcgm-exporter map: the last XID is no reading, and a MIG instance is not the GPU",
          "[probes][outside]") {
  auto instance = kGpu;
  instance.insert(1, "GPU_I_ID=\"1\",GPU_I_PROFILE=\"1g.18gb\",");
  const auto found =
      told("dcgm-exporter", "DCGM_FI_DEV_XID_ERRORS" + kGpu + "79\n" + "DCGM_FI_DEV_GPU_TEMP" +
                                kGpu + "55\n" + "DCGM_FI_DEV_GPU_TEMP" + instance + "55\n");
  REQUIRE(found.readings.size() == 1);
  CHECK(found.readings[0].reading == Reading(std::int64_t{55}));
  REQUIRE(found.left_out.size() == 2);
  CHECK(found.left_out[0].on_purpose);
  CHECK(found.left_out[1].why == "no row of that name fits its labels");
}

TEST_CASE("neuron-monitor-prometheus map: every name that AWS lists is taken over or left out",
          "[probes][outside]") {
  const auto found = told(
      "neuron-monitor-prometheus",
      "neuroncore_utilization_ratio{neuroncore=\"3\"} 0.5\n"
      "neuroncore_memory_usage_constants{neuroncore=\"3\"} 1\n"
      "neuroncore_memory_usage_model_code{neuroncore=\"3\"} 1\n"
      "neuroncore_memory_usage_model_shared_scratchpad{neuroncore=\"3\"} 1\n"
      "neuroncore_memory_usage_runtime_memory{neuroncore=\"3\"} 1\n"
      "neuroncore_memory_usage_tensors{neuroncore=\"3\"} 1\n"
      "neuron_runtime_memory_used_bytes{memory_location=\"host\"} 6\n"
      "neuron_runtime_memory_used_bytes{memory_location=\"neuron_device\"} 7\n"
      "neuron_runtime_vcpu_usage_ratio{usage_type=\"user\"} 0.1\n"
      "execution_errors_total{error_type=\"generic\"} 0\n"
      "execution_status_total{status_type=\"completed\"} 9\n"
      "execution_latency_seconds{percentile=\"p50\"} 0.01\n"
      "hardware_ecc_events_total{event_type=\"mem_ecc_uncorrected\",neuron_device_index=\"1\"} 2\n"
      "system_memory_total_bytes 1024\nsystem_memory_used_bytes 512\nsystem_swap_total_bytes 0\n"
      "system_vcpu_count 8\nsystem_vcpu_usage_ratio{usage_type=\"user\"} 0.1\n"
      "instance_info{instance_id=\"i-1\"} 1\nneuron_hardware_info{neuron_device_count=\"1\"} 1\n");
  for (const auto& left : found.left_out) {
    INFO(left.name << ": " << left.why);
    CHECK(left.on_purpose);
  }
  CHECK(found.readings.size() == 12);
  CHECK(reading_of(found, "node/neuron_core:3", "accelerator_utilization_ratio") == Reading(0.5));
  CHECK(reading_of(found, "node/neuron_device:1", "neuron_monitor_hbm_ecc_uncorrectable_total") ==
        Reading(std::int64_t{2}));
}

TEST_CASE("neuron-monitor-prometheus map: without a model nothing is said, and nothing becomes 0",
          "[probes][outside]") {
  const auto found =
      told("neuron-monitor-prometheus", "neuron_hardware_info{neuron_device_count=\"16\"} 1\n");
  CHECK(found.readings.empty());
  REQUIRE(found.left_out.size() == 1);
  CHECK(found.left_out[0].on_purpose);
}

namespace {

/// A series of AMD's exporter with the labels that its own examples show and that it always prints.
std::string amd(const std::string& name, const std::string& value, const std::string& more = "",
                const std::string& partition = "0") {
  return name + "{card_model=\"M1\"," + more +
         "gpu_compute_partition_type=\"spx\",gpu_id=\"3\",gpu_partition_id=\"" + partition +
         "\",hostname=\"node7\",serial_number=\"PCB1A\"} " + value + "\n";
}

constexpr std::string_view kAmdMap = "amd-device-metrics-exporter";
const std::string kAmdGpu = "node/amd_gpu:pcb1a";

}  // namespace

// No page of this exporter is public as it was printed: these are written from its own list of
// metrics and the example series in it (docs/configuration/metricslist.md).
TEST_CASE("amd-device-metrics-exporter map: units, and parts named as our own probe names them",
          "[probes][outside]") {
  const auto found =
      told(kAmdMap, amd("gpu_junction_temperature", "41") + amd("gpu_memory_temperature", "36") +
                        amd("gpu_package_power", "255") + amd("gpu_energy_consumed", "2.5e+12") +
                        amd("gpu_gfx_activity", "97") + amd("pcie_speed", "32") +
                        amd("gpu_clock", "2100", "clock_index=\"2\",clock_type=\"system\",") +
                        amd("gpu_clock", "900", "clock_index=\"8\",clock_type=\"memory\",") +
                        amd("gpu_vram_max_bandwidth", "5300") +
                        amd("gpu_hbm_temperature", "40", "hbm_index=\"1\",") +
                        amd("gpu_ecc_uncorrect_umc", "2") + amd("gpu_ecc_deferred_xgmi_wafl", "1"));

  CHECK(as_double(reading_of(found, kAmdGpu, "temperature_celsius")) == 41);
  CHECK(as_double(reading_of(found, kAmdGpu + "/hbm", "temperature_celsius")) == 36);
  CHECK(as_double(reading_of(found, kAmdGpu, "power_watts")) == 255);
  CHECK(as_double(reading_of(found, kAmdGpu, "accelerator_energy_joules_total")) == 2.5e6);
  CHECK(as_double(reading_of(found, kAmdGpu, "accelerator_utilization_ratio")) == 0.97);
  CHECK(as_double(reading_of(found, kAmdGpu, "pcie_link_speed_transfers_per_second")) == 32e9);
  CHECK(as_double(reading_of(found, kAmdGpu + "/clock:2", "clock_frequency_hertz")) == 2.1e9);
  CHECK(as_double(reading_of(found, kAmdGpu + "/clock:8", "clock_frequency_hertz")) == 9e8);
  CHECK(as_double(reading_of(found, kAmdGpu + "/hbm", "hbm_bandwidth_max_bytes_per_second")) ==
        5.3e12);
  CHECK(as_double(reading_of(found, kAmdGpu + "/hbm/stack:1", "temperature_celsius")) == 40);
  CHECK(reading_of(found, kAmdGpu + "/hbm", "hbm_ecc_uncorrectable_total") ==
        Reading(std::int64_t{2}));
  CHECK(reading_of(found, kAmdGpu + "/ras:xgmi_wafl", "amdgpu_ras_deferred_total") ==
        Reading(std::int64_t{1}));
  CHECK(found.left_out.empty());
  const auto device = std::ranges::find(found.devices, kAmdGpu, &Device::id);
  REQUIRE(device != found.devices.end());
  CHECK(device->serial == "PCB1A");
  CHECK(device->model == "M1");
}

TEST_CASE("amd-device-metrics-exporter map: the 0 W of a partition is not the socket's power",
          "[probes][outside]") {
  const auto found =
      told(kAmdMap, amd("gpu_package_power", "560") + amd("gpu_package_power", "0", "", "1") +
                        amd("gpu_ecc_correct_umc", "7", "", "1"));

  REQUIRE(found.readings.size() == 1);
  CHECK(as_double(found.readings[0].reading) == 560);
  std::size_t series = 0;
  for (const auto& left : found.left_out) {
    series += left.series;
    CHECK(left.why == "no row of that name fits its labels");
  }
  CHECK(series == 2);
}

TEST_CASE("amd-device-metrics-exporter map: all ones of a narrower field are no reading, 255 W are",
          "[probes][outside]") {
  const auto reason = [](const std::string& name, const std::string& value) {
    const auto found = told(kAmdMap, amd(name, value));
    INFO(name << " " << value);
    REQUIRE(found.readings.size() == 1);
    REQUIRE(std::holds_alternative<Error>(found.readings[0].reading));
    return std::get<Error>(found.readings[0].reading).kind;
  };
  CHECK(reason("gpu_memory_temperature", "65535") == ErrorKind::unsupported);
  CHECK(reason("gpu_average_package_power", "65535") == ErrorKind::unsupported);
  CHECK(reason("gpu_umc_activity", "4.294967295e+09") == ErrorKind::unsupported);
  CHECK(reason("gpu_ecc_correct_umc", "1.8446744073709552e+19") == ErrorKind::unsupported);
  CHECK(reason("gpu_junction_temperature", "0") == ErrorKind::sentinel);
  const auto found =
      told(kAmdMap, amd("gpu_package_power", "255") + amd("gpu_ecc_correct_umc", "65535"));
  REQUIRE(found.readings.size() == 2);
  CHECK(as_double(found.readings[0].reading) == 255);
  CHECK(found.readings[1].reading == Reading(std::int64_t{65535}));
}

TEST_CASE("amd-device-metrics-exporter map: what its list leaves unclear is left out with why",
          "[probes][outside]") {
  std::string text;
  std::size_t series = 0;
  for (const auto* name :
       {"gpu_afid_errors", "gpu_health", "gpu_nodes_total", "gpu_power_usage", "gpu_total_vram",
        "gpu_used_visible_vram", "gpu_free_gtt", "gpu_gfx_voltage", "gpu_xgmi_link_rx",
        "gpu_violation_ppt_residency_accumulated", "pcie_bandwidth", "pcie_replay_rollover_count",
        "gpu_vcn_busy_instantaneous", "gpu_prof_sq_waves"}) {
    text += amd(name, "1");
    ++series;
  }
  const auto found = told(kAmdMap, text);

  CHECK(found.readings.empty());
  CHECK(found.left_out.size() == series);
  CHECK(print_left_out(found) == 0);
}
