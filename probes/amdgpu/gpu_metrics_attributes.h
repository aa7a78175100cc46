#pragma once

#include <string_view>

#include "probes/amdgpu/gpu_metrics.h"

namespace rackproof::amdgpu {

/// gpu_metrics 1.9, which describes itself: after the head a signed 32-bit number of attributes,
/// then for each a code of 64 bits and its values, packed, little endian. In the code, from the
/// low end: 10 bits number of values, 10 bits id, 4 bits type, 8 bits unit. An early patch wrote
/// codes of 32 bits: only the width with which the attributes end where the file ends is right.
/// Ids that this release makes nothing of are passed over; a unit that does not fit the metric is
/// unsupported; anything else that does not fit is malformed.
Result<FieldReadings> parse_attributes(std::string_view bytes);

}  // namespace rackproof::amdgpu
