#include "certsuite/criteria/topology.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/grounds.h"
#include "certsuite/criteria/ruling.h"
#include "certsuite/criteria/wording.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

/// Places that one sentence names.
constexpr std::size_t kMostNamed = 64;
/// Of a mesh, in which each is linked to each: past this it is a mistake, not a machine.
constexpr std::int64_t kMostInMesh = 256;

using Place = std::int64_t;
using Places = std::set<Place>;
using DeviceList = std::vector<const Device*>;

/// The reference's topology with what the machine shows of it.
struct Fabric {
  const Architecture& reference;
  const Inventory& inventory;
  DeviceList accelerators;  ///< By id.
  DevicesByHolder links;
  Place places = 0;  ///< How many there are in the shape.
};

std::string_view attribute(const Device& device, std::string_view name) {
  const auto found = device.attributes.find(name);
  return found == device.attributes.end() ? std::string_view() : found->second;
}

/// "neuron12" -> 12.
std::optional<Place> number_at_the_end(std::string_view text) {
  const auto last = text.find_last_not_of("0123456789");
  const auto number = parse_integer(last == std::string_view::npos ? text : text.substr(last + 1));
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<Place> place_of(const Device& device, const Architecture& reference) {
  return number_at_the_end(attribute(device, reference.topology_places));
}

/// Product of the shape; nothing where it is none.
std::optional<Place> places_in(const std::vector<int>& shape) {
  Place places = shape.empty() ? 0 : 1;
  for (const int length : shape) {
    if (length < 1 || places > kMostSlots / length) {
      return std::nullopt;
    }
    places *= length;
  }
  return places > 0 ? std::optional(places) : std::nullopt;
}

/// Both neighbours along every side of the shape, whose last side runs fastest. A ring is a torus
/// of one side.
Places beside_in_torus(const std::vector<int>& shape, Place place) {
  Places found;
  Place stride = 1;
  for (auto side = shape.rbegin(); side != shape.rend(); ++side) {
    const Place at = place / stride % *side;
    for (const Place next : {(at + 1) % *side, (at + *side - 1) % *side}) {
      found.insert(place + (next - at) * stride);
    }
    stride *= *side;
  }
  found.erase(place);  // a side of one
  return found;
}

Places neighbours_of(const Fabric& fabric, Place place) {
  if (fabric.reference.topology_kind != "mesh") {
    return beside_in_torus(fabric.reference.topology_shape, place);
  }
  Places all;
  for (Place other = 0; other < fabric.places; ++other) {
    all.insert(other);
  }
  all.erase(place);
  return all;
}

/// The accelerator that a link names as its far end; nullptr where it is not there.
const Device* peer_of(const Device& link, const Fabric& fabric) {
  const auto peer = attribute(link, "peer");
  const auto found =
      std::lower_bound(fabric.accelerators.begin(), fabric.accelerators.end(), peer,
                       [](const Device* device, std::string_view id) { return device->id < id; });
  return found == fabric.accelerators.end() || (*found)->id != peer ? nullptr : *found;
}

/// Where a link leads, by its own word, else by its far end's; nothing where neither says.
std::optional<Place> far_end(const Device& link, const Fabric& fabric) {
  const auto& reference = fabric.reference;
  const auto said = number_at_the_end(attribute(link, "peer_" + reference.topology_places));
  const auto* peer = peer_of(link, fabric);
  return said || peer == nullptr ? said : place_of(*peer, reference);
}

std::string listed(const Places& places) {
  std::string text;
  std::size_t named = 0;
  for (const auto place : places) {
    if (named++ == kMostNamed) {
      return text + ", ... (" + std::to_string(places.size()) + " in all)";
    }
    text += (text.empty() ? "" : ", ") + std::to_string(place);
  }
  return text;
}

Places without(const Places& all, const Places& others) {
  Places rest;
  std::set_difference(all.begin(), all.end(), others.begin(), others.end(),
                      std::inserter(rest, rest.end()));
  return rest;
}

std::string shape_text(const Architecture& reference) {
  std::string text = reference.topology_kind;
  const char* join = " ";
  for (const int length : reference.topology_shape) {
    text += join + std::to_string(length);
    join = " x ";
  }
  return text;
}

Verdict verdict_on(std::string device, Ruling ruling) {
  Verdict verdict;
  verdict.criterion = "topology";
  verdict.criterion_class = "link";
  verdict.device = std::move(device);
  verdict.outcome = ruling.outcome;
  verdict.reason = std::move(ruling.reason);
  verdict.missing = 1;
  verdict.grounds = exact_grounds();
  return verdict;
}

/// One that was looked at: `linked` of `asked` neighbours.
Verdict seen_verdict(const Device& device, std::size_t linked, std::size_t asked, Ruling ruling) {
  auto verdict = verdict_on(device.id, std::move(ruling));
  verdict.observed = static_cast<double>(linked);
  verdict.at_least = static_cast<double>(asked);
  verdict.accept_at_least = verdict.at_least;
  verdict.readable = 1;
  verdict.missing = 0;
  return verdict;
}

Verdict by_places(const Device& device, const DeviceList& links, const Fabric& fabric) {
  const auto place = place_of(device, fabric.reference);
  if (!place) {
    return verdict_on(device.id, {Outcome::inconclusive, "it does not say which place it has"});
  }
  if (*place >= fabric.places) {
    return verdict_on(device.id, {Outcome::fail, "it has place " + std::to_string(*place) + ", a " +
                                                     shape_text(fabric.reference) + " has 0 to " +
                                                     std::to_string(fabric.places - 1)});
  }
  Places ends;
  std::size_t nameless = 0;
  for (const auto* link : links) {
    if (const auto end = far_end(*link, fabric)) {
      ends.insert(*end);
    } else {
      ++nameless;
    }
  }
  const auto asked = neighbours_of(fabric, *place);
  const auto missing = without(asked, ends);
  const auto wrong = without(ends, asked);
  std::string text = "place " + std::to_string(*place) + " is linked to " + listed(ends);
  text += missing.empty() ? "" : "; not linked to " + listed(missing);
  text += wrong.empty() ? "" : "; not its neighbour: " + listed(wrong);
  auto outcome = missing.empty() && wrong.empty() ? Outcome::pass : Outcome::fail;
  if (nameless > 0) {
    text += "; " + counted(nameless, "link") + " without a far end";
    outcome = wrong.empty() ? Outcome::inconclusive : Outcome::fail;
  }
  return seen_verdict(device, asked.size() - missing.size(), asked.size(),
                      {outcome, text + " (" + shape_text(fabric.reference) + ")"});
}

/// A neighbour that is there and knows nothing of the link. One that is missing has a verdict of
/// its own.
bool is_one_sided(const Device& link, const Fabric& fabric) {
  return attribute(link, "listed_by_peer") == "no" && peer_of(link, fabric) != nullptr;
}

Verdict by_number(const Device& device, const DeviceList& links, const Fabric& fabric) {
  const auto asked = neighbours_of(fabric, 0).size();
  const bool all_named = std::ranges::none_of(
      links, [](const Device* link) { return attribute(*link, "peer").empty(); });
  std::string text = counted(links.size(), "link") + ", " + std::to_string(asked) + " asked";
  // Links that name no far end may count an accelerator's place beside itself.
  auto outcome =
      links.size() == asked || (links.size() > asked && !all_named) ? Outcome::pass : Outcome::fail;
  for (const auto* link : links) {
    if (is_one_sided(*link, fabric)) {
      outcome = Outcome::fail;
      text += "; " + std::string(attribute(*link, "peer")) + " does not list this one";
    }
  }
  return seen_verdict(device, links.size(), asked,
                      {outcome, text + " (" + shape_text(fabric.reference) + ")"});
}

Verdict judge_accelerator(const Device& device, const Fabric& fabric) {
  const auto links = devices_in(fabric.links, device.id);
  if (links.empty() && fabric.places > 1) {
    return verdict_on(device.id, {Outcome::inconclusive, "the machine shows no link of it"});
  }
  return fabric.reference.topology_places.empty() ? by_number(device, links, fabric)
                                                  : by_places(device, links, fabric);
}

/// Places of the shape that no accelerator says it has.
Places empty_places(const Fabric& fabric) {
  Places empty;
  for (Place place = 0; place < fabric.places; ++place) {
    empty.insert(place);
  }
  for (const auto* device : fabric.accelerators) {
    empty.erase(place_of(*device, fabric.reference).value_or(-1));
  }
  return empty;
}

void judge_empty(const Fabric& fabric, std::vector<Verdict>& verdicts) {
  const auto present = static_cast<Place>(fabric.accelerators.size());
  if (present >= fabric.places) {
    return;
  }
  std::string why =
      empty_slot_reason(fabric.inventory, DeviceKind::accelerator, present, fabric.places);
  if (!fabric.reference.topology_places.empty()) {
    why += "; nothing is at " + listed(empty_places(fabric));
  }
  for (auto slot = present; slot < fabric.places; ++slot) {
    verdicts.push_back(verdict_on(slot_name(DeviceKind::accelerator, slot), {Outcome::fail, why}));
  }
}

}  // namespace

std::vector<Verdict> judge_topology(const Architecture& reference, const Inventory& inventory) {
  if (reference.topology_kind.empty()) {
    return {};
  }
  if (reference.topology_kind == "switched") {
    auto verdict = verdict_on(
        "", {Outcome::not_judged, "links end at switches, and which at which is not asked"});
    verdict.required = false;
    verdict.missing = 0;
    verdict.grounds = exact_grounds(false);
    return {verdict};
  }
  const auto places = places_in(reference.topology_shape);
  if (!places || (reference.topology_kind == "mesh" && *places > kMostInMesh)) {
    auto verdict =
        verdict_on("", {Outcome::inconclusive, "the reference's shape is no usable one"});
    verdict.grounds = exact_grounds(false);
    return {verdict};
  }
  const Fabric fabric{reference, inventory, devices_of(inventory, DeviceKind::accelerator),
                      devices_by_holder(inventory, DeviceKind::accelerator_link), *places};
  std::vector<Verdict> verdicts;
  for (const auto* device : fabric.accelerators) {
    verdicts.push_back(judge_accelerator(*device, fabric));
  }
  judge_empty(fabric, verdicts);
  return verdicts;
}

}  // namespace rackproof::criteria
