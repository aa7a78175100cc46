#include "certsuite/workloads/memory_budget.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "probes/machine/cgroup.h"
#include "probes/machine/meminfo.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr std::string_view kProcessors = "/sys/devices/system/cpu";

Result<std::uint64_t> mem_available(const FileTree& files) {
  constexpr std::string_view kPath = "/proc/meminfo";
  const auto text = files.read_text(kPath);
  if (!text) {
    return text.error();
  }
  const auto available = meminfo::parse_available(*text);
  if (const auto* bytes = std::get_if<std::int64_t>(&available)) {
    return static_cast<std::uint64_t>(*bytes);
  }
  return std::get<Error>(available).during(kPath);
}

/// Empty for a file that is not there and for "max", which both mean no limit.
std::optional<std::uint64_t> number_in(const FileTree& files, const std::string& path) {
  const auto text = files.read_text(path);
  if (!text) {
    return std::nullopt;
  }
  const auto number = parse_unsigned(*text);
  return number ? std::optional(*number) : std::nullopt;
}

/// What is left in the tightest of the directories, whose files are called so.
std::uint64_t left_in(const FileTree& files, const std::vector<std::string>& directories,
                      const char* limit_file, const char* usage_file) {
  std::uint64_t left = UINT64_MAX;
  for (const auto& directory : directories) {
    const auto limit = number_in(files, directory + limit_file);
    const auto usage = number_in(files, directory + usage_file);
    if (limit && usage) {
      left = std::min(left, *limit - std::min(*limit, *usage));
    }
  }
  return left;
}

/// Files of both versions of the memory controller (kernel admin-guide, cgroup-v1 and cgroup-v2).
std::uint64_t left_by_cgroups(const FileTree& files) {
  return std::min(left_in(files, cgroup_directories(files), "/memory.max", "/memory.current"),
                  left_in(files, cgroup_directories(files, "memory"), "/memory.limit_in_bytes",
                          "/memory.usage_in_bytes"));
}

/// "32768K" (kernel ABI sysfs-devices-system-cpu, cache/index*/size).
std::uint64_t cache_size(std::string_view text) {
  const bool kibibytes = text.ends_with('K');
  const auto number = parse_unsigned(kibibytes ? text.substr(0, text.size() - 1) : text);
  return number ? *number * (kibibytes ? 1024 : 1) : 0;
}

}  // namespace

Result<std::uint64_t> memory_budget(const FileTree& files) {
  auto available = mem_available(files);
  if (!available) {
    return available;
  }
  return std::min(*available, left_by_cgroups(files));
}

std::uint64_t last_level_cache_bytes(const FileTree& files) {
  std::set<std::string> counted;
  std::uint64_t total = 0;
  const auto processors = files.list(kProcessors);
  if (!processors) {
    return 0;
  }
  for (const auto& processor : *processors) {
    const auto caches = std::string(kProcessors) + "/" + processor + "/cache";
    const auto entries = files.list(caches);
    if (!entries) {
      continue;
    }
    const auto last = std::find_if(entries->rbegin(), entries->rend(),
                                   [](const auto& name) { return name.starts_with("index"); });
    if (last == entries->rend()) {
      continue;
    }
    const auto size = files.read_text(caches + "/" + *last + "/size");
    const auto sharers = files.read_text(caches + "/" + *last + "/shared_cpu_list");
    if (size && sharers && counted.insert(*sharers).second) {
      total += cache_size(*size);
    }
  }
  return total;
}

}  // namespace rackproof
