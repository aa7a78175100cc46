#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/result.h"

namespace rackproof::redfish {

inline constexpr std::string_view kRootDocument = "/redfish/v1/";

/// Where a service makes sessions; nothing else is ever posted to.
enum class SessionsAt {
  service,  ///< /redfish/v1/SessionService/Sessions (DSP0266).
  root,     ///< /redfish/v1/Sessions, as early services have it.
};

[[nodiscard]] std::string_view path_of(SessionsAt place);

/// The place that a ServiceRoot links to; nothing for a path that no session can be made at.
[[nodiscard]] std::optional<SessionsAt> sessions_at(std::string_view path);

/// The path of one session; nothing else is ever deleted. Made from what a service says, and only
/// from a path right below a place for sessions.
class SessionPath {
 public:
  /// `location` is a path or a URL, of which host and port are passed over: a BMC may know itself
  /// by another name than we do. Error{malformed} for anything that is no session.
  static Result<SessionPath> from_location(std::string_view location);

  [[nodiscard]] const std::string& text() const { return text_; }
  bool operator==(const SessionPath&) const = default;

 private:
  explicit SessionPath(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace rackproof::redfish
