#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include <curl/curl.h>

#include "probes/machine/certificate_pin.h"
#include "probes/machine/http_session.h"
#include "schemas/result.h"

/// What HttpSession and HttpStream share: one libcurl handle and the only way in which it is set
/// up. For those two alone.
namespace rackproof {

/// Bytes of all headers of an answer.
inline constexpr std::size_t kHttpHeaderLimit = std::size_t{64} << 10;

/// What comes in while one request is under way.
struct HttpArrival {
  std::size_t body_limit = 0;
  std::size_t header_bytes = 0;
  bool interim = false;        ///< What comes belongs to a 1xx.
  bool headers_ended = false;  ///< Of the answer itself, not of a 1xx before it.
  bool flooded = false;        ///< Body or headers went over their limit.
  HttpAnswer answer;           ///< The status is left to the handle.
};

/// One line of the headers, the status line and the empty one included. False when they are too
/// many.
bool take_header_line(std::string_view line, HttpArrival& arrival);

struct FreeCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

/// Stays where it is: libcurl holds pointers to its members. One thread at a time.
struct HttpHandle {
  HttpPeer peer;
  CertificatePin pin;
  std::string client_key;  ///< The key itself, PEM.
  std::stop_token stop;    ///< Of the request that is under way.
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers{nullptr, curl_slist_free_all};
  std::array<char, CURL_ERROR_SIZE> words{};
  bool refused = false;                  ///< libcurl did not take a setting.
  std::unique_ptr<CURL, FreeCurl> curl;  ///< Goes first: it knows the others.

  /// Error{malformed} when proof, anchor, client and origin do not go together; Error{denied} for a
  /// client key that others may read.
  static Result<std::unique_ptr<HttpHandle>> open(const HttpPeer& peer);

  template <typename T>
  void set(CURLoption option, T value) {
    refused = refused || curl_easy_setopt(curl.get(), option, value) != CURLE_OK;
  }

  /// Every setting anew, headers going into `arrival`, which stays where it is until the request is
  /// over; the body is left to the caller. The connection stays.
  void prepare(const HttpRequest& request, const std::string& target,
               std::chrono::milliseconds limit, HttpArrival& arrival);
  /// Status of the answer whose headers came last; 0 when none came.
  [[nodiscard]] int status() const;
  /// The last request had to connect.
  [[nodiscard]] bool connected_anew() const;
  /// Why the request ended with `code`.
  [[nodiscard]] Error failure(CURLcode code, const HttpArrival& arrival) const;
  /// libcurl did not take what `prepare` and `set` asked of it.
  [[nodiscard]] Error lacking() const;

 private:
  void set_transport(const HttpRequest& request, std::chrono::milliseconds limit);
  void set_trust();
  void set_request(const HttpRequest& request, const std::string& target);
  void add_header(const HttpHeader& header);
};

}  // namespace rackproof
