#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rackproof::testing {

/// One sample of a WriteRequest, read by other code than what wrote it.
struct ReadBack {
  std::map<std::string, std::string> labels;
  std::vector<std::string> label_names;  ///< In the order in which they stood.
  double value = 0;
  std::int64_t milliseconds = 0;

  /// rackproof_x{device="…"}: name, and the device's id.
  [[nodiscard]] std::string name() const { return labels.at("__name__"); }
};

/// Uncompresses and decodes; fails the test for anything that is not a WriteRequest to its end.
[[nodiscard]] std::vector<ReadBack> read_write_request(std::string_view body);

/// The same without the snappy block around it.
[[nodiscard]] std::vector<ReadBack> read_plain_write_request(std::string_view bytes);

}  // namespace rackproof::testing
