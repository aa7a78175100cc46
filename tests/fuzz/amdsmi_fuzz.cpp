// Whatever bytes amd-smi leaves in its structures, and whatever it says of its own version, the
// parent gets printable words, addresses and versions that are what they say, or reasons.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "probes/amdsmi/amdsmi_event.h"
#include "probes/amdsmi/amdsmi_facts.h"
#include "probes/amdsmi/amdsmi_layouts.h"
#include "probes/amdsmi/amdsmi_version.h"
#include "schemas/encoding.h"
#include "schemas/pci_address.h"

using namespace rackproof;
using namespace rackproof::amdsmi;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void require_words(std::string_view text) {
  require(printable(text, text.size() * 4) == text);
}

void require_facts(const vendor::Facts& facts) {
  for (const auto& [name, value] : facts) {
    require(!value.empty());
    require_words(value);
  }
}

/// Four words, then the build string.
void version(std::string_view bytes) {
  std::array<std::uint32_t, 4> words{};
  const auto head = std::min(bytes.size(), sizeof(words));
  std::memcpy(words.data(), bytes.data(), head);
  const auto told = library_version(words, bytes.substr(head));
  if (!told) {
    return require_words(told.error().message);
  }
  require(library_version(words, to_text(*told)).has_value());
  const auto* layouts = layouts_of(*told);
  require(layouts == nullptr || layouts->first.has_year == told->has_year);
}

void structures(std::string_view bytes) {
  for (const auto& row : all_layouts()) {
    require_facts(vbios_facts(row.vbios, bytes));
    require_facts(memory_facts(row.memory, bytes));
    require_words(text_at(bytes, row.asic.market_name));
    const auto event = event_in(row.event, bytes);
    if (event) {
      require(meaning_of_event(event->number).code.find("event_") != 0);
      require_words(event->message);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  version(bytes);
  structures(bytes);
  const auto address = address_of(number_at(bytes, {0, 8}));
  require(address.empty() || parse_pci_address(address).has_value());
  return 0;
}
