#include "probes/nvml/xid_line.h"

#include <utility>

#include "probes/outside/label_pattern.h"
#include "schemas/text.h"

namespace rackproof::nvml {

std::optional<XidLine> parse_xid_line(std::string_view line) {
  constexpr std::string_view kMark = "NVRM: Xid (";
  constexpr std::string_view kBus = "PCI:";
  constexpr std::string_view kBefore = "): ";
  const auto end = line.find(kBefore);
  if (!line.starts_with(kMark) || end == std::string_view::npos) {
    return std::nullopt;
  }
  auto place = line.substr(kMark.size(), end - kMark.size());
  if (place.starts_with(kBus)) {
    place.remove_prefix(kBus.size());
  }
  std::string whole(place);
  if (whole.find('.') == std::string::npos) {
    whole += ".0";  // a GPU is function 0 of its slot
  }
  auto address = outside::pci_address_of(whole);
  const auto rest = line.substr(end + kBefore.size());
  const auto number = parse_unsigned(rest.substr(0, rest.find_first_not_of("0123456789")));
  constexpr std::uint64_t kMost = 9999;
  if (!address || !number || *number > kMost) {
    return std::nullopt;
  }
  return XidLine{std::move(address).value(), static_cast<std::int64_t>(*number)};
}

}  // namespace rackproof::nvml
