#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/machine/kept_connections.h"
#include "schemas/result.h"

/// The only door for those who ask us over HTTP (cpp-httplib underneath).
namespace rackproof {

/// A GET or HEAD, as it was understood.
struct ServedRequest {
  std::string path;  ///< Decoded, without the query: "/metrics".
  /// Decoded; those of one name in the order in which they came.
  std::vector<std::pair<std::string, std::string>> query = {};
  std::string accept = {};           ///< Of the header Accept; "" where there was none.
  std::string accept_encoding = {};  ///< The same of Accept-Encoding.

  /// The first value of that name; "" where there is none.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

struct ServedAnswer {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
  std::string encoding = {};  ///< Of the body, as Content-Encoding names it; "" = as it is.
  std::string vary = {};      ///< Headers of the request that it depends on.
};

/// 404, with a body that says so.
[[nodiscard]] ServedAnswer nothing_here();

struct HttpServerLimits {
  int threads = 3;  ///< Requests that are answered at once; further ones wait.
  /// Of a request and its answer, from the first byte to the last.
  std::chrono::milliseconds request{10000};
  std::size_t request_bytes = std::size_t{16} << 10;  ///< Request line, headers and body.
  KeptLimits kept = {};                               ///< Connections between two requests.
  std::size_t requests = 1000;                        ///< Over one connection.
};

/// Answers GET and HEAD over plain HTTP/1.1, one request after the other on each connection; any
/// other method is 405, what is no HTTP or too long is 400, and either ends the connection. Nobody
/// holds it up: who says nothing has no thread, and who is slower than the limit is shut. Where it
/// listens on a loopback address, what does not ask for this machine by such a name or address is
/// 403 (served_host.h).
class HttpServer {
 public:
  /// Called from any of the threads, several at once.
  using Handler = std::function<ServedAnswer(const ServedRequest&)>;

  /// `address`: "127.0.0.1:9841", "[::1]:9841", "localhost:9841", or "*:9841" for every address;
  /// port 0 is one that the system picks. Error{malformed} for anything else, Error{io, denied}
  /// where it cannot be had. Listens when it returns.
  static Result<HttpServer> start(const std::string& address, Handler handler,
                                  const HttpServerLimits& limits = {});

  /// Shuts every connection and ends all threads.
  ~HttpServer();
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Where it listens, with the port that it has: "127.0.0.1:9841".
  [[nodiscard]] const std::string& address() const;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace rackproof
