#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "schemas/result.h"
#include "schemas/sample.h"

/// Texts of amdgpu's files under /sys/class/drm/cardN/device. Pure; each takes the whole text
/// without white space at its end.
namespace rackproof::amdgpu {

/// ras/<block>_err_count. A label that is not there was not offered by that kernel or block.
struct RasCounts {
  std::optional<std::int64_t> uncorrectable;  ///< "ue"
  std::optional<std::int64_t> correctable;    ///< "ce"
  std::optional<std::int64_t> deferred;       ///< "de": since 2024, memory first
};

/// Lines "ue: 3". While the accelerator resets, the driver writes "Query currently inaccessible":
/// stale, never 0. A label that stands twice is malformed (early kernels that learnt "de" mixed the
/// labels), as is one that nobody knows, or no line at all.
Result<RasCounts> parse_ras(std::string_view text);

/// Whether a counter that went from `before` to `now` shows the artefact of a sleeping accelerator:
/// each query of one that is runtime-suspended adds exactly 1048560 to what was counted.
bool is_sleeping_growth(std::int64_t before, std::int64_t now);

/// ras/gpu_vram_bad_pages: how many pages stand in each state.
struct BadPages {
  std::int64_t retired = 0;  ///< R
  std::int64_t pending = 0;  ///< P
  std::int64_t failed = 0;   ///< F: could not be taken out of use
};

/// Lines "0x0000000012345 : 0x00001000 : R"; no line is no bad page.
Result<BadPages> parse_bad_pages(std::string_view text);

/// 0 to 100 per cent as a share of one.
Reading parse_percent(std::string_view text);

/// "card0", not "card0-DP-1", "renderD128" or "version".
bool is_card(std::string_view entry);

/// Whether a unique_id tells sockets apart: not "", not zero, not all ones.
bool is_identity(std::string_view unique_id);

}  // namespace rackproof::amdgpu
