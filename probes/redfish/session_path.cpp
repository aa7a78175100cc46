#include "probes/redfish/session_path.h"

#include <algorithm>

#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

constexpr std::string_view kService = "/redfish/v1/SessionService/Sessions";
constexpr std::string_view kRoot = "/redfish/v1/Sessions";
constexpr std::string_view kMembers = "Members/";  // some services put it before the session's id

/// The path of a URL, or what is no URL as it is.
std::string_view without_origin(std::string_view location) {
  const auto scheme = location.find("://");
  if (scheme == std::string_view::npos) {
    return location;
  }
  const auto path = location.find('/', scheme + 3);
  return path == std::string_view::npos ? "" : location.substr(path);
}

/// One path segment of plain characters, so that it leads nowhere else.
bool is_session_id(std::string_view text) {
  return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
           (each >= '0' && each <= '9') || each == '-' || each == '_' || each == '.' || each == '~';
  });
}

}  // namespace

std::string_view path_of(SessionsAt place) {
  return place == SessionsAt::service ? kService : kRoot;
}

std::optional<SessionsAt> sessions_at(std::string_view path) {
  if (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  if (path == kService) {
    return SessionsAt::service;
  }
  return path == kRoot ? std::optional(SessionsAt::root) : std::nullopt;
}

Result<SessionPath> SessionPath::from_location(std::string_view location) {
  const auto path = without_origin(location);
  for (const auto place : {kService, kRoot}) {
    if (!path.starts_with(place) || !path.substr(place.size()).starts_with('/')) {
      continue;
    }
    auto id = path.substr(place.size() + 1);
    if (id.starts_with(kMembers)) {
      id.remove_prefix(kMembers.size());
    }
    if (id.ends_with('/')) {
      id.remove_suffix(1);
    }
    if (is_session_id(id)) {
      return SessionPath(std::string(path));
    }
  }
  return Error{ErrorKind::malformed, "'" + printable(location) + "' is no session"};
}

}  // namespace rackproof::redfish
