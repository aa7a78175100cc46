#include "probes/nvml/nvml_bus.h"

#include <string_view>
#include <utility>

namespace rackproof::nvml {
namespace {

constexpr std::string_view kDevicesDir = "/sys/bus/pci/devices";
constexpr std::string_view kVendor = "0x10de";
constexpr std::string_view kDisplay = "0x03";  // PCI Code and ID Assignment: base class 03h

bool file_starts(const FileTree& files, const std::string& path, std::string_view with) {
  const auto text = files.read_text(path);
  return text && text->starts_with(with);
}

}  // namespace

Result<std::vector<std::string>> find_functions(const FileTree& files) {
  auto addresses = files.list(kDevicesDir);
  if (!addresses) {
    if (addresses.error().kind == ErrorKind::absent) {
      return std::vector<std::string>{};
    }
    return std::move(addresses).error();
  }
  std::vector<std::string> found;
  for (const auto& address : *addresses) {
    const auto directory = std::string(kDevicesDir) + "/" + address;
    if (file_starts(files, directory + "/vendor", kVendor) &&
        file_starts(files, directory + "/class", kDisplay)) {
      found.push_back(address);
    }
  }
  return found;
}

}  // namespace rackproof::nvml
