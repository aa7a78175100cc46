#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/metric.h"
#include "schemas/sample.h"

/// The SMART / Health Information log page of an NVMe controller (NVM Express Base Specification
/// 2.0, figure 207): 512 bytes, little endian. Pure.
namespace rackproof::nvme {

struct SmartPage {
  /// One reading for each metric of the page, in the page's order.
  std::vector<std::pair<const Metric*, Reading>> values;
  /// Sensors 1 to 8; nothing where the drive has no such sensor (it writes 0).
  std::vector<std::optional<double>> sensors_celsius;
};

/// Error{malformed} when it is not 512 bytes. A temperature of 0 K is a sentinel; a 128-bit count
/// that does not fit into 63 bits is out_of_range. The percentage used may pass 100.
Result<SmartPage> parse_smart_page(std::string_view bytes);

}  // namespace rackproof::nvme
