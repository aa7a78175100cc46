#include "probes/amdgpu/amdgpu_sockets.h"

#include <algorithm>
#include <array>
#include <utility>

#include "probes/amdgpu/amdgpu_parse.h"
#include "schemas/text.h"

namespace rackproof::amdgpu {
namespace {

constexpr std::string_view kVendor = "0x1002";
constexpr std::string_view kDriver = "amdgpu";

struct Card {
  std::string directory;
  std::string address;  ///< "" where the tree does not say.
  std::string unique_id;
};

struct Fact {
  std::string_view file;
  std::string_view attribute;
};

constexpr std::array kFacts{
    Fact{"device", "device_id"},
    Fact{"revision", "revision"},
    Fact{"serial_number", "board_serial"},
    Fact{"product_number", "product_number"},
    Fact{"current_compute_partition", "compute_partition"},
    Fact{"current_memory_partition", "memory_partition"},
    Fact{"xgmi_physical_id", "oam_id"},  // place on the base board (amdgpu_xgmi.c)
};

/// "" where the lines of the uevent name no slot.
std::string slot_in(std::string_view uevent) {
  constexpr std::string_view kSlot = "PCI_SLOT_NAME=";
  std::string slot;
  for (const auto line : lines(uevent)) {
    if (line.starts_with(kSlot)) {
      slot = line.substr(kSlot.size());
    }
  }
  return slot;
}

/// The address is part of the device's path; a captured tree may have lost the link to it.
std::string address_of(Survey& survey, const std::string& directory) {
  const auto path = survey.files().canonical(directory);
  auto address = path ? pci_address_in(*path) : std::string();
  return address.empty() ? slot_in(survey.text(directory + "/uevent")) : address;
}

/// A partition of the driver's own making: a platform device without vendor or unique_id.
bool is_platform_partition(const FileTree& files, const std::string& directory) {
  const auto path = files.canonical(directory);
  return path && path->find("/amdgpu_xcp") != std::string::npos;
}

void add_card(Survey& survey, const std::string& directory, std::vector<Card>& cards) {
  if (is_platform_partition(survey.files(), directory)) {
    survey.note(directory,
                {ErrorKind::unsupported, "a partition; the kernel does not say of which socket"},
                "");
    return;
  }
  if (survey.text(directory + "/vendor") != kVendor) {
    return;
  }
  const auto driver = survey.files().link_target(directory + "/driver");
  if (driver && driver->substr(driver->rfind('/') + 1) != kDriver) {
    survey.note(directory, {ErrorKind::unsupported, "an AMD card that amdgpu does not drive"},
                "load the amdgpu driver");
    return;
  }
  cards.push_back(
      {directory, address_of(survey, directory), survey.text(directory + "/unique_id")});
}

Device socket_of(Survey& survey, const Card& card) {
  const auto& name = card.address.empty() ? card.unique_id : card.address;
  auto device =
      device_of("node/accelerator:" + (name.empty() ? "unnamed" : name), DeviceKind::accelerator);
  device.vendor = "AMD";
  device.model = survey.text(card.directory + "/product_name");
  device.firmware = survey.text(card.directory + "/vbios_version");
  if (is_identity(card.unique_id)) {
    device.serial = card.unique_id;
  }
  device.attributes["driver"] = kDriver;
  device.attributes["pci_address"] = card.address;
  for (const auto& fact : kFacts) {
    auto text = survey.text(path_to(card.directory, fact.file));
    if (!text.empty()) {
      device.attributes[std::string(fact.attribute)] = std::move(text);
    }
  }
  return device;
}

void add_partition(Survey& survey, DeviceHandle socket, const Card& card) {
  const auto& whole = survey.device(socket).id;
  auto device =
      device_of(whole + "/partition:" + card.address, DeviceKind::accelerator_partition, whole);
  device.vendor = "AMD";
  device.attributes["pci_address"] = card.address;
  survey.add(std::move(device));
}

}  // namespace

Result<std::vector<Socket>> find_sockets(Survey& survey) {
  const auto entries = survey.files().list(kDrmDir);
  if (!entries) {
    return entries.error();
  }
  std::vector<Card> cards;
  for (const auto& entry : *entries) {
    if (is_card(entry)) {
      add_card(survey, path_to(kDrmDir, entry) + "/device", cards);
    }
  }
  std::ranges::stable_sort(cards, {}, &Card::address);
  std::vector<Socket> sockets;
  std::vector<std::string> serials;
  for (const auto& card : cards) {
    const auto known = std::ranges::find(serials, card.unique_id);
    if (is_identity(card.unique_id) && known != serials.end()) {
      add_partition(survey, sockets[static_cast<std::size_t>(known - serials.begin())].handle,
                    card);
      continue;
    }
    sockets.push_back({survey.add(socket_of(survey, card)), card.directory});
    serials.push_back(card.unique_id);
  }
  return sockets;
}

}  // namespace rackproof::amdgpu
