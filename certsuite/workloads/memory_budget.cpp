#include "certsuite/workloads/memory_budget.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr std::string_view kProcessors = "/sys/devices/system/cpu";

Result<std::uint64_t> mem_available(const FileTree& files) {
  constexpr std::string_view kPath = "/proc/meminfo";
  auto text = files.read_text(kPath);
  if (!text) {
    return std::move(text).error();
  }
  for (const auto line : lines(*text)) {
    const auto fields = words(line);
    if (fields.size() >= 2 && fields[0] == "MemAvailable:") {
      auto kibibytes = parse_unsigned(fields[1]);
      if (!kibibytes) {
        return std::move(kibibytes).error().during(kPath);
      }
      return *kibibytes * 1024;
    }
  }
  return Error{ErrorKind::absent, std::string(kPath) + ": no MemAvailable"};
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

/// The files of one version of the memory controller (kernel admin-guide, cgroup-v1 and cgroup-v2).
struct Controller {
  std::string_view mount;
  std::string_view limit;
  std::string_view usage;
};
constexpr Controller kVersion1{"/sys/fs/cgroup/memory", "/memory.limit_in_bytes",
                               "/memory.usage_in_bytes"};
constexpr Controller kVersion2{"/sys/fs/cgroup", "/memory.max", "/memory.current"};

/// What is left in `group` and every group above it. A container may see its own group as the
/// mount's root, so the root is asked as well.
std::uint64_t left_in_groups(const FileTree& files, const Controller& controller,
                             std::string group) {
  std::uint64_t left = UINT64_MAX;
  while (true) {
    const auto directory = std::string(controller.mount) + group;
    const auto limit = number_in(files, directory + std::string(controller.limit));
    const auto usage = number_in(files, directory + std::string(controller.usage));
    if (limit && usage) {
      left = std::min(left, *limit - std::min(*limit, *usage));
    }
    if (group.empty()) {
      return left;
    }
    group.resize(group.rfind('/'));
  }
}

std::uint64_t left_by_cgroups(const FileTree& files) {
  std::uint64_t left = UINT64_MAX;
  const auto text = files.read_text("/proc/self/cgroup");
  if (!text) {
    return left;
  }
  for (const auto line : lines(*text)) {  // hierarchy-ID:controller-list:/path (cgroups(7))
    const auto fields = split(line, ':');
    if (fields.size() < 3 || !fields[2].starts_with('/')) {
      continue;
    }
    std::string group(fields[2] == "/" ? std::string_view() : fields[2]);
    if (fields[1].empty()) {
      left = std::min(left, left_in_groups(files, kVersion2, std::move(group)));
    } else if (fields[1] == "memory") {
      left = std::min(left, left_in_groups(files, kVersion1, std::move(group)));
    }
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
