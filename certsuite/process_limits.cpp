#include "certsuite/process_limits.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "certsuite/workloads/memory_budget.h"
#include "probes/machine/cgroup.h"
#include "probes/machine/cpu_list.h"
#include "probes/machine/meminfo.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// Version 1 spells "no limit" as the largest number of whole pages (kernel cgroup-v1/memory).
constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 62U;

struct MemoryLimit {
  bool told = false;  ///< A group was asked and answered, be it "max".
  std::optional<std::uint64_t> bytes;

  void hold(const Result<std::string>& text) {
    told = told || text.has_value();
    const auto number = text ? parse_unsigned(*text) : Result<std::uint64_t>(text.error());
    if (number && *number < kNoLimit) {
      bytes = std::min(bytes.value_or(*number), *number);
    }
  }
};

struct Quota {
  bool told = false;
  std::optional<double> processors;
  std::string text;  ///< "quota period" in microseconds.

  /// "max" and -1 are no quota (kernel cgroup-v2, sched-bwc).
  void hold(std::string_view quota, std::string_view period) {
    told = true;
    const auto time = parse_double(quota);
    const auto length = parse_double(period);
    if (!time || !length || *time <= 0 || *length <= 0) {
      return;
    }
    const double allowed = *time / *length;
    if (!processors || allowed < *processors) {
      processors = allowed;
      text = std::string(quota) + " " + std::string(period);
    }
  }
};

MemoryLimit read_memory_limit(const FileTree& files) {
  MemoryLimit limit;
  for (const auto& directory : cgroup_directories(files)) {
    limit.hold(files.read_text(directory + "/memory.max"));
  }
  for (const auto& directory : cgroup_directories(files, "memory")) {
    limit.hold(files.read_text(directory + "/memory.limit_in_bytes"));
  }
  return limit;
}

Quota read_quota(const FileTree& files) {
  Quota quota;
  for (const auto& directory : cgroup_directories(files)) {
    const auto text = files.read_text(directory + "/cpu.max");
    const auto fields = words(text ? std::string_view(*text) : std::string_view());
    if (fields.size() == 2) {
      quota.hold(fields[0], fields[1]);
    }
  }
  for (const auto& directory : cgroup_directories(files, "cpu")) {
    const auto time = files.read_text(directory + "/cpu.cfs_quota_us");
    const auto period = files.read_text(directory + "/cpu.cfs_period_us");
    if (time && period) {
      quota.hold(*time, *period);
    }
  }
  return quota;
}

std::string said(bool told, std::string limit) {
  if (!limit.empty()) {
    return limit;
  }
  return told ? "max" : "no limit found";
}

/// The list behind "Cpus_allowed_list:" (proc(5), cpuset(7)).
Result<std::string> allowed_list(const FileTree& files) {
  constexpr std::string_view kPath = "/proc/self/status";
  const auto text = files.read_text(kPath);
  if (!text) {
    return text.error();
  }
  for (const auto line : lines(*text)) {
    const auto fields = words(line);
    if (fields.size() == 2 && fields[0] == "Cpus_allowed_list:") {
      return std::string(fields[1]);
    }
  }
  return Error{ErrorKind::absent, std::string(kPath) + ": no line Cpus_allowed_list"};
}

/// The "nr_throttled N" of one group (cpu.stat, in both versions).
void add_throttles(const FileTree& files, const std::string& directory,
                   std::optional<std::int64_t>& sum) {
  const auto text = files.read_text(directory + "/cpu.stat");
  for (const auto line : lines(text ? std::string_view(*text) : std::string_view())) {
    const auto fields = words(line);
    const auto count = fields.size() == 2 && fields[0] == "nr_throttled"
                           ? parse_integer(fields[1])
                           : Result<std::int64_t>(Error{ErrorKind::absent, ""});
    if (count) {
      sum = sum.value_or(0) + *count;
    }
  }
}

std::uint64_t main_memory(const FileTree& files) {
  const auto text = files.read_text("/proc/meminfo");
  const auto read = text ? meminfo::parse_total(*text) : Reading(text.error());
  const auto* bytes = std::get_if<std::int64_t>(&read);
  return bytes != nullptr ? static_cast<std::uint64_t>(*bytes) : 0;
}

}  // namespace

Fact memory_limit_fact(const FileTree& files) {
  const auto limit = read_memory_limit(files);
  return {"cgroup_memory_limit",
          said(limit.told, limit.bytes ? std::to_string(*limit.bytes) : std::string()), ""};
}

Fact processor_quota_fact(const FileTree& files) {
  auto quota = read_quota(files);
  return {"cgroup_cpu_limit", said(quota.told, std::move(quota.text)), ""};
}

Fact allowed_processors_fact(const FileTree& files) {
  auto list = allowed_list(files);
  return {"cpus_allowed", list ? *std::move(list) : "not readable: " + list.error().message, ""};
}

std::optional<double> cgroup_processors(const FileTree& files) {
  return read_quota(files).processors;
}

std::optional<int> allowed_processor_count(const FileTree& files) {
  const auto list = allowed_list(files);
  const auto numbers = list ? parse_cpu_list(*list) : Result<std::vector<int>>(list.error());
  return numbers && !numbers->empty() ? std::optional(static_cast<int>(numbers->size()))
                                      : std::nullopt;
}

std::optional<std::int64_t> cgroup_throttles(const FileTree& files) {
  std::optional<std::int64_t> sum;
  for (const auto& directory : cgroup_directories(files)) {
    add_throttles(files, directory, sum);
  }
  for (const auto& directory : cgroup_directories(files, "cpu")) {
    add_throttles(files, directory, sum);
  }
  return sum;
}

std::uint64_t usable_memory(const FileTree& files) {
  constexpr std::uint64_t kLeast = std::uint64_t{512} << 20U;
  const auto total = main_memory(files);
  const auto whole = std::min(total, read_memory_limit(files).bytes.value_or(total)) / 100 * 97;
  const auto left = memory_budget(files);
  return std::max(std::min(whole, left ? *left : whole), std::min(whole, kLeast));
}

}  // namespace rackproof
