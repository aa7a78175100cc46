#include "probes/machine/cgroup.h"

#include <algorithm>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kMount = "/sys/fs/cgroup";

/// Whether a line's list of controllers names that one; the unified hierarchy names none.
bool is_of(std::string_view controllers, std::string_view controller) {
  if (controller.empty()) {
    return controllers.empty();
  }
  const auto names = split(controllers, ',');
  return std::ranges::find(names, controller) != names.end();
}

/// "/a/b" as /proc/self/cgroup has it, "" for the root and where there is no line
/// ("hierarchy-ID:controller-list:/path", cgroups(7); a path may hold colons).
std::string own_group(const FileTree& files, std::string_view controller) {
  const auto text = files.read_text("/proc/self/cgroup");
  for (const auto line : lines(text ? std::string_view(*text) : std::string_view())) {
    const auto first = line.find(':');
    const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos ||
        !is_of(line.substr(first + 1, second - first - 1), controller)) {
      continue;
    }
    const auto path = line.substr(second + 1);
    return path.starts_with('/') && path != "/" ? std::string(path) : "";
  }
  return "";
}

}  // namespace

std::vector<std::string> cgroup_directories(const FileTree& files) {
  return cgroup_directories(files, "");
}

std::vector<std::string> cgroup_directories(const FileTree& files, std::string_view controller) {
  const auto mount =
      std::string(kMount) + (controller.empty() ? "" : "/" + std::string(controller));
  std::vector<std::string> directories;
  for (auto group = own_group(files, controller); !group.empty();
       group.resize(group.find_last_of('/'))) {
    directories.push_back(mount + group);
  }
  directories.push_back(mount);
  return directories;
}

}  // namespace rackproof
