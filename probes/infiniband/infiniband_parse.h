#pragma once

#include <string_view>

#include "schemas/sample.h"

/// Texts of /sys/class/infiniband/*/ports/*. Pure.
namespace rackproof::infiniband {

/// "4: ACTIVE", "5: LinkUp" -> the number in front.
Reading parse_state(std::string_view text);

/// "40 Gb/sec (4X QDR)" -> 40e9 bits a second.
Reading parse_rate(std::string_view text);

/// "40 Gb/sec (4X QDR)" -> 4 lanes.
Reading parse_lanes(std::string_view text);

/// A counter; "N/A (no PMA)", which drivers without a performance agent print, is unsupported.
Reading parse_counter(std::string_view text);

/// A counter of 4-byte words (IBTA PortXmitData, PortRcvData), in bytes.
Reading parse_words(std::string_view text);

}  // namespace rackproof::infiniband
