#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/probe.h"
#include "schemas/inventory.h"

namespace rackproof {

/// What one probe's discovery gave, or why there is none.
struct NamedDiscovery {
  std::string probe;
  Result<Discovery> found;
};

/// Strings that are not UTF-8 are made printable.
void make_readable(Device& device);

/// One machine out of what all probes found. A device that several found is one device: what one
/// leaves empty another fills. Every probe, and the collector itself, is a device too. The identity
/// is read from the node's attributes.
Inventory merge_inventory(const std::vector<NamedDiscovery>& discoveries);

}  // namespace rackproof
