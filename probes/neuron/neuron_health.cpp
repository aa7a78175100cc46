#include "probes/neuron/neuron_health.h"

#include <algorithm>
#include <array>
#include <utility>

#include "probes/neuron/neuron_parse.h"
#include "schemas/catalogue.h"

namespace rackproof::neuron {
namespace {

constexpr auto kHeartbeat = metrics::named("neuron_heartbeat_total");
constexpr auto kHeartbeatAge = metrics::named("neuron_heartbeat_age_seconds");
constexpr auto kOther = metrics::named("neuron_unhealthy_other");

struct Component {
  std::string_view name;
  const Metric* metric;
};

// clang-format off
constexpr std::array kComponents{
    Component{"hbm", metrics::named("neuron_unhealthy_hbm")},
    Component{"sram", metrics::named("neuron_unhealthy_sram")},
    Component{"firmware_service_api", metrics::named("neuron_unhealthy_firmware_service_api")},
    Component{"firmware_service_processor", metrics::named("neuron_unhealthy_firmware_service_processor")},
    Component{"link_intraserver", metrics::named("neuron_unhealthy_link_intraserver")},
    Component{"link_host", metrics::named("neuron_unhealthy_link_host")},
    Component{"link_efa", metrics::named("neuron_unhealthy_link_efa")},
    Component{"link_interserver", metrics::named("neuron_unhealthy_link_interserver")},
    Component{"link_switch", metrics::named("neuron_unhealthy_link_switch")},
    Component{"axi_fabric", metrics::named("neuron_unhealthy_axi_fabric")},
};
// clang-format on

using Names = std::vector<std::string>;

bool holds(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_known(std::string_view name) {
  return std::ranges::find(kComponents, name, &Component::name) != kComponents.end();
}

Result<Names> read_names(const Source& source, const std::string& path) {
  auto text = source.files.text(path);
  if (!text) {
    return std::move(text).error();
  }
  auto names = parse_unhealthy(*text);
  if (!names) {
    return std::move(names).error().during(path);
  }
  return names;
}

void tell_changes(const Source& source, const NeuronDevice& device, const Names& before,
                  const Names& after, Events& events) {
  const auto now = source.clock.now();
  for (const auto& name : after) {
    if (!holds(before, name)) {
      events.push_back({device.id, now, "neuron", "component_unhealthy", Severity::error,
                        "the device lists " + name + " as unhealthy", 0});
    }
  }
  for (const auto& name : before) {
    if (!holds(after, name)) {
      events.push_back({device.id, now, "neuron", "component_healthy", Severity::info,
                        "the device no longer lists " + name + " as unhealthy", 0});
    }
  }
}

void read_components(const Source& source, const NeuronDevice& device, DeviceMemory& memory,
                     ProbeReading& reading) {
  auto names = read_names(source, device.unhealthy_path);
  const auto now = source.clock.now();
  const auto put = [&](const Metric* metric, bool unhealthy) {
    reading.samples.push_back(
        {device.handle, metric, now,
         names ? Reading(std::int64_t{unhealthy ? 1 : 0}) : Reading(names.error())});
  };
  for (const auto& component : kComponents) {
    put(component.metric, names && holds(*names, component.name));
  }
  put(kOther, names && !std::ranges::all_of(*names, is_known));
  if (names) {
    tell_changes(source, device, memory.unhealthy, *names, reading.events);
    memory.unhealthy = std::move(names).value();
  }
}

void read_heartbeat(const Source& source, const NeuronDevice& device, DeviceMemory& memory,
                    Samples& samples) {
  auto beat = read_attribute(source.files,
                             {device.handle, kHeartbeat, device.heartbeat_path, parse_counter});
  const auto now = source.clock.now();
  const auto since_boot = source.clock.monotonic();
  Reading age = beat;  // the reason, where there is no beat
  if (const auto* count = std::get_if<std::int64_t>(&beat)) {
    if (memory.heartbeat != *count) {
      memory.heartbeat = *count;
      memory.heartbeat_seen = since_boot;
    }
    age = std::chrono::duration<double>(since_boot - memory.heartbeat_seen).count();
  }
  samples.push_back({device.handle, kHeartbeat, now, std::move(beat)});
  samples.push_back({device.handle, kHeartbeatAge, now, std::move(age)});
}

}  // namespace

void read_health(const Source& source, const NeuronDevice& device, DeviceMemory& memory,
                 ProbeReading& reading) {
  if (!device.unhealthy_path.empty()) {
    read_components(source, device, memory, reading);
  }
  if (!device.heartbeat_path.empty()) {
    read_heartbeat(source, device, memory, reading.samples);
  }
}

}  // namespace rackproof::neuron
