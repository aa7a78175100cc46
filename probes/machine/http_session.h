#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

/// With http_stream.h the only door to an HTTP service (libcurl underneath).
namespace rackproof {

/// How the other end shows who it is.
enum class PeerProof {
  ca_file,      ///< Its chain leads to `anchor`, a PEM file, and to nothing else; its name fits.
  fingerprint,  ///< SHA-256 of its certificate is `anchor`; name, chain and age do not matter.
  unverified,   ///< TLS with whoever answers.
  plain,        ///< No TLS at all.
};

struct HttpPeer {
  std::string origin;  ///< HttpUrl::origin (http_url.h); http exactly when the proof is `plain`.
  PeerProof proof = PeerProof::ca_file;
  std::string anchor;  ///< Path of a PEM file, or 64 lower-case hexadecimal digits; else "".
  /// Who we are, where the other end asks (mutual TLS): path of a PEM chain; "" = nobody.
  std::string client_certificate = {};
  std::string client_key = {};  ///< Path of its key: PEM, open to nobody else (secret_file.h).

  bool operator==(const HttpPeer&) const = default;
};

struct HttpHeader {
  std::string name;
  std::string value;
};

enum class HttpVerb { get, post, remove };

struct HttpRequest {
  HttpVerb verb = HttpVerb::get;
  std::string target;  ///< "/path?query"; what a URL may not hold is percent-encoded.
  std::vector<HttpHeader> headers;
  std::string body;                               ///< Of a POST.
  std::string content_type = "application/json";  ///< Of that body.
  std::stop_token stop = {};  ///< Once asked: Error{timed_out} within about a second.
  std::chrono::milliseconds connect = std::chrono::seconds(5);
  std::chrono::milliseconds total =
      std::chrono::seconds(30);                    ///< Names, TLS, redirects: all of it.
  std::size_t body_limit = std::size_t{16} << 20;  ///< Bytes of the answer.
};

struct HttpAnswer {
  int status = 0;
  std::vector<HttpHeader> headers;
  std::string body;
  bool connected_anew = false;  ///< The connection before this one was gone, or there was none.

  /// Value of the first header of that name, in whatever case it came; nullptr when there is none.
  [[nodiscard]] const std::string* header(std::string_view name) const;
};

/// Talks to one origin over a connection that is kept open. Takes no proxy and no setting from the
/// environment, keeps no cookies, speaks HTTP/1.1 and at least TLS 1.2. One thread at a time.
class HttpSession {
 public:
  /// Error{malformed} when proof, anchor, client and origin do not go together; Error{denied} for a
  /// client key that others may read.
  static Result<HttpSession> open(const HttpPeer& peer);

  ~HttpSession();
  HttpSession(HttpSession&&) noexcept;
  HttpSession& operator=(HttpSession&&) noexcept;
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  /// The answer, whatever its status. A GET follows at most three redirects within the origin; one
  /// that leads elsewhere is Error{unsupported}. Error{denied}: the other end is not who it has to
  /// be, and nothing was sent; timed_out, out_of_range (a body or headers over their limit),
  /// malformed (no HTTP), io.
  Result<HttpAnswer> ask(const HttpRequest& request);

 private:
  struct State;
  explicit HttpSession(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace rackproof
