#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "probes/inventory/inventory_parts.h"
#include "probes/inventory/memory_parse.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof::inventory {
namespace {

constexpr auto kTotal = metrics::named("memory_total_bytes");
constexpr auto kAvailable = metrics::named("memory_available_bytes");
constexpr std::string_view kNodeDir = "/sys/devices/system/node";

void survey_numa(Survey& survey) {
  const auto entries = survey.files().list(kNodeDir);
  if (!entries) {
    return;
  }
  for (const auto& entry : *entries) {
    if (!entry.starts_with("node") || !parse_unsigned(std::string_view(entry).substr(4))) {
      continue;
    }
    const auto directory = std::string(kNodeDir) + "/" + entry;
    auto device = device_of("node/numa:" + entry.substr(4), DeviceKind::numa_node);
    if (auto processors = survey.text(directory + "/cpulist"); !processors.empty()) {
      device.attributes["processors"] = std::move(processors);
    }
    const auto handle = survey.add(std::move(device));
    survey.watch_if_present(handle, kTotal, directory + "/meminfo", parse_memory_total);
  }
}

/// Whole GiB only: the kernel's own share of memory differs from boot to boot.
void add_size(std::string_view meminfo, Device& device) {
  const auto total = parse_memory_total(meminfo);
  if (const auto* bytes = std::get_if<std::int64_t>(&total)) {
    device.attributes["whole_gib"] = std::to_string(*bytes >> 30U);
  }
}

}  // namespace

void survey_memory(Survey& survey) {
  auto device = device_of("node/memory", DeviceKind::memory);
  if (const auto meminfo = survey.files().read_text("/proc/meminfo")) {
    add_size(*meminfo, device);
  }
  const auto memory = survey.add(std::move(device));
  survey.watch(memory, kTotal, "/proc/meminfo", parse_memory_total);
  survey.watch(memory, kAvailable, "/proc/meminfo", parse_memory_available);
  survey_numa(survey);
}

}  // namespace rackproof::inventory
