#include "probes/neuron/neuron_layout.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "probes/survey.h"
#include "schemas/text.h"

namespace rackproof::neuron {
namespace {

constexpr int kDepth = 8;
constexpr std::size_t kMostFiles = 8192;
constexpr DriverVersion kMoved{2, 31};  // "reorganised, not backward compatible" (release notes)

/// A name that a file of that meaning bears since some release, where the driver's maker says so.
struct Alias {
  DriverVersion since;
  std::string_view known;
  std::string_view now;
};

constexpr std::array kAliases{
    // The user guide has called the file so all along.
    Alias{kMoved, "info/architecture/device_name", "info/architecture/device_type"},
};

/// Number of the core that a directory of this name is; nothing for any other name.
std::optional<std::int64_t> core_in(std::string_view name) {
  for (const std::string_view stem : {"neuron_core", "core", "nc"}) {
    if (!name.starts_with(stem)) {
      continue;
    }
    const auto number = parse_unsigned(name.substr(stem.size()));
    constexpr std::uint64_t kCores = 256;
    if (number && *number < kCores) {
      return static_cast<std::int64_t>(*number);
    }
  }
  return std::nullopt;
}

class Walk {
 public:
  Walk(const FileTree& files, Layout& layout) : files_(files), layout_(layout) {}

  /// `core`: place of the core that it belongs to, in Layout::cores.
  void enter(const std::string& directory, int depth, std::optional<std::size_t> core) {
    const auto names = files_.list(directory);
    if (!names || depth > kDepth) {
      layout_.cut_short = layout_.cut_short || depth > kDepth;
      return;
    }
    for (const auto& name : *names) {
      take(path_to(directory, name), name, depth, core);
    }
  }

 private:
  void take(const std::string& path, const std::string& name, int depth,
            std::optional<std::size_t> core) {
    constexpr std::array<std::string_view, 3> kFiles{"total", "present", "peak"};  // nine in ten
    if (std::ranges::find(kFiles, name) != kFiles.end() || !files_.is_directory(path)) {
      add(core ? layout_.cores[*core].branch : layout_.device, path);
      return;
    }
    if (files_.link_target(path) || (depth == 0 && name == "power")) {
      return;  // the way back to the class; the kernel's own power management of the device
    }
    const auto number = core ? std::nullopt : core_in(name);
    if (number) {
      layout_.cores.push_back({*number, {path, {}}});
      core = layout_.cores.size() - 1;
    }
    enter(path, depth + 1, core);
  }

  void add(Branch& branch, const std::string& path) {
    if (count_ >= kMostFiles) {
      layout_.cut_short = true;
      return;
    }
    ++count_;
    branch.files.push_back(path.substr(branch.directory.size() + 1));
  }

  const FileTree& files_;
  Layout& layout_;
  std::size_t count_ = 0;
};

bool holds(const Branch& branch, std::string_view path) {
  return std::ranges::find(branch.files, path) != branch.files.end();
}

/// The same meaning at its old place, or as the maker has renamed it.
std::optional<std::string> at_known_place(const Layout& layout, const Branch& branch,
                                          std::string_view known) {
  if (holds(branch, known)) {
    return std::string(known);
  }
  constexpr std::string_view kTotal = "/total";
  if (known.ends_with(kTotal) && holds(branch, known.substr(0, known.size() - kTotal.size()))) {
    return std::string(known.substr(0, known.size() - kTotal.size()));
  }
  for (const auto& alias : kAliases) {
    if (alias.known == known && layout.driver >= alias.since && holds(branch, alias.now)) {
      return std::string(alias.now);
    }
  }
  return std::nullopt;
}

/// Every file that ends in the same names.
std::vector<std::string> with_same_tail(const Branch& branch, std::string_view known) {
  const auto tail = tail_of(known);
  std::vector<std::string> found;
  for (const auto& file : branch.files) {
    const bool whole = file.size() == tail.size() ||
                       (file.size() > tail.size() && file[file.size() - tail.size() - 1] == '/');
    if (whole && file.ends_with(tail)) {
      found.push_back(file);
    }
  }
  return found;
}

Error attribute_absent(const Layout& layout, std::string_view known, std::string_view since) {
  std::string text = "attribute absent: driver " +
                     (layout.driver_text.empty() ? "of unknown version" : layout.driver_text) +
                     " has no " + std::string(known);
  if (!since.empty()) {
    text += " (since " + std::string(since) + ")";
  }
  return Error{ErrorKind::unsupported, text};
}

}  // namespace

std::string_view tail_of(std::string_view path) {
  constexpr std::array<std::string_view, 4> kGeneral{"total", "peak", "present", "utilization"};
  auto start = path.rfind('/');
  if (start == std::string_view::npos ||
      std::ranges::find(kGeneral, path.substr(start + 1)) == kGeneral.end()) {
    return path.substr(start == std::string_view::npos ? 0 : start + 1);
  }
  start = path.rfind('/', start - 1);
  const auto above = path.substr(0, start == std::string_view::npos ? 0 : start);
  if (above.ends_with("device_mem") || above.ends_with("host_mem")) {
    start = above.rfind('/');
  }
  return path.substr(start == std::string_view::npos ? 0 : start + 1);
}

Layout walk(const FileTree& files, const std::string& directory, std::string_view driver) {
  Layout layout;
  layout.driver = parse_driver_version(driver);
  layout.driver_text = driver;
  layout.device.directory = directory;
  Walk(files, layout).enter(directory, 0, std::nullopt);
  return layout;
}

Result<std::string> locate(const Layout& layout, const Branch& branch, std::string_view known,
                           std::string_view since) {
  if (const auto place = at_known_place(layout, branch, known)) {
    return path_to(branch.directory, *place);
  }
  const bool may_have_moved = !layout.driver.known() || layout.driver >= kMoved;
  const auto candidates =
      may_have_moved ? with_same_tail(branch, known) : std::vector<std::string>{};
  if (candidates.size() == 1) {
    return path_to(branch.directory, candidates.front());
  }
  auto absent = attribute_absent(layout, known, since);
  if (candidates.size() > 1) {
    absent.message += "; " + candidates[0] + " and " + candidates[1] + " could both be it";
  }
  return absent;
}

}  // namespace rackproof::neuron
