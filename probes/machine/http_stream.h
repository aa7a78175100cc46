#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "probes/machine/http_session.h"
#include "schemas/result.h"

namespace rackproof {

/// The answer to one GET that does not end. Nothing is read between calls: what comes meanwhile
/// waits in the kernel, and when that is full at the other end. Verified like an HttpSession; no
/// proxy, no redirect, a connection of its own. Closed with the object. One thread at a time.
class HttpStream {
 public:
  /// Sends `request`, which is a GET without body, and waits for the headers of the answer, at most
  /// `request.total`. Errors as HttpSession::ask() has them; an answer of another status than 200
  /// is none.
  static Result<HttpStream> open(const HttpPeer& peer, const HttpRequest& request);

  ~HttpStream();
  HttpStream(HttpStream&&) noexcept;
  HttpStream& operator=(HttpStream&&) noexcept;
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

  /// Status and headers; no body.
  [[nodiscard]] const HttpAnswer& head() const;

  /// What has come, about `limit` bytes at most (a piece of up to 16 KiB is not torn). With nothing
  /// there it waits for `wait` and then gives "". Error{io}: the answer ended, or broke off, and
  /// everything before was given.
  Result<std::string> take(std::size_t limit, std::chrono::milliseconds wait);

 private:
  struct State;
  explicit HttpStream(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace rackproof
