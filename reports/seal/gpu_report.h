#pragma once

#include <string_view>

#include "schemas/result.h"

namespace rackproof::seal {

/// Whether `report`, of a GPU that attests itself, begins with the question for measurements that
/// has `nonce` (32 raw bytes) in it: SPDM GET_MEASUREMENTS (DMTF DSP0274: version, code 0xE0, two
/// parameters, nonce), which the GPU's signature covers. That signature and the measurements are
/// not looked at. Error{untrusted} says what is there instead.
Result<void> check_gpu_report(std::string_view report, std::string_view nonce);

}  // namespace rackproof::seal
