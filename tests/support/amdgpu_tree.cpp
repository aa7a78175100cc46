#include "tests/support/amdgpu_tree.h"

#include <array>
#include <string_view>

namespace rackproof::testing {
namespace {

struct File {
  std::string_view name;
  std::string_view text;
};

constexpr std::array kCard{
    File{"vendor", "0x1002\n"},
    File{"device", "0x74a1\n"},
    File{"power/runtime_status", "active\n"},
    File{"gpu_busy_percent", "93\n"},
    File{"mem_busy_percent", "41\n"},
    File{"mem_info_vram_total", "206141652992\n"},
    File{"mem_info_vram_used", "297582592\n"},
    File{"pcie_replay_count", "2\n"},
    File{"product_name", "AMD Instinct MI300X OAM\n"},
    File{"vbios_version", "113-M3000100-103\n"},
    File{"current_compute_partition", "SPX\n"},
};

constexpr std::array kSensors{
    File{"name", "amdgpu\n"},
    File{"temp1_label", "edge\n"},
    File{"temp1_input", "41000\n"},
    File{"temp2_label", "junction\n"},
    File{"temp2_input", "57000\n"},
    File{"temp2_crit", "105000\n"},
    File{"temp2_crit_hyst", "-273150\n"},
    File{"temp2_emergency", "110000\n"},
    File{"temp3_label", "mem\n"},
    File{"temp3_input", "62000\n"},
    File{"temp3_crit", "95000\n"},
    File{"power1_label", "PPT\n"},
    File{"power1_average", "310000000\n"},
    File{"power1_cap", "750000000\n"},
    File{"power1_cap_min", "0\n"},
    File{"power1_cap_max", "750000000\n"},
    File{"freq1_label", "sclk\n"},
    File{"freq1_input", "2100000000\n"},
    File{"freq2_label", "mclk\n"},
    File{"freq2_input", "1300000000\n"},
    File{"in0_label", "vddgfx\n"},
    File{"in0_input", "893\n"},
    File{"fan1_input", "1755\n"},
};

constexpr std::array kRas{
    File{"umc_err_count", "ue: 0\nce: 0\nde: 0\n"},
    File{"gfx_err_count", "ue: 0\nce: 0\n"},
    File{"sdma_err_count", "ue: 0\nce: 0\n"},
    File{"gpu_vram_bad_pages", "0x00000000012f3 : 0x00001000 : R\n"},
};

void write_files(const TempDir& root, const std::string& directory, auto files) {
  for (const auto& file : files) {
    root.write(directory + std::string(file.name), file.text);
  }
}

}  // namespace

std::string card_directory(const AmdCard& card) {
  return "sys/devices/pci0000:3a/" + card.address + "/";
}

void write_card(const TempDir& root, const AmdCard& card) {
  const auto directory = card_directory(card);
  const auto name = "card" + std::to_string(card.number);
  write_files(root, directory, kCard);
  root.write(directory + "unique_id", card.unique_id + "\n");
  root.link(directory + "driver", "../../../bus/pci/drivers/amdgpu");
  root.link(directory + "drm/" + name + "/device", "../../../" + card.address);
  root.link("sys/class/drm/" + name, "../../devices/pci0000:3a/" + card.address + "/drm/" + name);
}

void write_sensors(const TempDir& root, const AmdCard& card) {
  const auto chip = "hwmon" + std::to_string(card.number + 3);
  const auto directory = card_directory(card) + "hwmon/" + chip + "/";
  write_files(root, directory, kSensors);
  root.link(directory + "device", "../../../" + card.address);
  root.link("sys/class/hwmon/" + chip,
            "../../devices/pci0000:3a/" + card.address + "/hwmon/" + chip);
}

void write_ras(const TempDir& root, const AmdCard& card) {
  write_files(root, card_directory(card) + "ras/", kRas);
}

}  // namespace rackproof::testing
