#include "probes/amdsmi/amdsmi_facts.h"

#include <algorithm>
#include <array>
#include <limits>

#include "schemas/encoding.h"
#include "schemas/pci_address.h"

namespace rackproof::amdsmi {
namespace {

struct MemoryType {
  std::uint64_t number;
  std::string_view name;
};

// amdsmi_vram_type_t, the same from 24.6 to 26.5 (ROCm/amdsmi, include/amd_smi/amdsmi.h).
constexpr std::array kMemoryTypes{
    MemoryType{1, "HBM"},    MemoryType{2, "HBM2"},    MemoryType{3, "HBM2E"},
    MemoryType{4, "HBM3"},   MemoryType{5, "HBM3E"},   MemoryType{10, "DDR2"},
    MemoryType{11, "DDR3"},  MemoryType{12, "DDR4"},   MemoryType{13, "DDR5"},
    MemoryType{17, "GDDR1"}, MemoryType{18, "GDDR2"},  MemoryType{19, "GDDR3"},
    MemoryType{20, "GDDR4"}, MemoryType{21, "GDDR5"},  MemoryType{22, "GDDR6"},
    MemoryType{23, "GDDR7"}, MemoryType{30, "LPDDR4"}, MemoryType{31, "LPDDR5"},
};

void set(vendor::Facts& facts, const char* name, std::string value) {
  if (!value.empty()) {
    facts[name] = std::move(value);
  }
}

std::string_view slice(std::string_view bytes, const Place& place) {
  return place.offset + place.length <= bytes.size() ? bytes.substr(place.offset, place.length)
                                                     : std::string_view();
}

}  // namespace

std::string text_at(std::string_view bytes, const Place& place) {
  const auto field = slice(bytes, place);
  const auto text = field.substr(0, field.find('\0'));
  return text == "N/A" ? std::string() : printable(text);
}

std::uint64_t number_at(std::string_view bytes, const Place& place) {
  const auto field = slice(bytes, place);
  std::uint64_t number = 0;
  for (std::size_t i = std::min<std::size_t>(field.size(), 8); i > 0; --i) {
    number = (number << 8U) | static_cast<unsigned char>(field[i - 1]);
  }
  return number;
}

std::string address_of(std::uint64_t bdf) {
  if (bdf >> 48U != 0) {
    return {};  // a domain has 32 bits
  }
  const auto part = [bdf](unsigned from, std::uint64_t mask) {
    return static_cast<std::uint8_t>((bdf >> from) & mask);
  };
  return to_string(PciAddress{static_cast<std::uint32_t>(bdf >> 16U), part(8, 0xFF), part(3, 0x1F),
                              part(0, 0x7)});
}

vendor::Facts vbios_facts(const VbiosLayout& layout, std::string_view bytes) {
  vendor::Facts facts;
  set(facts, "vbios_name", text_at(bytes, layout.name));
  set(facts, "vbios_build_date", text_at(bytes, layout.build_date));
  set(facts, "vbios_version", text_at(bytes, layout.version));
  set(facts, "boot_firmware", text_at(bytes, layout.boot_firmware));
  return facts;
}

vendor::Facts memory_facts(const MemoryLayout& layout, std::string_view bytes) {
  vendor::Facts facts;
  const auto type = number_at(bytes, layout.type);
  const auto known = std::ranges::find(kMemoryTypes, type, &MemoryType::number);
  if (known != kMemoryTypes.end()) {
    facts["memory_type"] = known->name;
  }
  const auto width = number_at(bytes, layout.bit_width);
  if (width != 0 && width != std::numeric_limits<std::uint32_t>::max()) {
    facts["memory_bus_bits"] = std::to_string(width);
  }
  return facts;
}

}  // namespace rackproof::amdsmi
