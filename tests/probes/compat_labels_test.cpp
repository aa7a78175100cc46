#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "probes/outside/ready_maps.h"
#include "probes/outside/series_mapper.h"
#include "probes/outside/source_map_toml.h"
#include "probes/sinks/compat.h"
#include "schemas/catalogue.h"
#include "tests/support/exposition_parts.h"
#include "tests/support/told_series.h"

using namespace rackproof;
using testing::ExpositionScene;
using testing::ToldSeries;

namespace {

Device gpu_at(const std::string& address, const std::string& vendor = "NVIDIA") {
  Device gpu;
  gpu.id = "node/accelerator:" + address;
  gpu.kind = DeviceKind::accelerator;
  gpu.parent = "node";
  gpu.vendor = vendor;
  gpu.model = "NVIDIA H200";
  gpu.attributes = {{"pci_address", address}, {"uuid", "GPU-" + address}};
  return gpu;
}

Inventory gpu_node() {
  auto machine = testing::small_machine(0);
  for (const auto* address : {"0000:17:00.0", "0000:65:00.0"}) {
    machine.devices.push_back(gpu_at(address));
    Device memory;
    memory.id = machine.devices.back().id + "/hbm";
    memory.kind = DeviceKind::hbm;
    memory.parent = machine.devices.back().id;
    machine.devices.push_back(memory);
  }
  return machine;
}

ToldSeries::Labels second_gpu() {
  return {{"gpu", "1"},
          {"UUID", "GPU-0000:65:00.0"},
          {"pci_bus_id", "00000000:65:00.0"},
          {"modelName", "NVIDIA H200"},
          {"Hostname", "rack7-node3"}};
}

}  // namespace

TEST_CASE("compat: a GPU is told as DCGM tells it, in its units", "[probes][sinks]") {
  ExpositionScene scene({.compat = {CompatSet::dcgm_exporter}}, gpu_node());
  constexpr DeviceHandle kGpu = 4;
  constexpr DeviceHandle kMemory = 5;
  scene.read(kGpu, "temperature_celsius", 61.0);
  scene.read(kMemory, "temperature_celsius", 72.0);
  scene.read(kGpu, "clock_frequency_hertz", 1980e6);
  scene.read(kGpu, "accelerator_energy_joules_total", 12.5);
  scene.read(kGpu, "accelerator_utilization_ratio", 0.75);
  scene.read(kMemory, "hbm_used_bytes", std::int64_t{3} << 30);
  scene.read(kGpu, "nvidia_throttled_power_seconds_total", 0.25);
  scene.read(kGpu, "power_watts", Error{ErrorKind::sentinel, "N/A"});

  const ToldSeries told(scene.exposition->text(ExpositionFormat::openmetrics));
  const auto gpu = second_gpu();
  CHECK(told.value("DCGM_FI_DEV_GPU_TEMP", gpu) == 61);
  CHECK(told.value("DCGM_FI_DEV_MEMORY_TEMP", gpu) == 72);
  CHECK(told.value("DCGM_FI_DEV_SM_CLOCK", gpu) == Approx(1980));
  CHECK(told.value("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", gpu) == 12500);
  CHECK(told.value("DCGM_FI_DEV_GPU_UTIL", gpu) == 75);
  CHECK(told.value("DCGM_FI_DEV_FB_USED", gpu) == 3072);
  CHECK(told.value("DCGM_FI_DEV_POWER_VIOLATION", gpu) == 250000000);
  CHECK(told.count("DCGM_FI_DEV_POWER_USAGE") == 0);
}

TEST_CASE("compat: what an accelerator of another maker reads has no name of DCGM's",
          "[probes][sinks]") {
  auto machine = gpu_node();
  machine.devices[2] = gpu_at("0000:17:00.0", "AMD");
  ExpositionScene scene({.compat = {CompatSet::dcgm_exporter}}, machine);
  scene.read(2, "temperature_celsius", 61.0);
  scene.read(3, "temperature_celsius", 61.0);
  const ToldSeries told(scene.exposition->text(ExpositionFormat::openmetrics));
  CHECK(told.count("DCGM_FI_DEV_GPU_TEMP") == 0);
  CHECK(told.count("DCGM_FI_DEV_MEMORY_TEMP") == 0);
}

TEST_CASE("compat: what is told as DCGM tells it is read back from DCGM's names as it was",
          "[probes][sinks]") {
  const auto ready = std::ranges::find(ready_maps(), "dcgm-exporter", &ReadyMap::name);
  REQUIRE(ready != ready_maps().end());
  const auto map = outside::load_source_map(ready->text, "dcgm-exporter.toml");
  REQUIRE(map);
  ExpositionScene scene({.compat = {CompatSet::dcgm_exporter}}, gpu_node());
  const auto samples = testing::full_set(scene.machine.devices, scene.clock.now());
  scene.append(samples);

  const ToldSeries told(scene.exposition->text(ExpositionFormat::prometheus));
  auto exposition = told.exposition();
  std::erase_if(exposition.series,
                [](const auto& series) { return !series.name.starts_with("DCGM_"); });
  const auto found = outside::SeriesMapper(*map, "node").told(exposition);

  std::size_t equal = 0;
  for (const auto& reading : found.readings) {
    const auto& id = found.devices[reading.device].id;
    const auto ours = std::ranges::find_if(samples, [&](const Sample& sample) {
      return sample.metric == reading.metric && scene.machine.devices[sample.device].id == id;
    });
    CAPTURE(reading.metric->name, id);
    REQUIRE(ours != samples.end());
    if (has_value(reading.reading)) {
      CHECK(as_double(reading.reading) == Approx(as_double(ours->reading)).epsilon(1e-12));
      ++equal;
    }
  }
  CHECK(equal >= 20);
}

TEST_CASE("compat: labels of parts that the kernel numbers", "[probes][sinks]") {
  const auto labels = [](CompatKey key, Device device) {
    const Devices devices{device};
    return compat_labels(key, device, {&devices, "n1", "6.1"});
  };
  Device device;
  device.id = "node/thermal_zone:cpu-thermal";
  device.model = "cpu-thermal";
  device.attributes["sysfs_name"] = "thermal_zone0";
  CHECK(labels(CompatKey::thermal_zone, device) == "type=\"cpu-thermal\",zone=\"0\"");
  device.id = "node/cooling:Processor";
  CHECK(labels(CompatKey::cooling_device, device) == "name=\"0\",type=\"cpu-thermal\"");
  device.id = "node/pci:0000:3b:00.1";
  CHECK(labels(CompatKey::pci, device) ==
        "bus=\"3b\",device=\"00\",function=\"1\",segment=\"0000\"");
  device.id = "node/pci:strange";
  CHECK_FALSE(labels(CompatKey::pci, device));
  CHECK_FALSE(labels(CompatKey::pci_info, device));
  device.id = "node";
  CHECK(labels(CompatKey::uname, device) ==
        "machine=\"\",nodename=\"n1\",release=\"6.1\",sysname=\"Linux\"");
  CHECK(labels(CompatKey::node, device) == "");
}

TEST_CASE("compat: every key makes labels of nothing but its own devices", "[probes][sinks]") {
  Device stranger;
  stranger.id = "elsewhere/thing";
  const Devices devices{stranger};
  for (const auto& [key, names] : kCompatKeys) {
    CAPTURE(names);
    CHECK_FALSE(compat_labels(key, stranger, {&devices, "", ""}));
  }
}
