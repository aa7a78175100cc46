#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "probes/inventory/disk_parse.h"
#include "probes/inventory/inventory_parts.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof::inventory {
namespace {

constexpr std::string_view kBlockDir = "/sys/block";
constexpr auto kCapacity = metrics::named("disk_capacity_bytes");

constexpr std::array<std::string_view, 9> kNoHardware{"loop", "ram", "zram", "dm-",     "md",
                                                      "sr",   "fd",  "nbd",  "mtdblock"};

/// "loop3", "dm-0", "md127", "md_d1": the driver's word and then no more letters.
bool has_hardware(std::string_view entry) {
  return std::ranges::none_of(kNoHardware, [entry](std::string_view word) {
    const auto rest = entry.substr(std::min(word.size(), entry.size()));
    return entry.starts_with(word) &&
           (rest.empty() || rest.front() == '_' || (rest.front() >= '0' && rest.front() <= '9'));
  });
}

/// The first of the files that says something.
std::string first_text(Survey& survey, const std::string& directory,
                       std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    if (auto text = survey.text(directory + "/" + std::string(name)); !text.empty()) {
      return text;
    }
  }
  return {};
}

/// Names do not carry blanks or '/': "t10.ATA     QEMU" -> "t10.ATA_QEMU".
std::string as_name(std::string_view text) {
  std::string name;
  for (const auto word : words(text)) {
    name += (name.empty() ? "" : "_") + std::string(word);
  }
  std::ranges::replace(name, '/', '_');
  return name;
}

/// The place of the block device below /sys/devices, without the kernel's own name for it.
std::string place_of(const std::string& path) {
  if (auto pci = pci_address_in(path); !pci.empty()) {
    return pci;
  }
  constexpr std::string_view kDevices = "/sys/devices/";
  const auto end = path.rfind("/block/");
  if (!path.starts_with(kDevices) || end == std::string::npos || end < kDevices.size()) {
    return {};
  }
  return path.substr(kDevices.size(), end - kDevices.size());
}

Device describe(Survey& survey, const std::string& entry, const std::string& path) {
  const auto directory = std::string(kBlockDir) + "/" + entry;
  Device device;
  device.kind = DeviceKind::disk;
  device.vendor = survey.text(directory + "/device/vendor");
  device.model = survey.text(directory + "/device/model");
  device.firmware = first_text(survey, directory, {"device/firmware_rev", "device/rev"});
  device.serial = first_text(survey, directory, {"device/serial", "serial"});
  const auto world_wide = first_text(survey, directory, {"wwid", "device/wwid"});
  const auto pci = pci_address_in(path);
  device.parent = pci.empty() ? std::string(kNodeId) : "node/pci:" + pci;
  device.attributes["block_device"] = entry;
  if (!world_wide.empty()) {
    device.attributes["wwid"] = world_wide;
  }
  for (const auto& name : {as_name(world_wide), as_name(device.serial), place_of(path), entry}) {
    if (!name.empty()) {
      device.id = "node/disk:" + name;
      break;
    }
  }
  return device;
}

}  // namespace

std::vector<Presence> survey_disks(Survey& survey) {
  std::vector<Presence> disks;
  const auto entries = survey.files().list(kBlockDir);
  if (!entries) {
    survey.note(std::string(kBlockDir), entries.error(), remedy_for(entries.error().kind));
    return disks;
  }
  for (const auto& entry : *entries) {
    const auto directory = std::string(kBlockDir) + "/" + entry;
    if (!has_hardware(entry) || survey.text(directory + "/hidden") == "1") {
      continue;  // hidden: one path of a multipath disk that is listed itself
    }
    const auto real = survey.files().canonical(directory);
    const auto path = real ? *real : directory;
    const auto handle = survey.add(describe(survey, entry, path));
    survey.watch_if_present(handle, kCapacity, directory + "/size", parse_sectors);
    disks.push_back({handle, path});
  }
  return disks;
}

}  // namespace rackproof::inventory
