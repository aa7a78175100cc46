#include "cli/device_tree.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/columns.h"
#include "probes/machine/natural_order.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

/// What one reading says against one device.
struct Trouble {
  bool gone = false;
  int missing = 0;
  int asked = 0;
};

std::map<DeviceHandle, Trouble> troubles_of(const OneReading& reading) {
  std::map<DeviceHandle, Trouble> troubles;
  for (const auto& sample : reading.samples) {
    auto& trouble = troubles[sample.device];
    ++trouble.asked;
    trouble.missing += has_value(sample.reading) ? 0 : 1;
    trouble.gone = trouble.gone || (sample.metric->name == "device_present" &&
                                    has_value(sample.reading) && as_double(sample.reading) == 0);
  }
  return troubles;
}

std::string words_for(const Trouble& trouble) {
  std::string text = trouble.gone ? "GONE" : "";
  if (trouble.missing > 0) {
    text += (text.empty() ? "" : ", ") + std::to_string(trouble.missing) + " of " +
            std::to_string(trouble.asked) + " readings missing";
  }
  return text;
}

/// Its model, else what the kernel calls it or drives it with.
std::string what_it_is(const Device& device) {
  if (!device.model.empty()) {
    return device.model;
  }
  for (const auto* key : {"interface", "block_device", "driver"}) {
    const auto found = device.attributes.find(key);
    if (found != device.attributes.end()) {
      return found->second;
    }
  }
  return device.vendor;
}

/// The devices by place in the tree. The probes themselves are no part of the machine.
class Tree {
 public:
  explicit Tree(const OneReading& reading)
      : devices_(reading.inventory.devices), troubles_(troubles_of(reading)) {
    for (DeviceHandle handle = 0; handle < devices_.size(); ++handle) {
      by_id_.emplace(devices_[handle].id, handle);
    }
    for (DeviceHandle handle = 0; handle < devices_.size(); ++handle) {
      const auto& device = devices_[handle];
      if (device.kind != DeviceKind::probe && device.kind != DeviceKind::node) {
        children_[parent_of(device)].push_back(handle);
      }
    }
  }

  [[nodiscard]] std::string draw() const {
    std::string out;
    const auto root = by_id_.find(kNodeId);
    if (root != by_id_.end()) {
      out += line_of(root->second, "", "");
      draw_children(root->second, "", out);
    }
    return out;
  }

 private:
  /// A parent that no probe found is the node.
  [[nodiscard]] DeviceHandle parent_of(const Device& device) const {
    const auto found = by_id_.find(device.parent);
    const auto node = by_id_.find(kNodeId);
    const auto fallback = node == by_id_.end() ? DeviceHandle{0} : node->second;
    return found == by_id_.end() || found->first == device.id ? fallback : found->second;
  }

  void draw_children(DeviceHandle parent, const std::string& indent, std::string& out) const {
    constexpr std::size_t kDeepest = 64;  // parents that go round in a circle
    const auto found = children_.find(parent);
    if (found == children_.end() || indent.size() > kDeepest) {
      return;
    }
    auto children = found->second;
    std::ranges::sort(children, [this](DeviceHandle a, DeviceHandle b) {
      return natural_less(devices_[a].id, devices_[b].id);
    });
    for (std::size_t i = 0; i < children.size();) {
      const auto alike = run_of_alike(children, i);
      const bool last = i + alike == children.size();
      out += alike > 1 ? group_line(children, i, alike, indent + (last ? "└─ " : "├─ "))
                       : line_of(children[i], devices_[parent].id, indent + (last ? "└─ " : "├─ "));
      draw_children(children[i], indent + (last ? "   " : "│  "), out);
      i += alike;
    }
  }

  /// How many processors from `from` on are alike and have nothing against them.
  [[nodiscard]] std::size_t run_of_alike(const std::vector<DeviceHandle>& children,
                                         std::size_t from) const {
    const auto plain = [&](DeviceHandle handle) {
      const auto& device = devices_[handle];
      return device.kind == DeviceKind::cpu && device.model == devices_[children[from]].model &&
             !children_.contains(handle) && trouble_words(handle).empty();
    };
    std::size_t length = 0;
    while (from + length < children.size() && plain(children[from + length])) {
      ++length;
    }
    return std::max<std::size_t>(length, 1);
  }

  [[nodiscard]] std::string trouble_words(DeviceHandle handle) const {
    const auto found = troubles_.find(handle);
    return found == troubles_.end() ? std::string() : words_for(found->second);
  }

  /// The id without what its parent's id says already.
  [[nodiscard]] std::string name_below(const Device& device, std::string_view parent) const {
    std::string_view name = device.id;
    for (const auto prefix : {parent, std::string_view(kNodeId)}) {
      if (!prefix.empty() && name.starts_with(prefix) && name.size() > prefix.size() &&
          name[prefix.size()] == '/') {
        return std::string(name.substr(prefix.size() + 1));
      }
    }
    return std::string(name);
  }

  [[nodiscard]] std::string line_of(DeviceHandle handle, std::string_view parent,
                                    const std::string& indent) const {
    const auto& device = devices_[handle];
    auto what = what_it_is(device);
    if (!device.position.empty()) {
      what += (what.empty() ? "at " : " at ") + device.position;
    }
    if (!device.firmware.empty()) {
      what += (what.empty() ? "firmware " : ", firmware ") + device.firmware;
    }
    return tree_line(indent + printable(name_below(device, parent)), printable(what),
                     trouble_words(handle));
  }

  [[nodiscard]] std::string group_line(const std::vector<DeviceHandle>& children, std::size_t from,
                                       std::size_t count, const std::string& indent) const {
    const auto& first = devices_[children[from]];
    const auto last = name_below(devices_[children[from + count - 1]], kNodeId);
    return tree_line(indent + printable(name_below(first, kNodeId) + " to " + last),
                     std::to_string(count) + " processors", "");
  }

  const Devices& devices_;
  std::map<DeviceHandle, Trouble> troubles_;
  std::map<std::string_view, DeviceHandle, std::less<>> by_id_;
  std::map<DeviceHandle, std::vector<DeviceHandle>> children_;
};

}  // namespace

std::string device_tree(const OneReading& reading) {
  return Tree(reading).draw();
}

std::string why_not(const OneReading& reading) {
  std::string out;
  for (const auto& entry : reading.inventory.unreadable) {
    out += fit(printable(entry.probe + ": " + entry.what), kColumns) + "\n";
    out += wrapped(
        printable(std::string(to_string(entry.why.kind)) + ": " + entry.why.message, 1000), "    ");
    if (!entry.remedy.empty()) {
      out += wrapped("to read it: " + printable(entry.remedy), "    ");
    }
  }
  for (const auto& probe : reading.probes) {
    if (!probe.last_failure.empty() && probe.passes > 0) {
      out += wrapped(printable(probe.name + ": " + probe.last_failure, 1000), "");
    }
  }
  return out.empty() ? "Everything that was looked for could be read.\n" : out;
}

std::string headline(const OneReading& reading, const std::string& root) {
  const auto& machine = reading.inventory;
  std::string line = machine.hostname.empty() ? "unnamed machine" : machine.hostname;
  if (!machine.machine.empty()) {
    line += ", " + machine.machine;
  }
  line += machine.bare_metal() ? ", bare metal" : ", virtual (" + machine.hypervisor + ")";
  auto out = wrapped(printable(line), "");
  if (machine.simulated) {
    out += wrapped("SIMULATED: read from " + printable(root) + ", not from this machine", "");
  }
  return out;
}

}  // namespace rackproof
