#pragma once

#include <string_view>
#include <vector>

#include "probes/read_once.h"
#include "schemas/device.h"
#include "schemas/inventory.h"

namespace rackproof {

/// The devices that must be here, each with who says so; ids unique.
using Expected = std::vector<MissingDevice>;

/// What an earlier look at the machine expects of a later one: all that it held but the probes,
/// and all that it already missed, so that a device that vanished stays missing. Pure.
[[nodiscard]] Expected expected_by(const Inventory& earlier);

/// Holds a reading against what must be here: fills presence, missing and complaints of its
/// inventory, and adds devices_expected, devices_present and devices_readable of the node to its
/// samples, in their place. A device that is here under its name with another serial number is
/// present, and a complaint says which one was expected. With nothing expected, devices_expected
/// is a reason and everything that is here is counted. Pure.
void hold_against(const Expected& expected, OneReading& reading);

}  // namespace rackproof
