#include "certsuite/criteria/not_covered.h"

#include <algorithm>
#include <set>
#include <utility>

#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {
namespace {

std::set<DeviceKind> covered_by(const Architecture& reference) {
  std::set<DeviceKind> kinds{DeviceKind::probe};
  if (!reference.identity.empty() || !reference.software.empty()) {
    kinds.insert(DeviceKind::node);
  }
  for (const auto& part : reference.parts) {
    kinds.insert(part.kind);
  }
  for (const auto& criterion : reference.criteria) {
    kinds.insert(criterion.on);
  }
  return kinds;
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
    Uncovered uncovered{.kind = row.value, .devices = {}};
    for (const auto* device : devices_of(inventory, row.value)) {
      uncovered.devices.push_back(device->id);
    }
    if (!uncovered.devices.empty()) {
      found.push_back(std::move(uncovered));
    }
  }
  return found;
}

std::vector<std::string> not_covered(const Judgement& judgement, const Architecture& reference,
                                     const Inventory& inventory) {
  auto lines = not_judged_lines(judgement);
  for (const auto& uncovered : uncovered_by(reference, inventory)) {
    lines.push_back(sentence(uncovered));
  }
  return lines;
}

}  // namespace rackproof::criteria
