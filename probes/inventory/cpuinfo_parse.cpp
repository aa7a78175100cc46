#include "probes/inventory/cpuinfo_parse.h"

#include <algorithm>

#include "schemas/text.h"

namespace rackproof::inventory {
namespace {

int number_or(std::string_view text, int otherwise) {
  constexpr std::int64_t kHighest = 1 << 20;
  const auto number = parse_integer(text);
  return number && *number >= 0 && *number <= kHighest ? static_cast<int>(*number) : otherwise;
}

void take_flags(std::string_view value, CpuInfo& info) {
  const auto flags = words(value);
  info.hypervisor_flag =
      info.hypervisor_flag || std::ranges::find(flags, "hypervisor") != flags.end();
  if (std::ranges::find(flags, "lm") != flags.end()) {  // long mode
    info.architecture = "x86_64";
  }
}

void take_line(std::string_view key, std::string_view value, CpuInfo& info) {
  if (key == "processor") {
    info.processors.emplace_back().number = number_or(value, 0);
    return;
  }
  if (info.processors.empty()) {
    return;
  }
  auto& processor = info.processors.back();
  if (key == "physical id") {
    processor.package = number_or(value, 0);
  } else if (key == "core id") {
    processor.core = number_or(value, -1);
  } else if (key == "vendor_id") {
    processor.vendor = value;
  } else if (key == "model name") {
    processor.model = value;
  } else if (key == "microcode") {
    processor.microcode = value;
  } else if (key == "flags") {
    take_flags(value, info);
  } else if (key == "CPU architecture" && value == "8") {  // Armv8 and later (kernel arm64)
    info.architecture = "aarch64";
  }
}

}  // namespace

CpuInfo parse_cpuinfo(std::string_view text) {
  CpuInfo info;
  for (const auto line : lines(text)) {
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
      take_line(trim(line.substr(0, colon)), trim(line.substr(colon + 1)), info);
    }
  }
  return info;
}

}  // namespace rackproof::inventory
