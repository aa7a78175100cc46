#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

struct HttpUrl {
  std::string origin;  ///< "https://bmc7:443": scheme, host in lower case, port.
  std::string target;  ///< "/path?query"; at least "/".
};

/// Error{malformed} for what is no http or https URL, and for one with a user or password in it;
/// such a text is not repeated in the message.
Result<HttpUrl> parse_http_url(std::string_view url);

/// `target` with every byte that RFC 3986 does not let stand in a path or query as %XX, so that
/// nothing in a document can end a request line.
[[nodiscard]] std::string percent_encoded(std::string_view target);

}  // namespace rackproof
