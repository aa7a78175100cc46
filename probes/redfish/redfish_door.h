#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "probes/machine/http_session.h"
#include "probes/machine/http_stream.h"
#include "probes/redfish/redfish_credentials.h"
#include "probes/redfish/session_path.h"
#include "schemas/result.h"

namespace rackproof::redfish {

/// Who asks: the token of a session, or user and password with the one request (RFC 7617).
[[nodiscard]] HttpHeader by_token(const std::string& token);
[[nodiscard]] HttpHeader by_password(const RedfishCredentials& credentials);

/// All that is ever said to a BMC: read a document, open a session, close a session. There is no
/// PATCH, no PUT, no action and no other POST or DELETE, and no way to ask for one. One thread at
/// a time; errors as HttpSession::ask() gives them.
class RedfishDoor {
 public:
  static Result<RedfishDoor> open(const HttpPeer& peer);

  /// A document without saying who asks: the ServiceRoot is open to all.
  Result<HttpAnswer> get_root(std::chrono::milliseconds limit);
  /// `etag` "" asks for the whole document; else 304 says that it still is the one of that tag.
  Result<HttpAnswer> get(const std::string& uri, const std::string& etag,
                         const HttpHeader& authority, std::chrono::milliseconds limit);
  /// A GET whose answer does not end, over a connection of its own.
  [[nodiscard]] Result<HttpStream> get_stream(const std::string& uri, const HttpHeader& authority,
                                              std::chrono::milliseconds limit) const;
  Result<HttpAnswer> open_session(SessionsAt place, const RedfishCredentials& credentials,
                                  std::chrono::milliseconds limit);
  Result<HttpAnswer> close_session(const SessionPath& session, const HttpHeader& authority,
                                   std::chrono::milliseconds limit);

 private:
  RedfishDoor(HttpPeer peer, HttpSession http) : peer_(std::move(peer)), http_(std::move(http)) {}

  HttpPeer peer_;
  HttpSession http_;
};

}  // namespace rackproof::redfish
