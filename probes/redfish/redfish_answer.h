#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "probes/machine/http_session.h"
#include "probes/redfish/session_path.h"
#include "schemas/result.h"

/// What a Redfish service means by its answers. Pure.
namespace rackproof::redfish {

struct ServiceOffer {
  SessionsAt sessions = SessionsAt::service;
  bool expands = false;  ///< $expand=.($levels=1): a collection with its members.
};

/// Error{malformed} for what is no ServiceRoot: whoever answers so is told no password.
Result<ServiceOffer> parse_service_root(std::string_view text);

/// 429 and 503: ask again later.
[[nodiscard]] bool is_busy(const HttpAnswer& answer);

/// Retry-After in seconds; nothing where it is missing or a date.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(const HttpAnswer& answer);

/// Whether a session was refused because there are as many as the service allows.
[[nodiscard]] bool is_session_limit(const HttpAnswer& answer);

/// An answer that is no document, as the reason why there is none: absent for 404 and 410, denied
/// for 401 and 403, unsupported for 405 and 501, timed_out for 408 and 504, else io. Of the body
/// only the identifier of its message is told, for a service may repeat in the rest what it was
/// sent.
[[nodiscard]] Error refusal_of(const HttpAnswer& answer, std::string_view what);

/// @odata.id of a document; "" when there is none.
[[nodiscard]] std::string odata_id(std::string_view text);

}  // namespace rackproof::redfish
