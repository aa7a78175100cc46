#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

namespace rackproof::vendor {

/// "pass 7 without 0 3": what the parent says to the child.
struct Request {
  std::int64_t pass = 0;
  std::vector<int> without;  ///< Indices of GPUs that are not to be touched.

  bool operator==(const Request&) const = default;
};

/// Without a newline.
std::string write_request(const Request& request);
/// Error{malformed} shows the line, made printable.
Result<Request> parse_request(std::string_view line);

}  // namespace rackproof::vendor
