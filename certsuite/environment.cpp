#include "certsuite/environment.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "certsuite/process_limits.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kCpus = "/sys/devices/system/cpu";
constexpr std::string_view kPowercap = "/sys/class/powercap";
constexpr std::string_view kClockSource =
    "/sys/devices/system/clocksource/clocksource0/current_clocksource";

std::string not_read(const Error& why) {
  return why.kind == ErrorKind::absent ? "not offered by this kernel"
                                       : "not readable: " + why.message;
}

/// The trimmed text of one file as a fact.
Fact file_fact(const FileTree& files, std::string name, std::string_view path) {
  auto text = files.read_text(path);
  return {std::move(name), text ? *std::move(text) : not_read(text.error()), ""};
}

bool is_cpu(std::string_view name) {
  return name.starts_with("cpu") && parse_unsigned(name.substr(3)).has_value();
}

/// The distinct values of one cpufreq file over all processors: "performance", or
/// "performance, powersave" where they differ.
Fact cpufreq_fact(const FileTree& files, std::string name, std::string_view file) {
  const auto cpus = files.list(kCpus);
  if (!cpus) {
    return {std::move(name), not_read(cpus.error()), ""};
  }
  std::set<std::string> values;
  for (const auto& cpu : *cpus) {
    if (is_cpu(cpu)) {
      auto text = files.read_text(std::string(kCpus) + "/" + cpu + "/cpufreq/" + std::string(file));
      values.insert(text ? *std::move(text) : not_read(text.error()));
    }
  }
  std::string all;
  for (const auto& value : values) {
    all += (all.empty() ? "" : ", ") + value;
  }
  return {std::move(name), all.empty() ? "not offered by this kernel" : all, ""};
}

/// The words of the command line that switch mitigations, sleep states or clocks (kernel
/// parameters); all others may hold secrets and are left out.
Fact command_line_fact(const FileTree& files) {
  const auto text = files.read_text("/proc/cmdline");
  if (!text) {
    return {"kernel_command_line", not_read(text.error()), ""};
  }
  constexpr std::array<std::string_view, 12> kTelling{
      "mitigations", "nosmt", "isolcpus",  "nohz_full",    "intel_pstate", "amd_pstate",
      "idle",        "tsc",   "hugepages", "default_huge", "iommu",        "processor.max_cstate"};
  std::string told;
  for (const auto word : words(*text)) {
    const bool tells = std::ranges::any_of(
        kTelling, [&](std::string_view start) { return word.starts_with(start); });
    if (tells) {
      told += (told.empty() ? "" : " ") + std::string(word);
    }
  }
  return {"kernel_command_line", told.empty() ? "defaults" : told, ""};
}

/// Microwatts (kernel powercap sysfs), one fact a constraint: "power_cap package-0 long_term".
void add_caps_of_zone(const FileTree& files, const std::string& zone, std::vector<Fact>& facts) {
  const auto base = std::string(kPowercap) + "/" + zone;
  const auto name = files.read_text(base + "/name");
  for (const char* number : {"0", "1", "2"}) {
    const auto constraint = base + "/constraint_" + number + "_";
    const auto limit = files.read_text(constraint + "power_limit_uw");
    if (!limit) {
      return;
    }
    const auto term = files.read_text(constraint + "name");
    facts.push_back(
        {"power_cap " + (name ? *name : zone) + " " + (term ? *term : number), *limit, "uW"});
  }
}

void add_power_caps(const FileTree& files, std::vector<Fact>& facts) {
  const auto zones = files.list(kPowercap);
  if (!zones) {
    facts.push_back({"power_cap", not_read(zones.error()), ""});
    return;
  }
  for (const auto& zone : *zones) {
    add_caps_of_zone(files, zone, facts);
  }
}

}  // namespace

std::vector<Fact> environment_facts(const FileTree& files) {
  std::vector<Fact> facts{file_fact(files, "load_average_before", "/proc/loadavg"),
                          command_line_fact(files)};
  auto conditions = condition_facts(files);
  facts.insert(facts.end(), conditions.begin(), conditions.end());
  return facts;
}

std::vector<Fact> condition_facts(const FileTree& files) {
  std::vector<Fact> facts{
      cpufreq_fact(files, "cpu_governor", "scaling_governor"),
      cpufreq_fact(files, "cpu_frequency_driver", "scaling_driver"),
      cpufreq_fact(files, "cpu_frequency_limit", "scaling_max_freq"),
      file_fact(files, "smt_active", "/sys/devices/system/cpu/smt/active"),
      memory_limit_fact(files),
      processor_quota_fact(files),
      allowed_processors_fact(files),
      file_fact(files, "transparent_hugepage", "/sys/kernel/mm/transparent_hugepage/enabled"),
  };
  add_power_caps(files, facts);
  return facts;
}

ClockSync clock_sync(const Host& host) {
  return host.files.is_this_machine() ? host.clock.synchronisation()
                                      : ClockSync{.why = "a captured tree has no clock"};
}

std::string clock_source(const FileTree& files) {
  auto text = files.read_text(kClockSource);
  return text ? *std::move(text) : "not given";
}

}  // namespace rackproof
