#include "cli/health_references.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "certsuite/architectures/builtin.h"
#include "certsuite/architectures/find.h"
#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/identity.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

const Part* accelerators_of(const Architecture& architecture) {
  const auto found = std::ranges::find_if(architecture.parts, [](const Part& part) {
    return part.kind == DeviceKind::accelerator && !part.in;
  });
  return found == architecture.parts.end() ? nullptr : &*found;
}

bool tells_pci_ids(const Inventory& inventory) {
  return std::ranges::any_of(inventory.devices, [](const Device& device) {
    return device.attributes.contains("vendor_id");
  });
}

bool tells_architecture(const Inventory& inventory) {
  return std::ranges::any_of(inventory.devices, [](const Device& device) {
    return device.kind == DeviceKind::node && device.attributes.contains("architecture");
  });
}

bool is_identified(const Architecture& architecture, const Inventory& inventory) {
  const auto identity = criteria::judge_identity(architecture, inventory);
  // A mismatch of some functions alone is that machine with a part gone.
  return identity && identity->readable > 0;
}

bool has_model(const Part& part, const Inventory& inventory) {
  return !part.model.empty() &&
         std::ranges::any_of(inventory.devices, [&part](const Device& device) {
           return device.kind == DeviceKind::accelerator &&
                  matches_pattern(device.model, part.model);
         });
}

/// Whether the node is one that an accelerators' reference is for.
bool fits(const Architecture& architecture, const Inventory& inventory) {
  const auto* part = accelerators_of(architecture);
  if (part == nullptr) {
    return false;
  }
  const auto here = criteria::devices_of(inventory, DeviceKind::accelerator).size();
  const auto declared =
      static_cast<std::size_t>(criteria::declared_count(architecture, DeviceKind::accelerator));
  const bool recognised = tells_pci_ids(inventory) ? is_identified(architecture, inventory)
                                                   : has_model(*part, inventory);
  return recognised && 2 * here > declared;
}

bool fits_host(const Architecture& architecture, const Inventory& inventory) {
  return accelerators_of(architecture) == nullptr &&
         (!tells_architecture(inventory) || is_identified(architecture, inventory));
}

/// Whether anybody looks at the host itself.
bool shows_host(const Inventory& inventory) {
  return std::ranges::any_of(inventory.devices, [](const Device& device) {
    return device.kind == DeviceKind::cpu || device.kind == DeviceKind::memory;
  });
}

}  // namespace

void HealthReferences::add(Architecture architecture) {
  auto& known = known_.emplace_back();
  known.architecture = std::move(architecture);
  known.reference = {&known.architecture, criteria::health_questions(known.architecture)};
}

Result<HealthReferences> HealthReferences::named(const std::string& name_or_file) {
  auto found = find_reference(name_or_file);
  if (!found) {
    return std::move(found).error();
  }
  HealthReferences references;
  references.named_ = true;
  references.add(std::move(found->architecture));
  return references;
}

Result<HealthReferences> HealthReferences::built_in() {
  HealthReferences references;
  for (const auto& builtin : builtin_references()) {
    auto found = find_reference(std::string(builtin.id));
    if (!found) {
      return std::move(found).error();
    }
    references.add(std::move(found->architecture));
  }
  return references;
}

std::vector<const criteria::HealthReference*> HealthReferences::for_node(
    const criteria::HealthNode& node) const {
  std::vector<const criteria::HealthReference*> chosen;
  if (named_) {
    return {&known_.front().reference};
  }
  const Known* accelerators = nullptr;
  for (const auto& known : known_) {
    const bool simpler =
        accelerators == nullptr ||
        known.architecture.overlay_chain.size() < accelerators->architecture.overlay_chain.size();
    if (simpler && fits(known.architecture, node.inventory)) {
      accelerators = &known;
    }
  }
  if (accelerators != nullptr) {
    chosen.push_back(&accelerators->reference);
  }
  if (accelerators != nullptr && !shows_host(node.inventory)) {
    return chosen;
  }
  for (const auto& known : known_) {
    if (fits_host(known.architecture, node.inventory)) {
      chosen.push_back(&known.reference);
    }
  }
  return chosen;
}

}  // namespace rackproof
