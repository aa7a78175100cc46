#include "probes/nvml/xid_line.h"

#include "schemas/pci_address.h"
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
  const auto address = parse_pci_address(place);  // a GPU is function 0 of its slot
  const auto rest = line.substr(end + kBefore.size());
  const auto number = parse_unsigned(rest.substr(0, rest.find_first_not_of("0123456789")));
  constexpr std::uint64_t kMost = 9999;
  if (!address || !number || *number > kMost) {
    return std::nullopt;
  }
  return XidLine{to_string(*address), static_cast<std::int64_t>(*number)};
}

}  // namespace rackproof::nvml
