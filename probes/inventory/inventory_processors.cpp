#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "probes/inventory/inventory_parts.h"
#include "schemas/text.h"

namespace rackproof::inventory {
namespace {

constexpr std::string_view kCpuDir = "/sys/devices/system/cpu";

/// Numbers of the cpuN directories; empty where sysfs has none.
std::vector<int> listed_processors(const FileTree& files) {
  std::vector<int> numbers;
  const auto entries = files.list(kCpuDir);
  if (!entries) {
    return numbers;
  }
  for (const auto& entry : *entries) {
    const auto number = parse_integer(entry.starts_with("cpu") ? entry.substr(3) : "");
    if (number && *number >= 0) {
      numbers.push_back(static_cast<int>(*number));
    }
  }
  return numbers;
}

std::string package_id(int package) {
  return "node/package:" + std::to_string(package);
}

void add_package(Survey& survey, const Processor& first, std::size_t processors) {
  auto device = device_of(package_id(first.package), DeviceKind::cpu_package);
  device.vendor = first.vendor;
  device.model = first.model;
  device.firmware = first.microcode;
  device.attributes["processors"] = std::to_string(processors);
  survey.add(std::move(device));
}

DeviceHandle add_processor(Survey& survey, const Processor& processor) {
  auto device = device_of("node/cpu:" + std::to_string(processor.number), DeviceKind::cpu,
                          package_id(processor.package));
  device.model = processor.model;
  if (processor.core >= 0) {
    device.attributes["core"] = std::to_string(processor.core);
  }
  return survey.add(std::move(device));
}

}  // namespace

std::vector<ProcessorHandle> survey_processors(Survey& survey, const CpuInfo& cpus) {
  std::map<int, std::size_t> per_package;
  for (const auto& processor : cpus.processors) {
    ++per_package[processor.package];
  }
  for (const auto& [package, count] : per_package) {
    const auto first = std::ranges::find(cpus.processors, package, &Processor::package);
    add_package(survey, *first, count);
  }
  std::vector<ProcessorHandle> handles;
  for (const auto& processor : cpus.processors) {
    handles.push_back({add_processor(survey, processor), processor.number});
  }
  for (const auto number : listed_processors(survey.files())) {
    if (std::ranges::find(cpus.processors, number, &Processor::number) == cpus.processors.end()) {
      auto offline = device_of("node/cpu:" + std::to_string(number), DeviceKind::cpu);
      handles.push_back({survey.add(std::move(offline)), number});
    }
  }
  return handles;
}

}  // namespace rackproof::inventory
