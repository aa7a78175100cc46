#include "tests/bench/plain_client.h"

#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

namespace rackproof::bench {
namespace {

/// Takes one connection after the other; on each it gives so many answers, in pieces, and shuts it.
class CannedServer {
 public:
  using Answer = std::vector<std::string>;  ///< Its pieces.

  explicit CannedServer(std::vector<std::vector<Answer>> connections)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(listener_.get(), any, length) == 0);
    REQUIRE(::listen(listener_.get(), 5) == 0);
    REQUIRE(::getsockname(listener_.get(), any, &length) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this, connections = std::move(connections)] { serve(connections); });
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve(const std::vector<std::vector<Answer>>& connections) const {
    for (const auto& answers : connections) {
      const Descriptor peer(::accept(listener_.get(), nullptr, nullptr));
      std::string request(4096, '\0');
      for (const auto& answer : answers) {
        if (::recv(peer.get(), request.data(), request.size(), 0) <= 0) {
          return;
        }
        for (const auto& piece : answer) {
          ::send(peer.get(), piece.data(), piece.size(), MSG_NOSIGNAL);
        }
      }
    }
  }

  Descriptor listener_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

const std::string kOk = "HTTP/1.1 200 OK\r\n";

TEST_CASE("plain client: an answer in pieces and one in chunks come whole over one connection",
          "[bench]") {
  const CannedServer server({{{kOk + "content-LENGTH: 5\r\n", "\r\nhe", "llo"},
                              {kOk + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                               "b\r\ndefghijklmn\r", "\n0\r\n\r\n"},
                              {kOk + "Content-Length: 0\r\n\r\n"}}});
  PlainClient client(server.port());

  REQUIRE(client.ask("/a"));
  CHECK(client.body() == "hello");
  REQUIRE(client.ask("/b"));
  CHECK(client.body() == "abcdefghijklmn");
  REQUIRE(client.ask("/c"));
  CHECK(client.body().empty());
}

TEST_CASE("plain client: an answer larger than its buffer comes whole", "[bench]") {
  const std::string large(3'000'000, 'x');
  const CannedServer server(
      {{{kOk + "Content-Length: " + std::to_string(large.size()) + "\r\n\r\n", large}}});
  PlainClient client(server.port());

  REQUIRE(client.ask("/"));
  CHECK(client.body() == large);
}

TEST_CASE("plain client: a connection that was shut between requests is made anew", "[bench]") {
  const CannedServer::Answer answer{kOk + "Content-Length: 2\r\n\r\nok"};
  const CannedServer server({{answer}, {answer}});
  PlainClient client(server.port());

  CHECK(client.ask("/a"));
  CHECK(client.ask("/b"));
  CHECK(client.body() == "ok");
}

TEST_CASE("plain client: an answer that breaks off twice, or that is no 200, is none", "[bench]") {
  const CannedServer::Answer cut{kOk + "Content-Length: 9\r\n\r\nhalf"};
  const CannedServer breaking({{cut}, {cut}});
  CHECK_FALSE(PlainClient(breaking.port()).ask("/"));

  const CannedServer refusing({{{"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"}}});
  PlainClient client(refusing.port());
  const auto refused = client.ask("/");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("503") != std::string::npos);
}

}  // namespace
}  // namespace rackproof::bench
