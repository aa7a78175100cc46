#include "certsuite/criteria/not_covered.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {
namespace {

/// Kinds of which every device is counted or looked at.
std::set<DeviceKind> covered_by(const Architecture& reference) {
  std::set<DeviceKind> kinds{DeviceKind::probe};
  if (!reference.identity.empty() || !reference.software.empty()) {
    kinds.insert(DeviceKind::node);
  }
  if (!reference.topology_kind.empty()) {
    kinds.insert(DeviceKind::accelerator_link);
  }
  for (const auto& part : reference.parts) {
    kinds.insert(part.kind);
  }
  for (const auto& criterion : reference.criteria) {
    if (criterion.where.empty()) {
      kinds.insert(criterion.on);
    }
  }
  return kinds;
}

bool is_asked(const Architecture& reference, const Device& device) {
  return std::ranges::any_of(reference.criteria, [&device](const Criterion& criterion) {
    return binds(criterion, device);
  });
}

/// Devices that lack one thing for one reason, told once.
struct Unobservable {
  std::string first;
  std::size_t count = 0;
};

/// What the machine shows nowhere, whoever asks: "temperature of 16 devices, first ...".
std::vector<std::string> unobservable_lines(const Inventory& inventory) {
  std::map<std::pair<std::string, std::string>, Unobservable> groups;
  for (const auto& entry : inventory.unreadable) {
    const auto colon = entry.what.rfind(": ");
    if (entry.why.kind != ErrorKind::not_observable || colon == std::string::npos) {
      continue;
    }
    const auto why = entry.why.message + (entry.remedy.empty() ? "" : "; " + entry.remedy);
    auto& group = groups[{entry.what.substr(colon + 2), why}];
    group.first = group.count == 0 ? entry.what.substr(0, colon) : group.first;
    ++group.count;
  }
  std::vector<std::string> lines;
  lines.reserve(groups.size());
  for (const auto& [told, group] : groups) {
    lines.push_back(told.first + ": not observable in band on " +
                    (group.count == 1 ? group.first
                                      : counted(group.count, "device") + ", first " + group.first) +
                    ": " + told.second);
  }
  return lines;
}

/// Ids of the devices of a kind that no criterion asks about.
std::vector<std::string> unasked(const Architecture& reference, const Inventory& inventory,
                                 DeviceKind kind) {
  std::vector<std::string> ids;
  for (const auto* device : devices_of(inventory, kind)) {
    if (!is_asked(reference, *device)) {
      ids.push_back(device->id);
    }
  }
  return ids;
}

std::string sentence(const Uncovered& uncovered) {
  const auto count = uncovered.devices.size();
  return std::string(word_of(kDeviceKinds, uncovered.kind)) + ": no criterion looks at " +
         (count == 1 ? uncovered.devices.front()
                     : counted(count, "device") + ", first " + uncovered.devices.front());
}

}  // namespace

std::vector<std::string> not_judged_lines(const Judgement& judgement) {
  std::vector<std::string> lines;
  for (const auto& verdict : judgement.verdicts) {
    if (verdict.outcome == Outcome::not_judged) {
      const auto device = verdict.device.empty() ? "" : " on " + verdict.device;
      lines.push_back(verdict.criterion + device + ": " + verdict.reason);
    }
  }
  return lines;
}

std::vector<Uncovered> uncovered_by(const Architecture& reference, const Inventory& inventory) {
  const auto covered = covered_by(reference);
  std::vector<Uncovered> found;
  for (const auto& row : kDeviceKinds) {
    if (covered.contains(row.value)) {
      continue;
    }
    Uncovered uncovered{.kind = row.value, .devices = unasked(reference, inventory, row.value)};
    if (!uncovered.devices.empty()) {
      found.push_back(std::move(uncovered));
    }
  }
  return found;
}

std::vector<std::string> not_covered(const Judgement& judgement, const Architecture& reference,
                                     const Inventory& inventory) {
  auto lines = not_judged_lines(judgement);
  std::ranges::move(unobservable_lines(inventory), std::back_inserter(lines));
  for (const auto& uncovered : uncovered_by(reference, inventory)) {
    lines.push_back(sentence(uncovered));
  }
  return lines;
}

}  // namespace rackproof::criteria
