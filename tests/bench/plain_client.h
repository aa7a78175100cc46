#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof::bench {

/// GET over one connection to 127.0.0.1 that is kept, at as little cost of its own as can be: what
/// is timed is the server. Knows Content-Length and chunks, nothing else of HTTP.
class PlainClient {
 public:
  explicit PlainClient(std::uint16_t port) : port_(port) {}

  /// Sends and reads to the end of the answer; `target` holds nothing that a URL may not hold.
  /// A connection that the server has shut meanwhile is made anew, once. io: no answer, or one
  /// whose status is not 200, with its beginning.
  Result<void> ask(std::string_view target);
  /// The body of the last answer.
  [[nodiscard]] std::string body() const;

 private:
  Result<void> ask_once(std::string_view request);
  Result<void> connect();
  Result<void> read_answer();
  Result<void> read_more();
  [[nodiscard]] bool is_whole() const;
  void read_head(std::size_t length);

  std::uint16_t port_;
  Descriptor socket_;
  std::string received_ = std::string(std::size_t{1} << 20, '\0');
  std::size_t filled_ = 0;  ///< Bytes of `received_`.
  std::size_t head_ = 0;    ///< Length of status line and headers; 0 = not there yet.
  std::size_t length_ = 0;  ///< Of the body, unless it is in chunks.
  bool chunked_ = false;
};

}  // namespace rackproof::bench
