#include "certsuite/environment.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <variant>

#include "probes/machine/cgroup.h"
#include "probes/machine/meminfo.h"
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

/// The nearest limit on the way from this process's group to the root of the hierarchy; a group
/// without the file has no limit of its own. Inside a container the root itself carries one.
Fact cgroup_fact(const FileTree& files, std::string name, std::string_view v2,
                 std::string_view v1) {
  std::string last;
  for (const auto& directory : cgroup_directories(files)) {
    if (auto text = files.read_text(directory + "/" + std::string(v2))) {
      last = *std::move(text);
    }
    if (!last.empty() && !last.starts_with("max")) {
      break;
    }
  }
  if (!last.empty()) {
    return {std::move(name), std::move(last), ""};
  }
  auto old = files.read_text("/sys/fs/cgroup/" + std::string(v1));
  return {std::move(name), old ? *std::move(old) : "no limit found", ""};
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
      cgroup_fact(files, "cgroup_memory_limit", "memory.max", "memory/memory.limit_in_bytes"),
      cgroup_fact(files, "cgroup_cpu_limit", "cpu.max", "cpu/cpu.cfs_quota_us"),
      file_fact(files, "transparent_hugepage", "/sys/kernel/mm/transparent_hugepage/enabled"),
  };
  add_power_caps(files, facts);
  return facts;
}

std::optional<double> cgroup_processors(const FileTree& files) {
  const auto limit = cgroup_fact(files, "", "cpu.max", "cpu/cpu.cfs_quota_us").value;
  const auto fields = words(limit);
  // v2: "quota period" in microseconds, "max period" without a limit; v1: the quota alone, -1
  // without one, and the period beside it (kernel admin guide).
  auto period = fields.size() == 2 ? std::string(fields[1]) : std::string();
  if (fields.size() == 1) {
    auto text = files.read_text("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
    period = text ? *std::move(text) : "";
  }
  const auto quota = fields.empty() ? Result<double>(0.0) : parse_double(fields[0]);
  const auto length = parse_double(period);
  if (!quota || !length || *quota <= 0 || *length <= 0) {
    return std::nullopt;
  }
  return *quota / *length;
}

std::uint64_t usable_memory(const FileTree& files) {
  const auto limit =
      parse_unsigned(cgroup_fact(files, "", "memory.max", "memory/memory.limit_in_bytes").value);
  const auto text = files.read_text("/proc/meminfo");
  const auto read = text ? meminfo::parse_total(*text) : Reading(text.error());
  const auto* bytes = std::get_if<std::int64_t>(&read);
  const auto total = bytes != nullptr ? static_cast<std::uint64_t>(*bytes) : 0;
  const auto least = limit && (total == 0 || *limit < total) ? *limit : total;
  return least / 100 * 97;
}

std::string clock_source(const FileTree& files) {
  auto text = files.read_text(kClockSource);
  return text ? *std::move(text) : "not given";
}

}  // namespace rackproof
