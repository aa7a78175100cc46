#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "probes/inventory/inventory_parts.h"
#include "probes/machine/meminfo.h"
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
    survey.watch_if_present(handle, kTotal, directory + "/meminfo", meminfo::parse_total);
  }
}

/// Whole GiB only: the kernel's own share of memory differs from boot to boot.
void add_size(std::string_view text, Device& device) {
  const auto total = meminfo::parse_total(text);
  if (const auto* bytes = std::get_if<std::int64_t>(&total)) {
    device.attributes["whole_gib"] = std::to_string(*bytes >> 30U);
  }
}

}  // namespace

void survey_memory(Survey& survey) {
  auto device = device_of("node/memory", DeviceKind::memory);
  if (const auto text = survey.files().read_text("/proc/meminfo")) {
    add_size(*text, device);
  }
  const auto memory = survey.add(std::move(device));
  survey.watch(memory, kTotal, "/proc/meminfo", meminfo::parse_total);
  survey.watch(memory, kAvailable, "/proc/meminfo", meminfo::parse_available);
  survey_numa(survey);
}

}  // namespace rackproof::inventory
