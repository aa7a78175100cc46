#pragma once

#include <string>
#include <vector>

#include "schemas/inventory.h"

namespace rackproof {

/// One line of a report: a short name and a sentence.
struct PresenceFact {
  std::string name;
  std::string text;

  bool operator==(const PresenceFact&) const = default;
};

/// How much of what must be here was here and answered, what was missing, and what readings said
/// against which device. The first is left out where nobody said what must be here; of each of the
/// others so many are named, and how many more there are. Texts are as the inventory has them, not
/// made printable. Pure.
[[nodiscard]] std::vector<PresenceFact> presence_facts(const Inventory& inventory);

}  // namespace rackproof
