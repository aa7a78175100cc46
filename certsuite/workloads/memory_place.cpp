#include "certsuite/workloads/memory_place.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr std::string_view kBlocks = "/sys/devices/system/memory";
constexpr std::string_view kNodes = "/sys/devices/system/node";
constexpr std::string_view kProcessors = "/sys/devices/system/cpu/";
constexpr std::string_view kControllers = "/sys/devices/system/edac/mc";

/// "memory12" with stem "memory" -> 12.
std::optional<std::uint64_t> number_after(std::string_view stem, std::string_view name) {
  if (!name.starts_with(stem)) {
    return std::nullopt;
  }
  const auto number = parse_unsigned(name.substr(stem.size()));
  return number ? std::optional(*number) : std::nullopt;
}

std::vector<std::string> entries_of(const FileTree& files, const std::string& directory) {
  auto entries = files.list(directory);
  return entries ? std::move(*entries) : std::vector<std::string>{};
}

std::string text_of(const FileTree& files, const std::string& path) {
  auto text = files.read_text(path);
  return text ? std::move(*text) : std::string{};
}

/// block_size_bytes is hexadecimal without 0x (kernel ABI, sysfs-devices-memory).
std::uint64_t block_size(const FileTree& files) {
  const auto text = text_of(files, std::string(kBlocks) + "/block_size_bytes");
  std::uint64_t bytes = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), bytes, 16);
  return failure == std::errc{} && end == text.data() + text.size() ? bytes : 0;
}

/// The socket in names like "Skylake Socket#1 IMC#0" (drivers skx_edac, i10nm_edac, sb_edac).
std::string socket_in(std::string_view controller_name) {
  constexpr std::string_view kMark = "Socket#";
  const auto at = controller_name.find(kMark);
  if (at == std::string_view::npos) {
    return "";
  }
  const auto digits = controller_name.substr(at + kMark.size());
  return std::string(digits.substr(0, digits.find_first_not_of("0123456789")));
}

bool is_dimm(std::string_view entry) {  // "rank" is the older name of the same directory
  return number_after("dimm", entry) || number_after("rank", entry);
}

std::vector<std::string> controller_names(const FileTree& files) {
  auto names = entries_of(files, std::string(kControllers));
  std::erase_if(names, [](const std::string& name) { return !number_after("mc", name); });
  return names;
}

std::vector<std::string> dimms_of(const FileTree& files, const std::string& controller) {
  auto names = entries_of(files, std::string(kControllers) + "/" + controller);
  std::erase_if(names, [](const std::string& name) { return !is_dimm(name); });
  return names;
}

std::string path_of(const std::string& controller, const std::string& dimm) {
  return std::string(kControllers).append("/").append(controller).append("/").append(dimm);
}

std::string dimm_name(const FileTree& files, const std::string& controller,
                      const std::string& dimm) {
  const auto label = text_of(files, path_of(controller, dimm) + "/dimm_label");
  return controller + "/" + dimm + (label.empty() ? "" : " '" + label + "'");
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

}  // namespace

MemoryPlaces MemoryPlaces::read(const FileTree& files) {
  MemoryPlaces places;
  places.block_bytes_ = block_size(files);
  for (const auto& entry : entries_of(files, std::string(kNodes))) {
    if (const auto number = number_after("node", entry)) {
      places.add_node(files, entry);
    }
  }
  for (const auto& name : controller_names(files)) {
    const auto about = std::string(kControllers) + "/" + name + "/mc_name";
    Controller controller{.name = name, .socket = socket_in(text_of(files, about))};
    for (const auto& dimm : dimms_of(files, name)) {
      controller.dimms.push_back(dimm_name(files, name, dimm));
    }
    places.controllers_.push_back(std::move(controller));
  }
  return places;
}

void MemoryPlaces::add_node(const FileTree& files, const std::string& entry) {
  Node node{.number = entry.substr(4)};
  bool first = true;
  for (const auto& part : entries_of(files, std::string(kNodes) + "/" + entry)) {
    if (const auto block = number_after("memory", part)) {
      node.blocks.push_back(*block);
    } else if (number_after("cpu", part)) {
      const auto socket =
          text_of(files, std::string(kProcessors) + part + "/topology/physical_package_id");
      node.socket = first || node.socket == socket ? socket : "";
      first = false;
    }
  }
  std::sort(node.blocks.begin(), node.blocks.end());
  nodes_.push_back(std::move(node));
}

std::string MemoryPlaces::describe(std::uint64_t physical) const {
  std::string text;
  if (const auto dimm = only_dimm(); !dimm.empty()) {
    text = ", in the only DIMM " + dimm;
  }
  if (block_bytes_ == 0) {
    return text;
  }
  const auto block = physical / block_bytes_;
  const auto node = std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& each) {
    return std::binary_search(each.blocks.begin(), each.blocks.end(), block);
  });
  if (node == nodes_.end()) {
    return text;
  }
  text += ", on NUMA node " + node->number;
  const auto behind = controllers_of(*node);
  return behind.empty() ? text : text + ", behind one of " + joined(behind);
}

std::vector<std::string> MemoryPlaces::controllers_of(const Node& node) const {
  std::vector<std::string> names;
  for (const auto& controller : controllers_) {
    if (!node.socket.empty() && controller.socket == node.socket) {
      names.push_back(controller.name);
    }
  }
  return names;
}

std::string MemoryPlaces::only_dimm() const {
  std::vector<std::string> all;
  for (const auto& controller : controllers_) {
    all.insert(all.end(), controller.dimms.begin(), controller.dimms.end());
  }
  return all.size() == 1 ? all.front() : "";
}

DimmErrors DimmErrors::read(const FileTree& files) {
  DimmErrors errors;
  for (const auto& controller : controller_names(files)) {
    for (const auto& part : dimms_of(files, controller)) {
      errors.read_dimm(files, controller, part);
    }
  }
  return errors;
}

void DimmErrors::read_dimm(const FileTree& files, const std::string& controller,
                           const std::string& part) {
  const auto stem = path_of(controller, part);
  const auto corrected = parse_integer(text_of(files, stem + "/dimm_ce_count"));
  const auto uncorrected = parse_integer(text_of(files, stem + "/dimm_ue_count"));
  if (corrected && uncorrected) {
    rows_.push_back({dimm_name(files, controller, part), *corrected, *uncorrected});
  }
}

std::string DimmErrors::grown_since(const DimmErrors& before) const {
  std::vector<std::string> grown;
  for (const auto& row : rows_) {
    const auto was = std::find_if(before.rows_.begin(), before.rows_.end(),
                                  [&](const Row& each) { return each.name == row.name; });
    if (was == before.rows_.end()) {
      continue;
    }
    std::vector<std::string> counts;
    if (row.corrected > was->corrected) {
      counts.push_back(std::to_string(row.corrected - was->corrected) + " corrected");
    }
    if (row.uncorrected > was->uncorrected) {
      counts.push_back(std::to_string(row.uncorrected - was->uncorrected) + " uncorrected");
    }
    if (!counts.empty()) {
      grown.push_back(row.name + ": " + joined(counts));
    }
  }
  std::string text;
  for (const auto& each : grown) {
    text += (text.empty() ? "" : "; ") + each;
  }
  return text;
}

}  // namespace rackproof
