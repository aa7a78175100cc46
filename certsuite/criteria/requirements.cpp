#include "certsuite/criteria/requirements.h"

#include <algorithm>
#include <utility>

#include "certsuite/criteria/parts.h"

namespace rackproof::criteria {
namespace {

void add(std::string name, std::vector<std::string>& names) {
  if (std::ranges::find(names, name) == names.end()) {
    names.push_back(std::move(name));
  }
}

void add_part(const Part& part, std::vector<std::string>& names) {
  add(part_requirement(part.kind), names);
  for (const auto& [name, quantity] : part.quantities) {
    if (quantity.basis == Basis::not_public) {
      add(unpublished_requirement(part.kind, name), names);
    }
  }
}

}  // namespace

std::vector<std::string> requirements_of(const Architecture& reference) {
  std::vector<std::string> names;
  if (!reference.identity.empty()) {
    add("identity", names);
  }
  for (const auto& part : reference.parts) {
    add_part(part, names);
  }
  if (!reference.topology_kind.empty()) {
    add("topology", names);
  }
  if (!reference.software.empty()) {
    add("software", names);
  }
  for (const auto& criterion : reference.criteria) {
    add(criterion.id, names);
  }
  return names;
}

}  // namespace rackproof::criteria
