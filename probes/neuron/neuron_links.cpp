#include "probes/neuron/neuron_links.h"

#include <algorithm>
#include <utility>

#include "probes/neuron/neuron_parse.h"
#include "schemas/catalogue.h"

namespace rackproof::neuron {
namespace {

constexpr auto kPresent = metrics::named("device_present");

using Neighbours = std::vector<std::int64_t>;

template <typename Bytes>
Result<Neighbours> neighbours(const Result<Bytes>& bytes, const std::string& path) {
  if (!bytes) {
    return bytes.error();
  }
  auto list = parse_connected(*bytes);
  if (!list) {
    return std::move(list).error().during(path);
  }
  return list;
}

/// "node/accelerator:0123" -> "0123"; a device that is not there by its kernel number.
std::string name_of(const Fleet& fleet, std::int64_t number) {
  const auto peer = std::ranges::find(fleet.devices, number, &NeuronDevice::number);
  if (peer == fleet.devices.end()) {
    return "neuron" + std::to_string(number);
  }
  return peer->id.substr(std::string_view("node/accelerator:").size());
}

bool contains(const Neighbours& list, std::int64_t number) {
  return std::ranges::find(list, number) != list.end();
}

}  // namespace

void add_links(Survey& survey, Fleet& fleet) {
  std::map<std::int64_t, Neighbours> lists;
  for (const auto& device : fleet.devices) {
    if (device.connected_path.empty()) {
      continue;
    }
    auto list = neighbours(survey.files().read_bytes(device.connected_path, FileTree::kTextLimit),
                           device.connected_path);
    if (list) {
      lists[device.number] = std::move(list).value();
      continue;
    }
    survey.note(device.connected_path, list.error(), remedy_for(list.error().kind));
    const auto said = std::ranges::find(fleet.tool, device.number, &LsDevice::number);
    if (said != fleet.tool.end() && said->connected) {
      lists[device.number] = *said->connected;
    }
  }
  for (auto& device : fleet.devices) {
    for (const auto peer : lists[device.number]) {
      const auto name = name_of(fleet, peer);
      auto link = device_of(device.id + "/link:" + name, DeviceKind::accelerator_link, device.id);
      link.model = "NeuronLink";
      link.attributes["peer"] = "node/accelerator:" + name;
      link.attributes["peer_sysfs_name"] = "neuron" + std::to_string(peer);
      link.attributes["listed_by_peer"] = contains(lists[peer], device.number) ? "yes" : "no";
      device.links.push_back({peer, survey.add(std::move(link))});
    }
  }
}

void read_links(const Source& source, const NeuronDevice& device, Samples& samples) {
  if (device.links.empty()) {
    return;
  }
  const auto list = neighbours(source.files.bytes(device.connected_path), device.connected_path);
  const auto now = source.clock.now();
  for (const auto& link : device.links) {
    samples.push_back(
        {link.handle, kPresent, now,
         list ? Reading(std::int64_t{contains(*list, link.peer) ? 1 : 0}) : Reading(list.error())});
  }
}

}  // namespace rackproof::neuron
