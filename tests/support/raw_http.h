#pragma once

#include <string>
#include <string_view>

namespace rackproof::testing {

/// What comes back when `bytes`, and nothing behind them, are sent to `address` ("127.0.0.1:PORT")
/// over one connection, until the other end closes it or ten seconds are over; "" where nothing
/// did.
[[nodiscard]] std::string raw_http(const std::string& address, std::string_view bytes);

/// The answer to a GET of `target`, head and body, over a connection of its own.
[[nodiscard]] std::string raw_get(const std::string& address, std::string_view target);

/// "HTTP/1.1 200 OK" -> 200; 0 for what is no answer.
[[nodiscard]] int status_of(std::string_view answer);

/// What stands behind the head.
[[nodiscard]] std::string body_of(const std::string& answer);

/// A connection that is open and says nothing by itself; -1 where it was refused. The caller closes
/// it.
[[nodiscard]] int open_connection(const std::string& address);

}  // namespace rackproof::testing
