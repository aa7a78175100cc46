#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "probes/amdsmi/amdsmi_layouts.h"
#include "probes/vendor/vendor_reply.h"

/// What the bytes of amd-smi's structures say. Pure: bytes of any content in, texts out.
namespace rackproof::amdsmi {

/// The text at `place`; "" where the bytes end before it, and for "N/A".
std::string text_at(std::string_view bytes, const Place& place);

/// The little-endian number at `place`; 0 where the bytes end before it.
std::uint64_t number_at(std::string_view bytes, const Place& place);

/// "0000:3b:00.0" from amdsmi_bdf_t: 3 bits function, 5 device, 8 bus, 48 domain, from the low end;
/// "" for a domain of more than 32.
std::string address_of(std::uint64_t bdf);

/// vbios_name, vbios_build_date, vbios_version, boot_firmware; what is not told is left out.
vendor::Facts vbios_facts(const VbiosLayout& layout, std::string_view bytes);

/// memory_type, memory_bus_bits; an unknown type or a width of all ones is left out.
vendor::Facts memory_facts(const MemoryLayout& layout, std::string_view bytes);

}  // namespace rackproof::amdsmi
