#include <string>
#include <utility>

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

}  // namespace

void survey_memory(Survey& survey) {
  const auto memory = survey.add(device_of("node/memory", DeviceKind::memory));
  survey.watch(memory, kTotal, "/proc/meminfo", parse_memory_total);
  survey.watch(memory, kAvailable, "/proc/meminfo", parse_memory_available);
  survey_numa(survey);
}

}  // namespace rackproof::inventory
