#include "probes/sinks/otlp_names.h"

#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

Device device_of(DeviceKind kind, std::string id = "node/part") {
  Device device;
  device.id = std::move(id);
  device.kind = kind;
  device.parent = kind == DeviceKind::node ? "" : "node";
  return device;
}

OtlpName named(std::string_view metric, DeviceKind kind = DeviceKind::accelerator) {
  for (const auto& table : metrics::kTables) {
    for (const auto& each : table) {
      if (each.name == metric) {
        return otlp_name(each, device_of(kind));
      }
    }
  }
  FAIL("no metric " << metric);
  return {};
}

std::string attribute(const OtlpName& name, std::string_view key) {
  const auto found = std::ranges::find(name.attributes, key, &OtlpAttribute::key);
  return found == name.attributes.end() ? "" : found->value;
}

}  // namespace

TEST_CASE("OTLP names: what the conventions know goes by their names, units and instruments",
          "[probes][sinks]") {
  const auto temperature = named("temperature_celsius", DeviceKind::temperature_sensor);
  CHECK(temperature.name == "hw.temperature");
  CHECK(temperature.unit == "Cel");
  CHECK(temperature.instrument == OtlpInstrument::gauge);
  CHECK(attribute(temperature, "hw.id") == "node/part");
  CHECK(attribute(temperature, "hw.type") == "temperature");
  CHECK(attribute(temperature, "hw.parent") == "node");
  CHECK(attribute(temperature, "rackproof.metric") == "temperature_celsius");
  const auto energy = named("energy_joules_total");
  CHECK(energy.name == "hw.energy");
  CHECK(energy.unit == "J");
  CHECK(energy.instrument == OtlpInstrument::counter);
  const auto size = named("disk_capacity_bytes", DeviceKind::disk);
  CHECK(size.name == "hw.physical_disk.size");
  CHECK(size.instrument == OtlpInstrument::up_down_counter);
}

TEST_CASE("OTLP names: what they do not know goes by ours, and is not bent into theirs",
          "[probes][sinks]") {
  const auto width = named("probe_duration_seconds", DeviceKind::probe);
  CHECK(width.name == "rackproof.probe_duration_seconds");
  CHECK(width.unit == "s");
  CHECK(attribute(width, "hw.type") == "probe");
  CHECK(attribute(width, "rackproof.metric").empty());
  const auto state = named("nvme_critical_warning", DeviceKind::nvme);
  CHECK(state.name == "rackproof.nvme_critical_warning");  // bits, and not a ratio of a device
  CHECK(state.states.empty());
}

TEST_CASE("OTLP names: errors say whether they were corrected", "[probes][sinks]") {
  CHECK(attribute(named("memory_ecc_correctable_total"), "error.type") == "corrected");
  CHECK(attribute(named("memory_ecc_uncorrectable_total"), "error.type") == "uncorrected");
  CHECK(attribute(named("nvme_media_errors_total"), "error.type") == "nvme_media_errors");
  CHECK(named("nvme_media_errors_total").unit == "{error}");
}

TEST_CASE("OTLP names: a state is told as the conventions' states, each 0 or 1",
          "[probes][sinks]") {
  const auto health = named("device_health");
  CHECK(health.name == "hw.status");
  REQUIRE(health.states.size() == 3);
  CHECK(health.states[0].name == "ok");
  CHECK(health.states[0].codes == std::vector<int>{0});
  CHECK(health.states[2].name == "failed");
  const auto link = named("network_operational_state", DeviceKind::network_interface);
  CHECK(link.name == "hw.network.up");
  REQUIRE(link.states.size() == 1);
  CHECK(link.states[0].name.empty());
  CHECK(link.states[0].codes == std::vector<int>{6});
}

TEST_CASE("OTLP names: the power of a whole host is not summed up with that of its parts",
          "[probes][sinks]") {
  CHECK(named("power_watts", DeviceKind::node).name == "hw.host.power");
  CHECK(named("power_watts", DeviceKind::accelerator).name == "hw.power");
  CHECK(named("energy_joules_total", DeviceKind::node).name == "hw.host.energy");
}

TEST_CASE("OTLP names: bits become bytes where the conventions say bytes", "[probes][sinks]") {
  const auto speed = named("network_speed_bits_per_second", DeviceKind::network_interface);
  CHECK(speed.name == "hw.network.bandwidth.limit");
  CHECK(speed.unit == "By/s");
  CHECK(speed.factor == 0.125);
}

TEST_CASE("OTLP names: limits and directions are told apart", "[probes][sinks]") {
  CHECK(attribute(named("temperature_critical_celsius"), "hw.limit_type") == "high.critical");
  CHECK(attribute(named("temperature_lower_critical_celsius"), "hw.limit_type") == "low.critical");
  CHECK(attribute(named("fan_speed_max_rpm"), "hw.limit_type") == "max");
  CHECK(attribute(named("network_transmit_bytes_total"), "network.io.direction") == "transmit");
  CHECK(attribute(named("infiniband_receive_bytes_total"), "network.io.direction") == "receive");
}

TEST_CASE("OTLP names: one name has one unit and one instrument over the whole catalogue",
          "[probes][sinks]") {
  std::map<std::string, std::pair<std::string, OtlpInstrument>> seen;
  int conventional = 0;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      const auto name = otlp_name(metric, device_of(DeviceKind::accelerator));
      INFO(metric.name << " as " << name.name);
      const auto [known, is_new] = seen.try_emplace(name.name, name.unit, name.instrument);
      CHECK((is_new || known->second == std::pair(name.unit, name.instrument)));
      CHECK_FALSE(name.unit.empty());
      if (name.name.ends_with(".limit") && name.name != "hw.network.bandwidth.limit") {
        CHECK_FALSE(attribute(name, "hw.limit_type").empty());
      }
      if (name.name == "hw.network.io" || name.name == "hw.network.packets") {
        CHECK_FALSE(attribute(name, "network.io.direction").empty());
      }
      conventional += name.name.starts_with("hw.") ? 1 : 0;
    }
  }
  CHECK(conventional > 150);
}

TEST_CASE("OTLP names: a kind of device without a word of theirs has ours", "[probes][sinks]") {
  CHECK(otlp_type(DeviceKind::accelerator) == "gpu");
  CHECK(otlp_type(DeviceKind::hbm) == "memory");
  CHECK(otlp_type(DeviceKind::cdu) == "cdu");
}
