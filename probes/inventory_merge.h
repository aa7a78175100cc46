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

/// What `known` leaves empty of itself is taken from `more`; id, kind and parent stay.
void fill_gaps(Device& known, Device more);

/// One machine out of what all probes found. A device that several found is one device: what one
/// leaves empty another fills. Every probe, and the collector itself, is a device too. The identity
/// is read from the node's attributes. What host and BMC show of one part stays two devices, which
/// name each other in "bmc_view" and "in_band_view" and say in "joined_by" why (device_join.h); a
/// view that was joined with nothing says so in "not_joined".
Inventory merge_inventory(const std::vector<NamedDiscovery>& discoveries);

}  // namespace rackproof
