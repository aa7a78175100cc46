#include "probes/neuron/neuron_find.h"

#include <optional>
#include <utility>
#include <vector>

#include "probes/survey.h"
#include "schemas/text.h"

namespace rackproof::neuron {
namespace {

/// "neuron12" -> 12.
std::optional<std::int64_t> device_in(std::string_view name) {
  constexpr std::string_view kStem = "neuron";
  if (!name.starts_with(kStem)) {
    return std::nullopt;
  }
  const auto number = parse_unsigned(name.substr(kStem.size()));
  constexpr std::uint64_t kDevices = 1024;
  if (!number || *number >= kDevices) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

void add_devices(const FileTree& files, std::string_view root,
                 const std::vector<std::string>& names, Directories& found) {
  for (const auto& name : names) {
    const auto number = device_in(name);
    auto path = files.canonical(path_to(root, name));
    if (number && path) {
      found.emplace(*number, std::move(path).value());
    }
  }
}

}  // namespace

Result<Directories> find_devices(const FileTree& files) {
  Directories found;
  std::optional<Error> why;
  for (const auto root : {kVirtualDir, kClassDir}) {
    const auto names = files.list(root);
    if (!names) {
      why = why && why->kind != ErrorKind::absent ? why : names.error();
      continue;
    }
    add_devices(files, root, *names, found);
  }
  if (found.empty()) {
    return why ? *why : Error{ErrorKind::absent, std::string(kClassDir) + ": holds no device"};
  }
  return found;
}

std::string model_of(std::string_view device_name, std::string_view arch_type) {
  if (!device_name.empty()) {
    return std::string(device_name);
  }
  return arch_type == "NDv2" ? "Trainium1" : arch_type == "NDv4" ? "Trainium3" : "";
}

}  // namespace rackproof::neuron
