#pragma once

#include <string>

#include "schemas/inventory.h"
#include "schemas/sample.h"

namespace rackproof {

/// Samples and devices as an OpenMetrics 1.0 text exposition. Sample::device indexes
/// `inventory.devices`; where a device and metric come twice the last reading stands. Names carry
/// the prefix "rackproof_", each sample the labels device and kind. What could not be read is a
/// sample of rackproof_reading_missing with the reason as a label, never a number. Devices and
/// software are `_info` families. How names are spelled: exposition_name.h. Pure.
[[nodiscard]] std::string write_openmetrics(const Inventory& inventory, const Samples& samples);

}  // namespace rackproof
