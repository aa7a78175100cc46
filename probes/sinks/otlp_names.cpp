#include "probes/sinks/otlp_names.h"

#include <algorithm>
#include <array>

namespace rackproof {
namespace {

struct KindWord {
  DeviceKind kind;
  std::string_view word;
};

constexpr std::array kTypes{
    KindWord{DeviceKind::accelerator, "gpu"},
    KindWord{DeviceKind::accelerator_partition, "gpu"},
    KindWord{DeviceKind::battery, "battery"},
    KindWord{DeviceKind::bmc, "enclosure"},
    KindWord{DeviceKind::chassis, "enclosure"},
    KindWord{DeviceKind::rack, "enclosure"},
    KindWord{DeviceKind::cpu, "cpu"},
    KindWord{DeviceKind::cpu_package, "cpu"},
    KindWord{DeviceKind::dimm, "memory"},
    KindWord{DeviceKind::disk, "physical_disk"},
    KindWord{DeviceKind::nvme, "physical_disk"},
    KindWord{DeviceKind::nvme_namespace, "logical_disk"},
    KindWord{DeviceKind::fan, "fan"},
    KindWord{DeviceKind::hbm, "memory"},
    KindWord{DeviceKind::memory, "memory"},
    KindWord{DeviceKind::infiniband_port, "network"},
    KindWord{DeviceKind::network_interface, "network"},
    KindWord{DeviceKind::port, "network"},
    KindWord{DeviceKind::power_supply, "power_supply"},
    KindWord{DeviceKind::temperature_sensor, "temperature"},
    KindWord{DeviceKind::voltage_sensor, "voltage"},
};

struct UnitText {
  Unit unit;
  std::string_view text;
};

constexpr std::array kUnits{
    UnitText{Unit::one, "1"},
    UnitText{Unit::ratio, "1"},
    UnitText{Unit::celsius, "Cel"},
    UnitText{Unit::watt, "W"},
    UnitText{Unit::joule, "J"},
    UnitText{Unit::volt, "V"},
    UnitText{Unit::ampere, "A"},
    UnitText{Unit::hertz, "Hz"},
    UnitText{Unit::rpm, "rpm"},
    UnitText{Unit::second, "s"},
    UnitText{Unit::byte, "By"},
    UnitText{Unit::byte_per_second, "By/s"},
    UnitText{Unit::bit_per_second, "bit/s"},
    UnitText{Unit::flop_per_second, "{flop}/s"},
    UnitText{Unit::transfer_per_second, "{transfer}/s"},
    UnitText{Unit::operation_per_second, "{operation}/s"},
    UnitText{Unit::lane, "{lane}"},
    UnitText{Unit::pascal, "Pa"},
    UnitText{Unit::metre, "m"},
    UnitText{Unit::cubic_metre_per_second, "m3/s"},
    UnitText{Unit::gram_per_cubic_metre, "g/m3"},
    UnitText{Unit::volt_ampere, "V.A"},
    UnitText{Unit::volt_ampere_reactive, "V.A{reactive}"},
    UnitText{Unit::ampere_hour, "A.h"},
    UnitText{Unit::metre_per_second, "m/s"},
    UnitText{Unit::metre_per_second_squared, "m/s2"},
    UnitText{Unit::radian, "rad"},
    UnitText{Unit::radian_per_second, "rad/s"},
    UnitText{Unit::radian_per_second_squared, "rad/s2"},
};

/// Names of the conventions that are no gauges, and units that are not the reading's.
struct Convention {
  std::string_view name;
  OtlpInstrument instrument;
  std::string_view unit = {};
};

constexpr std::array kConventions{
    Convention{"hw.energy", OtlpInstrument::counter},
    Convention{"hw.host.energy", OtlpInstrument::counter},
    Convention{"hw.errors", OtlpInstrument::counter, "{error}"},
    Convention{"hw.network.io", OtlpInstrument::counter},
    Convention{"hw.network.packets", OtlpInstrument::counter, "{packet}"},
    Convention{"hw.network.up", OtlpInstrument::up_down_counter},
    Convention{"hw.network.bandwidth.limit", OtlpInstrument::up_down_counter, "By/s"},
    Convention{"hw.status", OtlpInstrument::up_down_counter},
    Convention{"hw.memory.size", OtlpInstrument::up_down_counter},
    Convention{"hw.physical_disk.size", OtlpInstrument::up_down_counter},
    Convention{"hw.power_supply.limit", OtlpInstrument::up_down_counter},
};

/// hw.limit_type of a limit: by how its name goes on after what is limited.
struct LimitWord {
  std::string_view part;
  std::string_view type;
};

constexpr std::array kLimits{
    LimitWord{"_lower_critical_", "low.critical"},
    LimitWord{"_critical_", "high.critical"},
    LimitWord{"_min_", "low.degraded"},
    LimitWord{"_trip_", "throttled"},
    LimitWord{"fan_speed_max_", "max"},
    LimitWord{"_max_", "high.degraded"},
    LimitWord{"_emergency_", "max"},
    LimitWord{"_ceiling_", "max"},
    LimitWord{"_capacity_", "max"},
};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view unit_text(Unit unit) {
  const auto found = std::ranges::find(kUnits, unit, &UnitText::unit);
  return found == kUnits.end() ? std::string_view() : found->text;
}

std::string_view stem_of(const Metric& metric) {
  constexpr std::string_view kTotal = "_total";
  auto stem = metric.name;
  stem.remove_suffix(stem.ends_with(kTotal) ? kTotal.size() : 0);
  return stem;
}

std::string_view error_type(const Metric& metric) {
  if (has(metric.name, "uncorrect")) {
    return "uncorrected";
  }
  return has(metric.name, "correct") ? "corrected" : stem_of(metric);
}

std::string_view direction_of(std::string_view name) {
  if (has(name, "transmit")) {
    return "transmit";
  }
  return has(name, "receive") ? "receive" : "";
}

std::string_view limit_type(std::string_view name) {
  const auto found =
      std::ranges::find_if(kLimits, [name](const LimitWord& each) { return has(name, each.part); });
  return found == kLimits.end() ? std::string_view() : found->type;
}

/// What the codes of a state mean to the conventions; nothing for a state that they do not know.
std::vector<OtlpState> states_of(const Metric& metric) {
  if (metric.name == "device_present") {
    return {{"ok", {1}}, {"failed", {0}}};
  }
  if (metric.name == "device_health") {
    return {{"ok", {0}}, {"degraded", {1}}, {"failed", {2}}};
  }
  if (metric.name == "port_link_up") {
    return {{"", {1}}};
  }
  if (metric.name == "network_operational_state") {
    return {{"", {6}}};  // up (RFC 2863)
  }
  if (metric.name == "infiniband_port_state") {
    return {{"", {4, 5}}};  // active, active defer
  }
  return {};
}

/// The conventions' name, or "" where theirs means something else for this metric or device.
std::string convention_of(const Metric& metric, const Device& device) {
  const bool is_state = metric.kind == MetricKind::state;
  if (metric.otel.empty() || (is_state && states_of(metric).empty())) {
    return "";
  }
  const bool is_host = device.kind == DeviceKind::node;
  if (is_host && (metric.otel == "hw.power" || metric.otel == "hw.energy")) {
    return "hw.host" + std::string(metric.otel.substr(2));
  }
  return std::string(metric.otel);
}

/// What tells points of one name apart.
std::vector<OtlpAttribute> attributes_of(const Metric& metric, std::string_view name) {
  std::vector<OtlpAttribute> all{{"rackproof.metric", std::string(metric.name)}};
  const auto add = [&all](std::string_view key, std::string_view value) {
    if (!value.empty()) {
      all.push_back({std::string(key), std::string(value)});
    }
  };
  if (name == "hw.errors") {
    add("error.type", error_type(metric));
  }
  if (name.starts_with("hw.network.")) {
    add("network.io.direction", direction_of(metric.name));
  }
  if (name.ends_with(".limit")) {
    add("hw.limit_type", limit_type(metric.name));
  }
  if (name == "hw.physical_disk.smart") {
    add("hw.physical_disk.smart_attribute", stem_of(metric));
  }
  return all;
}

}  // namespace

std::string_view otlp_type(DeviceKind kind) {
  const auto found = std::ranges::find(kTypes, kind, &KindWord::kind);
  return found == kTypes.end() ? word_of(kDeviceKinds, kind) : found->word;
}

OtlpName otlp_name(const Metric& metric, const Device& device) {
  OtlpName told;
  told.name = convention_of(metric, device);
  told.unit = unit_text(metric.unit);
  told.instrument =
      metric.kind == MetricKind::counter ? OtlpInstrument::counter : OtlpInstrument::gauge;
  told.attributes = {{"hw.id", device.id}, {"hw.type", std::string(otlp_type(device.kind))}};
  if (!device.parent.empty()) {
    told.attributes.push_back({"hw.parent", device.parent});
  }
  if (told.name.empty()) {
    told.name = "rackproof." + std::string(metric.name);
    return told;
  }
  const auto further = attributes_of(metric, told.name);
  told.attributes.insert(told.attributes.end(), further.begin(), further.end());
  told.states = states_of(metric);
  const auto known = std::ranges::find(kConventions, told.name, &Convention::name);
  if (known != kConventions.end()) {
    told.instrument = known->instrument;
    told.unit = known->unit.empty() ? told.unit : known->unit;
  }
  told.factor = told.unit == "By/s" && metric.unit == Unit::bit_per_second ? 1.0 / 8 : 1;
  return told;
}

}  // namespace rackproof
