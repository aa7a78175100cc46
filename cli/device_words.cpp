#include "cli/device_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "schemas/text.h"

namespace rackproof {
namespace {

std::string attribute(const Device& device, std::string_view key) {
  const auto found = device.attributes.find(key);
  return found == device.attributes.end() ? std::string() : found->second;
}

/// Its model, else what the kernel calls it or drives it with.
std::string what_it_is(const Device& device) {
  if (!device.model.empty()) {
    return device.model;
  }
  for (const auto* key : {"interface", "block_device", "driver"}) {
    auto word = attribute(device, key);
    if (!word.empty()) {
      return word;
    }
  }
  return device.vendor;
}

/// "96 GiB"; "" where nothing says or it is no GiB.
std::string size_of_memory(const Device& device) {
  constexpr int kGibBits = 30;
  const auto bytes = parse_unsigned(attribute(device, "size_bytes"));
  const auto gib = bytes ? *bytes >> kGibBits : std::uint64_t{0};
  return gib > 0 ? std::to_string(gib) + " GiB" : std::string();
}

/// The group of four nodes where there is one, else that of two.
std::string ultraserver(const Device& node) {
  for (const auto* key : {"neuron_server_id_4", "neuron_server_id_2"}) {
    const auto id = attribute(node, key);
    if (!id.empty()) {
      return "UltraServer " + id;
    }
  }
  return {};
}

void add(std::string& words, const std::string& more) {
  if (!more.empty()) {
    words += (words.empty() ? "" : ", ") + more;
  }
}

struct Noun {
  DeviceKind kind;
  std::string_view plural;
};

constexpr std::array kPartsOfAccelerators{
    Noun{DeviceKind::accelerator_core, "cores"},
    Noun{DeviceKind::accelerator_link, "links"},
    Noun{DeviceKind::accelerator_partition, "partitions"},
    Noun{DeviceKind::hbm, "stacks"},
    Noun{DeviceKind::power_sensor, "power sensors"},
    Noun{DeviceKind::sensor, "sensors"},
};

constexpr std::array kPartsOfBmcs{
    Noun{DeviceKind::accelerator_link, "links"},
    Noun{DeviceKind::port, "ports"},
    Noun{DeviceKind::temperature_sensor, "temperature sensors"},
    Noun{DeviceKind::power_sensor, "power sensors"},
    Noun{DeviceKind::voltage_sensor, "voltage sensors"},
    Noun{DeviceKind::current_sensor, "current sensors"},
    Noun{DeviceKind::sensor, "sensors"},
    Noun{DeviceKind::fan, "fans"},
    Noun{DeviceKind::outlet, "outlets"},
    Noun{DeviceKind::circuit, "circuits"},
};

std::string_view plural_of(DeviceKind kind, std::span<const Noun> nouns) {
  const auto noun = std::ranges::find(nouns, kind, &Noun::kind);
  return noun == nouns.end() ? "" : noun->plural;
}

/// Up to the last slash before which both are the same.
std::size_t shared_path(std::string_view one, std::string_view other) {
  const auto [end, unused] = std::ranges::mismatch(one, other);
  const auto length = static_cast<std::size_t>(end - one.begin());
  const bool whole = length == other.size() && length < one.size() && one[length] == '/';
  const auto slash = whole ? length : one.substr(0, length).rfind('/');
  return slash == std::string_view::npos ? 0 : slash + 1;
}

}  // namespace

std::string words_about(const Device& device, int readings_not_offered) {
  auto words = what_it_is(device);
  if (device.kind == DeviceKind::hbm) {
    add(words, size_of_memory(device));
  }
  if (!device.position.empty() && !device.id.ends_with("/" + device.position)) {
    words += (words.empty() ? "at " : " at ") + device.position;
  }
  if (!device.firmware.empty()) {
    add(words, "firmware " + device.firmware);
  }
  const bool named_by_serial = device.id.ends_with(":" + device.serial);
  if (device.kind == DeviceKind::accelerator && !device.serial.empty() && !named_by_serial) {
    add(words, "serial " + device.serial);
  }
  if (device.kind == DeviceKind::node) {
    add(words, ultraserver(device));
  }
  if (readings_not_offered > 0) {
    add(words, std::to_string(readings_not_offered) + " not offered");
  }
  return words;
}

std::string_view folded_noun(const Device& device, DeviceKind parent) {
  if (is_shown_by_bmc(device)) {
    return plural_of(device.kind, kPartsOfBmcs);
  }
  if (device.kind == DeviceKind::cpu) {
    return "processors";
  }
  const bool on_board = parent == DeviceKind::accelerator || parent == DeviceKind::hbm;
  return on_board ? plural_of(device.kind, kPartsOfAccelerators) : "";
}

std::string_view name_below(const Device& device, std::string_view parent) {
  std::string_view name = device.id;
  name.remove_prefix(std::max(shared_path(name, parent), shared_path(name, kNodeId)));
  if (is_shown_by_bmc(device) && std::ranges::count(name, '/') > 1) {
    name.remove_prefix(name.rfind('/') + 1);
  }
  return name;
}

}  // namespace rackproof
