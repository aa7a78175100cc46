#include "probes/survey.h"

#include <algorithm>
#include <utility>

#include "schemas/pci_address.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// As the kernel writes it, to the letter.
bool is_pci_address(std::string_view text) {
  const auto address = parse_pci_address(text);
  return address && to_string(*address) == text;
}

}  // namespace

Reading parsed(const Attribute& attribute, std::string_view text) {
  auto reading = attribute.parse(text);
  if (const auto* why = std::get_if<Error>(&reading)) {
    return why->during(attribute.path);
  }
  return reading;
}

Reading read_attribute(const FileTree& files, const Attribute& attribute) {
  const auto text = files.read_text(attribute.path);
  return text ? parsed(attribute, *text) : Reading(text.error());
}

Reading read_attribute(KeptFiles& files, const Attribute& attribute) {
  const auto text = files.text(attribute.path);
  return text ? parsed(attribute, *text) : Reading(text.error());
}

Samples read_attributes(const Host& host, std::span<const Attribute> attributes) {
  Samples samples;
  samples.reserve(attributes.size());
  for (const auto& attribute : attributes) {
    const auto now = host.clock.now();
    samples.push_back(
        {attribute.device, attribute.metric, now, read_attribute(host.files, attribute)});
  }
  return samples;
}

Device device_of(std::string id, DeviceKind kind, std::string parent) {
  Device device;
  device.id = std::move(id);
  device.kind = kind;
  device.parent = std::move(parent);
  return device;
}

Device the_node() {
  return device_of(std::string(kNodeId), DeviceKind::node, "");
}

std::string_view remedy_for(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::denied:
      return "run as root or grant CAP_DAC_READ_SEARCH";
    case ErrorKind::unsupported:
      return "wake the device, or load the driver that serves this file";
    default:
      return "";
  }
}

DeviceHandle Survey::add(Device device) {
  const auto wanted = device.id;
  const auto taken = [this](const std::string& id) {
    return std::ranges::any_of(found_.devices, [&](const auto& other) { return other.id == id; });
  };
  for (int ordinal = 2; taken(device.id); ++ordinal) {
    device.id = wanted + "#" + std::to_string(ordinal);
  }
  found_.devices.push_back(std::move(device));
  return static_cast<DeviceHandle>(found_.devices.size() - 1);
}

void Survey::watch(DeviceHandle device, const Metric* metric, std::string path,
                   ReadingParser parse) {
  watched_.push_back({device, metric, std::move(path), parse});
}

void Survey::watch_if_present(DeviceHandle device, const Metric* metric, const std::string& path,
                              ReadingParser parse) {
  if (files().exists(path)) {
    watch(device, metric, path, parse);
  }
}

std::string Survey::text(const std::string& path) {
  auto text = files().read_text(path);
  if (text) {
    return std::string(trim(*text));
  }
  if (text.error().kind != ErrorKind::absent) {
    note(path, text.error(), remedy_for(text.error().kind));
  }
  return {};
}

void Survey::note(const std::string& what, Error why, std::string_view remedy) {
  found_.unreadable.push_back({probe_, what, std::move(why), std::string(remedy)});
}

Discovery Survey::finish(Attributes& attributes) {
  for (const auto& attribute : watched_) {
    const auto reading = read_attribute(files(), attribute);
    if (const auto* why = std::get_if<Error>(&reading)) {
      note(attribute.path, *why, remedy_for(why->kind));
    }
  }
  attributes = std::move(watched_);
  return std::move(found_);
}

std::string path_to(std::string_view directory, std::string_view name) {
  std::string path(directory);
  path += '/';
  path += name;
  return path;
}

std::string pci_address_in(std::string_view path) {
  std::string found;
  for (const auto part : split(path, '/')) {
    if (is_pci_address(part)) {
      found = part;
    }
  }
  return found;
}

}  // namespace rackproof
