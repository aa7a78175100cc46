#include "tests/support/mi300x_tree.h"

#include <array>
#include <cstddef>

#include "tests/support/gpu_metrics_file.h"

namespace rackproof::testing {
namespace {

constexpr unsigned kNotThere = 0xFFFF;
constexpr int kPlaces = 8;
constexpr std::array<std::string_view, kPlaces> kAddresses{
    "0000:05:00.0", "0000:26:00.0", "0000:46:00.0", "0000:65:00.0",
    "0000:85:00.0", "0000:a6:00.0", "0000:c6:00.0", "0000:e5:00.0"};

AmdCard card_of(int number) {
  return {.number = number,
          .address = std::string(kAddresses.at(static_cast<std::size_t>(number))),
          .unique_id = "4f2a8c19d3e07b6" + std::to_string(number)};
}

/// gpu_metrics 1.7 of a card at rest, with one link as told and all others up but its own place.
std::string table_of(int card, int link, unsigned status) {
  MetricsFile file(1, 7, 2208);
  file.set("curr_socket_power", 140);
  file.set("energy_accumulator", 65536);
  file.set("accumulation_counter", 1000);
  file.set("socket_thm_residency_acc", 0);
  file.set("hbm_thm_residency_acc", 0);
  for (int place = 0; place < kPlaces; ++place) {
    const auto told = place == card ? kNotThere : place == link ? status : 1U;
    if (told == kNotThere) {
      continue;
    }
    const auto at = static_cast<std::size_t>(place);
    file.set("xgmi_link_status", told, at);
    file.set("xgmi_read_data_acc", 4096, at);
    file.set("xgmi_write_data_acc", 4096, at);
  }
  return file.bytes();
}

}  // namespace

Mi300xTree::Mi300xTree(int cards) {
  for (int number = 0; number < cards; ++number) {
    const auto card = card_of(number);
    write_card(root_, card);
    write_sensors(root_, card);
    write_ras(root_, card);
    put(number, "current_link_width", "16\n");
    put(number, "current_link_speed", "32.0 GT/s PCIe\n");
    put_links(number, number, kNotThere);
    root_.link("sys/bus/pci/devices/" + card.address,
               "../../../devices/pci0000:3a/" + card.address);
  }
}

void Mi300xTree::put(int card, std::string_view file, std::string_view text) const {
  root_.write(card_directory(card_of(card)) + std::string(file), text);
}

void Mi300xTree::put_links(int card, int link, unsigned status) const {
  put(card, "gpu_metrics", table_of(card, link, status));
}

std::string Mi300xTree::id(int card) {
  return "node/accelerator:" + card_of(card).address;
}

}  // namespace rackproof::testing
