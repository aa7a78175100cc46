#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/http_session.h"
#include "schemas/result.h"

namespace rackproof {

/// Where requests are pushed to and how both ends show who they are. Holds paths of secrets, never
/// the secrets.
struct PushTarget {
  std::string url;  ///< http or https, with its path; no user and no password in it.
  PeerProof proof = PeerProof::ca_file;
  std::string anchor = {};              ///< As HttpPeer::anchor.
  std::string client_certificate = {};  ///< As HttpPeer.
  std::string client_key = {};
  std::string bearer_token_file = {};  ///< Its first line; the file is open to nobody else.
  std::string user = {};               ///< Basic; goes with password_file, and not with a token.
  std::string password_file = {};
  std::vector<HttpHeader> headers = {};  ///< Further ones, such as a tenant's.
  std::chrono::milliseconds connect = std::chrono::seconds(5);
  std::chrono::milliseconds total = std::chrono::seconds(30);
};

/// What is posted, besides its bytes.
struct PushFormat {
  std::string content_type;
  std::string content_encoding;  ///< "" = none.
  std::vector<HttpHeader> headers = {};
};

/// Posts bytes to one URL. Secrets are read anew for each request, so that one that was changed
/// counts at once, and never go over plain http but to this very machine. One thread at a time.
class PushDoor {
 public:
  /// Error{malformed} for settings that do not go together.
  static Result<PushDoor> open(const PushTarget& target, const PushFormat& format);

  /// The answer, whatever its status. Error{denied} where a secret cannot be had: nothing was sent.
  Result<HttpAnswer> post(std::string_view bytes, const std::stop_token& stop);

  /// "https://engine:8428": for complaints.
  [[nodiscard]] const std::string& origin() const { return origin_; }

 private:
  PushDoor(PushTarget target, std::string origin, HttpSession session);
  Result<void> add_authority(HttpRequest& request) const;

  PushTarget target_;
  std::string origin_;
  HttpSession session_;
  HttpRequest blank_;  ///< All of a request that is always the same.
};

}  // namespace rackproof
