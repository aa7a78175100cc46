#include "cli/device_tree.h"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/columns.h"
#include "cli/device_words.h"
#include "probes/device_trouble.h"
#include "probes/machine/natural_order.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostWords = 1000;  ///< Bytes of what is wrong with one device.

/// One device of the tree.
struct Entry {
  const Device* device = nullptr;
  bool missing = false;  ///< It must be here and is not.
  std::string about;     ///< Printable.
  std::string wrong;     ///< Printable; "" = nothing is.
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

/// The devices by place in the tree, those that are missing among them. The probes themselves are
/// no part of the machine.
class Tree {
 public:
  explicit Tree(const OneReading& reading) {
    for (const auto& device : reading.inventory.devices) {
      by_id_.emplace(device.id, entries_.size());
      entries_.push_back({&device, false, "", ""});
    }
    tell_what_is_wrong(reading);
    add_missing(reading.inventory.missing);
    const auto node = by_id_.find(kNodeId);
    node_ = node == by_id_.end() ? 0 : node->second;
    root_ = top_above_node();
    for (Place place = 0; place < entries_.size(); ++place) {
      const auto part = part_of(place);
      if (part != place) {
        say_for_bmc(place, part);
      } else if (place != root_ && entries_[place].device->kind != DeviceKind::probe) {
        children_[parent_of(place)].push_back(place);
      }
    }
  }

  std::string draw() {
    if (!by_id_.contains(kNodeId)) {
      return {};
    }
    out_ += tree_entry(line_of(root_, ""), "", "");
    draw_children(root_, "");
    return std::move(out_);
  }

 private:
  using Place = std::size_t;  ///< In entries_.

  void tell_what_is_wrong(const OneReading& reading) {
    const auto& inventory = reading.inventory;
    const auto troubles = troubles_of(inventory.devices, reading.samples);
    const auto complaints = inventory.complaints.empty()
                                ? complaints_of(inventory.devices, troubles)
                                : inventory.complaints;
    for (const auto& complaint : complaints) {
      const auto found = by_id_.find(complaint.device);
      if (found != by_id_.end()) {
        entries_[found->second].wrong = printable(joined(complaint.words), kMostWords);
      }
    }
    for (Place place = 0; place < entries_.size(); ++place) {
      const auto trouble = troubles.find(static_cast<DeviceHandle>(place));
      const int offered_not = trouble == troubles.end() ? 0 : trouble->second.not_offered;
      entries_[place].about = printable(words_about(in_its_place(place), offered_not));
    }
  }

  /// An accelerator sits where its PCI function does.
  [[nodiscard]] Device in_its_place(Place place) const {
    auto device = *entries_[place].device;
    const auto slot = by_id_.find(device.parent);
    if (device.kind == DeviceKind::accelerator && device.position.empty() && slot != by_id_.end()) {
      device.position = entries_[slot->second].device->position;
    }
    return device;
  }

  /// Of parts that went with what they sat in, only their number is told; a link whose other end
  /// is missing is told with that end.
  void add_missing(const std::vector<MissingDevice>& missing) {
    std::map<std::string_view, std::string_view> parents;
    for (const auto& entry : missing) {
      parents.emplace(entry.device.id, stands_in(entry.device));
    }
    std::map<std::string_view, std::size_t> parts;  // by the part that is drawn
    for (const auto& entry : missing) {
      const auto& device = entry.device;
      const auto peer = device.attributes.find("peer");
      if (parents.contains(stands_in(device))) {
        ++parts[top_of(stands_in(device), parents)];
      } else if (peer == device.attributes.end() || !parents.contains(peer->second)) {
        by_id_.emplace(device.id, entries_.size());
        entries_.push_back({&device, true, printable(words_about(device, 0)), "MISSING"});
      }
    }
    for (auto& entry : entries_) {
      const auto with = parts.find(entry.device->id);
      if (entry.missing && with != parts.end()) {
        entry.wrong +=
            " with " + std::to_string(with->second) + (with->second == 1 ? " part" : " parts");
      }
    }
  }

  /// An accelerator is a part of its own, also where its bus went with it.
  static std::string_view stands_in(const Device& device) {
    return device.kind == DeviceKind::accelerator ? std::string_view() : device.parent;
  }

  /// The last one on the way up that is in the map itself.
  static std::string_view top_of(std::string_view id,
                                 const std::map<std::string_view, std::string_view>& parents) {
    constexpr int kHighest = 8;  // parents that go round in a circle
    for (int level = 0; level < kHighest; ++level) {
      const auto above = parents.find(id);
      if (above == parents.end() || !parents.contains(above->second)) {
        break;
      }
      id = above->second;
    }
    return id;
  }

  /// The node, or what it sits in: a tray, a rack.
  [[nodiscard]] Place top_above_node() const {
    constexpr int kHighest = 8;  // parents that go round in a circle
    auto top = node_;
    for (int level = 0; level < kHighest && top < entries_.size(); ++level) {
      const auto above = by_id_.find(entries_[top].device->parent);
      if (above == by_id_.end()) {
        break;
      }
      top = above->second;
    }
    return top;
  }

  /// What a BMC shows of a part that the host shows is drawn as that part.
  [[nodiscard]] Place part_of(Place place) const {
    const auto& attributes = entries_[place].device->attributes;
    const auto view = attributes.find("in_band_view");
    const auto part = view == attributes.end() ? by_id_.end() : by_id_.find(view->second);
    return part == by_id_.end() ? place : part->second;
  }

  void say_for_bmc(Place view, Place part) {
    if (!entries_[view].wrong.empty()) {
      auto& wrong = entries_[part].wrong;
      wrong += (wrong.empty() ? "BMC: " : "; BMC: ") + entries_[view].wrong;
    }
  }

  /// A parent that no probe found is the node. Accelerators stand below the node, not below the
  /// bus that they are reached by.
  [[nodiscard]] Place parent_of(Place place) const {
    const auto& device = *entries_[place].device;
    const auto found = by_id_.find(device.parent);
    if (found == by_id_.end() || found->second == place) {
      return node_;
    }
    const auto parent = part_of(found->second);
    const bool on_bus = entries_[parent].device->kind == DeviceKind::pci;
    const bool nowhere = parent == place || (device.kind == DeviceKind::accelerator && on_bus);
    return nowhere ? node_ : parent;
  }

  void draw_children(Place parent, const std::string& indent) {
    constexpr std::size_t kDeepest = 64;  // bytes; parents that go round in a circle
    const auto found = children_.find(parent);
    if (found == children_.end() || indent.size() > kDeepest) {
      return;
    }
    const auto children = in_order(found->second);
    for (std::size_t i = 0; i < children.size();) {
      const auto alike = run_of_alike(children, i, entries_[parent].device->kind);
      const bool last = i + alike == children.size();
      const auto below = indent + (last ? "   " : "│  ");
      const auto line = alike > 1 ? line_of_run({&children[i], alike}, parent, columns_of(below))
                                  : line_of(children[i], entries_[parent].device->id);
      out_ += tree_entry(line, indent + (last ? "└─ " : "├─ "), below);
      draw_children(children[i], below);
      i += alike;
    }
  }

  /// Accelerators first, what a BMC shows by the hundred last and by kind, then by name.
  [[nodiscard]] std::vector<Place> in_order(std::vector<Place> places) const {
    std::ranges::sort(places, [this](Place a, Place b) {
      const auto left = rank_of(a);
      const auto right = rank_of(b);
      return left != right ? left < right
                           : natural_less(entries_[a].device->id, entries_[b].device->id);
    });
    return places;
  }

  [[nodiscard]] int rank_of(Place place) const {
    constexpr int kFirstOfBmc = 2;
    const auto& device = *entries_[place].device;
    if (device.kind == DeviceKind::accelerator) {
      return 0;
    }
    const bool folded =
        is_shown_by_bmc(device) && !children_.contains(place) && !folded_noun(device, {}).empty();
    return folded ? kFirstOfBmc + static_cast<int>(device.kind) : 1;
  }

  /// How many from `from` on are of one kind and model, without parts of their own, and have
  /// nothing against them, or are missing all alike. Of what a BMC shows also those that have the
  /// same against them.
  [[nodiscard]] std::size_t run_of_alike(const std::vector<Place>& children, std::size_t from,
                                         DeviceKind parent) const {
    const auto& first = entries_[children[from]];
    const auto alike = [&](Place place) {
      const auto& entry = entries_[place];
      return entry.device->kind == first.device->kind &&
             entry.device->model == first.device->model && entry.missing == first.missing &&
             entry.wrong == first.wrong &&
             (entry.missing || entry.wrong.empty() || is_shown_by_bmc(*entry.device)) &&
             !children_.contains(place);
    };
    std::size_t length = 0;
    while (!folded_noun(*first.device, parent).empty() && from + length < children.size() &&
           alike(children[from + length])) {
      ++length;
    }
    return std::max<std::size_t>(length, 1);
  }

  [[nodiscard]] TreeEntry line_of(Place place, std::string_view parent) const {
    const auto& entry = entries_[place];
    return {printable(name_below(*entry.device, parent)), entry.about, entry.wrong};
  }

  /// The first and the last by name; where both do not fit, what they are.
  [[nodiscard]] TreeEntry line_of_run(std::span<const Place> run, Place parent,
                                      std::size_t indent) const {
    constexpr std::size_t kNameColumns = 36;
    const auto& first = entries_[run.front()];
    const auto& above = *entries_[parent].device;
    const auto noun = std::string(folded_noun(*first.device, above.kind));
    const auto prefix =
        first.device->kind == DeviceKind::cpu ? kNodeId : std::string_view(above.id);
    const auto from = printable(name_below(*first.device, prefix));
    const auto to = printable(name_below(*entries_[run.back()].device, prefix));
    const auto names = from + " to " + to;
    const auto number = std::to_string(run.size()) + " " + noun;
    const bool named = from != to && indent + columns_of(names) <= kNameColumns;
    const bool same =
        std::ranges::all_of(run, [&](Place place) { return entries_[place].about == first.about; });
    const auto about = same ? first.about : printable(first.device->model);
    if (!named) {
      return {number, about, wrong_of_run(first, names)};
    }
    return {names, number + (about.empty() ? "" : ", " + about), wrong_of_run(first, "")};
  }

  /// Who it is that something is wrong with must not be left out.
  static std::string wrong_of_run(const Entry& first, const std::string& names) {
    const bool all_alike = first.missing || first.wrong.empty();
    if (all_alike) {
      return first.wrong;
    }
    return (names.empty() ? "" : names + ": ") + "each " + first.wrong;
  }

  std::vector<Entry> entries_;
  std::map<std::string_view, Place, std::less<>> by_id_;
  std::map<Place, std::vector<Place>> children_;
  Place node_ = 0;
  Place root_ = 0;
  std::string out_;
};

}  // namespace

std::string device_tree(const OneReading& reading) {
  auto out = Tree(reading).draw();
  const auto& presence = reading.inventory.presence;
  if (!presence.expected_by.empty()) {
    out += wrapped("expected " + std::to_string(presence.expected) + ", present " +
                       std::to_string(presence.present) + ", readable " +
                       std::to_string(presence.readable) + " devices, by " +
                       printable(presence.expected_by, kMostWords),
                   "");
  }
  return out;
}

}  // namespace rackproof
