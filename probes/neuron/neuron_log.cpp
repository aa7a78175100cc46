#include "probes/neuron/neuron_log.h"

#include <algorithm>
#include <array>

#include "probes/neuron/neuron_parse.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::neuron {
namespace {

constexpr std::string_view kMark = "NEURON_HW_ERR=";

constexpr std::array<std::string_view, 5> kKinds{
    "SRAM_UNCORRECTABLE_ERROR", "NC_UNCORRECTABLE_ERROR", "HBM_UNCORRECTABLE_ERROR", "DMA_ERROR",
    kHangOnCollectives};

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
}

/// A number as it stands; "" for anything else.
std::string number_in(std::string_view text) {
  const auto number = parse_unsigned(text);
  constexpr std::uint64_t kMost = 4096;
  return number && *number < kMost ? std::string(text) : std::string();
}

}  // namespace

std::optional<HardwareErrorLine> parse_hardware_error(std::string_view line) {
  const auto at = line.find(kMark);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const auto parts = words(line.substr(at + kMark.size()));
  if (parts.empty() || !is_word(parts.front())) {
    return std::nullopt;
  }
  HardwareErrorLine error;
  error.kind = parts.front();
  error.known_kind = std::ranges::find(kKinds, parts.front()) != kKinds.end();
  for (const auto part : parts) {
    const auto equals = part.find('=');
    const auto key = part.substr(0, equals);
    const auto value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    if (key == "nd-id") {
      error.device = number_in(value);
    } else if (key == "nc-id") {
      error.core = number_in(value);
    } else if (key == "serial-num") {
      const auto serial = parse_serial(value);
      error.serial = serial ? *serial : std::string();
    }
  }
  return error;
}

}  // namespace rackproof::neuron
