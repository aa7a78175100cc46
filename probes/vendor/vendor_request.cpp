#include "probes/vendor/vendor_request.h"

#include "probes/vendor/vendor_reply.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::vendor {

std::string write_request(const Request& request) {
  auto line = "pass " + std::to_string(request.pass);
  if (!request.without.empty()) {
    line += " without";
  }
  for (const auto index : request.without) {
    line += " " + std::to_string(index);
  }
  return line;
}

Result<Request> parse_request(std::string_view line) {
  const auto parts = words(line);
  const auto pass = parts.size() < 2 ? Result<std::int64_t>(Error{}) : parse_integer(parts[1]);
  const bool known = pass && parts[0] == "pass" && (parts.size() == 2 || parts[2] == "without");
  if (!known) {
    return Error{ErrorKind::malformed,
                 "expected 'pass N [without I ...]', got '" + printable(line) + "'"};
  }
  Request request{*pass, {}};
  for (std::size_t i = 3; i < parts.size(); ++i) {
    const auto index = parse_integer(parts[i]);
    if (!index || *index < 0 || *index > kMostDevices) {
      return Error{ErrorKind::malformed, "no index: '" + printable(parts[i]) + "'"};
    }
    request.without.push_back(static_cast<int>(*index));
  }
  return request;
}

}  // namespace rackproof::vendor
