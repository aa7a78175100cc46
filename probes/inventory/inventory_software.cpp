#include <string>
#include <utility>

#include "probes/inventory/inventory_parts.h"
#include "schemas/text.h"

namespace rackproof::inventory {
namespace {

constexpr std::string_view kModuleDir = "/sys/module";

/// PRETTY_NAME="Debian GNU/Linux 12 (bookworm)" (os-release(5)), without its quotes.
std::string pretty_name(std::string_view text) {
  constexpr std::string_view kKey = "PRETTY_NAME=";
  for (auto line : lines(text)) {
    if (!line.starts_with(kKey)) {
      continue;
    }
    line.remove_prefix(kKey.size());
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') {
      line = line.substr(1, line.size() - 2);
    }
    return std::string(line);
  }
  return {};
}

void put(std::vector<SoftwareVersion>& software, std::string name, std::string version) {
  if (!version.empty()) {
    software.push_back({std::move(name), std::move(version)});
  }
}

}  // namespace

std::vector<SoftwareVersion> survey_software(Survey& survey, const CpuInfo& cpus) {
  std::vector<SoftwareVersion> software;
  put(software, "kernel", survey.text("/proc/sys/kernel/osrelease"));
  put(software, "kernel_build", survey.text("/proc/sys/kernel/version"));
  put(software, "os", pretty_name(survey.text("/etc/os-release")));
  put(software, "bios", survey.text("/sys/class/dmi/id/bios_version"));
  if (!cpus.processors.empty()) {
    put(software, "microcode", cpus.processors.front().microcode);
  }
  if (const auto modules = survey.files().list(kModuleDir)) {
    for (const auto& module : *modules) {
      put(software, "module:" + module,
          survey.text(std::string(kModuleDir) + "/" + module + "/version"));
    }
  }
  return software;
}

}  // namespace rackproof::inventory
