#include "certsuite/workloads/memory_budget.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "probes/machine/cgroup.h"
#include "probes/machine/cpu_list.h"
#include "probes/machine/meminfo.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr std::string_view kProcessors = "/sys/devices/system/cpu";
constexpr std::string_view kNodes = "/sys/devices/system/node";

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

/// How one version of the memory controller calls its files and the lines of memory.stat.
struct GroupFiles {
  std::string_view limit;
  std::string_view usage;
  std::string_view inactive_cache;
  std::string_view active_cache;
};

// kernel admin-guide, cgroup-v2 (memory.stat of the whole subtree) and cgroup-v1/memory (total_*).
constexpr GroupFiles kVersion2{"/memory.max", "/memory.current", "inactive_file", "active_file"};
constexpr GroupFiles kVersion1{"/memory.limit_in_bytes", "/memory.usage_in_bytes",
                               "total_inactive_file", "total_active_file"};

/// Page cache, which is charged to the group and given up before anything is killed.
std::uint64_t cache_in(const FileTree& files, const std::string& directory,
                       const GroupFiles& names) {
  const auto text = files.read_text(directory + "/memory.stat");
  std::uint64_t cache = 0;
  for (const auto line : lines(text ? std::string_view(*text) : std::string_view())) {
    const auto fields = words(line);
    const bool counts = fields.size() == 2 &&
                        (fields[0] == names.inactive_cache || fields[0] == names.active_cache);
    const auto bytes = counts ? parse_unsigned(fields[1]) : Result<std::uint64_t>(0U);
    cache += bytes ? *bytes : 0;
  }
  return cache;
}

/// What is left in the tightest of the directories.
std::uint64_t left_in(const FileTree& files, const std::vector<std::string>& directories,
                      const GroupFiles& names) {
  std::uint64_t left = UINT64_MAX;
  for (const auto& directory : directories) {
    const auto limit = number_in(files, directory + std::string(names.limit));
    const auto usage = number_in(files, directory + std::string(names.usage));
    if (limit && usage) {
      const auto held = *usage - std::min(*usage, cache_in(files, directory, names));
      left = std::min(left, *limit - std::min(*limit, held));
    }
  }
  return left;
}

std::uint64_t left_by_cgroups(const FileTree& files) {
  return std::min(left_in(files, cgroup_directories(files), kVersion2),
                  left_in(files, cgroup_directories(files, "memory"), kVersion1));
}

/// The numbers of a file that holds a list, "0-1,4"; none where it cannot be read.
std::vector<int> list_in(const FileTree& files, const std::string& path) {
  const auto text = files.read_text(path);
  auto numbers = text ? parse_cpu_list(*text) : Result<std::vector<int>>(text.error());
  return numbers ? *std::move(numbers) : std::vector<int>{};
}

/// The NUMA nodes that this process may take memory of ("Mems_allowed_list:", cpuset(7)).
std::vector<int> allowed_nodes(const FileTree& files) {
  const auto text = files.read_text("/proc/self/status");
  for (const auto line : lines(text ? std::string_view(*text) : std::string_view())) {
    const auto fields = words(line);
    if (fields.size() == 2 && fields[0] == "Mems_allowed_list:") {
      auto nodes = parse_cpu_list(fields[1]);
      return nodes ? *std::move(nodes) : std::vector<int>{};
    }
  }
  return {};
}

/// What the allowed nodes have left where these are not all that have memory. A node that does not
/// say has nothing left.
std::uint64_t left_by_nodes(const FileTree& files) {
  const std::string directory(kNodes);
  const auto allowed = allowed_nodes(files);
  const auto with_memory = list_in(files, directory + "/has_memory");
  const bool all = std::ranges::all_of(
      with_memory, [&](int node) { return std::ranges::find(allowed, node) != allowed.end(); });
  if (allowed.empty() || all) {
    return UINT64_MAX;
  }
  std::uint64_t left = 0;
  for (const int node : allowed) {
    const auto text = files.read_text(directory + "/node" + std::to_string(node) + "/meminfo");
    left += text ? meminfo::left_on_node(*text) : 0;
  }
  return left;
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
  return std::min({*available, left_by_cgroups(files), left_by_nodes(files)});
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
