#include "probes/machine/http_server.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/raw_http.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

/// Says back what it understood.
ServedAnswer echo(const ServedRequest& request) {
  if (request.path == "/nowhere") {
    return nothing_here();
  }
  if (request.path == "/later") {
    return {.status = 503, .body = "not yet\n"};
  }
  std::string told = request.path;
  for (const auto& [name, value] : request.query) {
    told += " " + name + "=" + value;
  }
  return {.body = told + " [" + request.accept_encoding + "]\n"};
}

HttpServer serving(const HttpServerLimits& limits = {}, HttpServer::Handler handler = echo) {
  auto server = HttpServer::start("127.0.0.1:0", std::move(handler), limits);
  REQUIRE(server);
  return *std::move(server);
}

}  // namespace

TEST_CASE("http server: a GET reaches the handler, decoded, and its answer comes back",
          "[machine][http]") {
  const auto server = serving();
  const auto answer = raw_get(server.address(), "/a%20b?device=node%2Fx&device=second&at=1+2");
  CHECK(status_of(answer) == 200);
  CHECK(body_of(answer) == "/a b at=1 2 device=node/x device=second []\n");
  CHECK(answer.find("Content-Type: text/plain; charset=utf-8") != std::string::npos);
  CHECK(answer.find("Connection: close") != std::string::npos);
}

TEST_CASE("http server: the handler's own answers are kept, whatever they are", "[machine][http]") {
  const auto server = serving();
  CHECK(status_of(raw_get(server.address(), "/nowhere")) == 404);
  const auto later = raw_get(server.address(), "/later");
  CHECK(status_of(later) == 503);
  CHECK(body_of(later) == "not yet\n");
}

TEST_CASE("http server: a HEAD has the head and no body", "[machine][http]") {
  const auto server = serving();
  const auto answer = raw_http(server.address(), "HEAD /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(status_of(answer) == 200);
  CHECK(answer.find("Content-Length: 6") != std::string::npos);
  CHECK(body_of(answer).empty());
}

TEST_CASE("http server: what is no GET is 405, though it brings a body", "[machine][http]") {
  std::atomic<int> asked = 0;
  const auto server = serving({}, [&](const ServedRequest& request) {
    ++asked;
    return echo(request);
  });
  for (const std::string method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    INFO(method);
    const auto answer = raw_http(
        server.address(),
        method + " /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
    CHECK(status_of(answer) == 405);
    CHECK(answer.find("Allow: GET, HEAD") != std::string::npos);
  }
  CHECK(asked == 0);
}

TEST_CASE("http server: what is no HTTP is 400, and the server lives on", "[machine][http]") {
  const auto server = serving();
  CHECK(status_of(raw_http(server.address(), "HELO there\r\n\r\n")) == 400);
  CHECK(status_of(raw_http(server.address(), "GET  HTTP\r\n\r\n")) == 400);
  CHECK(status_of(raw_http(server.address(), std::string(200, '\0') + "\r\n\r\n")) == 400);
  CHECK(status_of(raw_get(server.address(), "/x")) == 200);
}

TEST_CASE("http server: a request longer than its limit is refused", "[machine][http]") {
  const auto server = serving({.request_bytes = 2000});
  std::string request = "GET /x HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < 200; ++i) {
    request += "X-Filler-" + std::to_string(i) + ": 0123456789\r\n";
  }
  CHECK(status_of(raw_http(server.address(), request + "\r\n")) == 400);
  CHECK(status_of(raw_get(server.address(), "/" + std::string(5000, 'x'))) != 200);
  CHECK(status_of(raw_get(server.address(), "/x")) == 200);
}

TEST_CASE("http server: neither ranges nor compression are the library's to do",
          "[machine][http]") {
  const auto server = serving();
  const auto answer = raw_http(server.address(),
                               "GET /abc HTTP/1.1\r\nHost: localhost\r\nRange: bytes=1-2\r\n"
                               "Accept-Encoding: gzip, br\r\nX-Accept-Encoding: forged\r\n\r\n");
  CHECK(status_of(answer) == 200);
  CHECK(body_of(answer) == "/abc [gzip, br]\n");
  CHECK(answer.find("Content-Encoding") == std::string::npos);
}

TEST_CASE("http server: who dribbles is shut out, and holds nobody else up", "[machine][http]") {
  const auto server = serving({.threads = 2, .request = 300ms});
  const int dribbler = open_connection(server.address());
  REQUIRE(dribbler >= 0);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(status_of(raw_get(server.address(), "/x")) == 200);  // the other thread
  bool shut = false;
  while (!shut && std::chrono::steady_clock::now() - begun < 20s) {
    shut = ::send(dribbler, "G", 1, MSG_NOSIGNAL) < 0;  // always within any pause between bytes
    std::this_thread::sleep_for(20ms);
  }
  ::close(dribbler);
  CHECK(shut);
}

TEST_CASE("http server: silent connections, more than threads, end and the next one is answered",
          "[machine][http]") {
  const auto server = serving({.threads = 2, .request = 200ms});
  std::vector<int> silent;
  for (int i = 0; i < 6; ++i) {
    silent.push_back(open_connection(server.address()));
  }
  CHECK(status_of(raw_get(server.address(), "/x")) == 200);
  for (const int each : silent) {
    ::close(each);
  }
}

TEST_CASE("http server: it stops though connections are open and say nothing", "[machine][http]") {
  int silent = -1;
  std::string address;
  {
    const auto server = serving({.threads = 1, .request = std::chrono::hours(1)});
    address = server.address();
    silent = open_connection(address);
    REQUIRE(silent >= 0);
    std::this_thread::sleep_for(20ms);  // taken by its thread, most times
  }
  ::close(silent);
  CHECK(raw_get(address, "/x").empty());
}

TEST_CASE("http server: one connection is asked again and again, also before it has answered",
          "[machine][http]") {
  const auto server = serving();
  std::string asked;
  for (int i = 0; i < 3; ++i) {
    asked += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }
  const auto answers = raw_http(
      server.address(), asked + "GET /3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  for (const auto* body : {"/0 []\n", "/1 []\n", "/2 []\n", "/3 []\n"}) {
    CHECK(answers.find(body) != std::string::npos);
  }
  CHECK(answers.find("Keep-Alive: timeout=15, max=1000") != std::string::npos);
  CHECK(answers.find("Connection: close") > answers.find("/2 []"));
}

TEST_CASE("http server: a connection between two requests holds no thread", "[machine][http]") {
  const auto server = serving({.threads = 1});
  const std::string request = "GET /kept HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const int kept = open_connection(server.address());
  REQUIRE(kept >= 0);
  const auto ask = [&] {
    REQUIRE(::send(kept, request.data(), request.size(), MSG_NOSIGNAL) > 0);
    std::string got(4096, ' ');
    const auto size = ::recv(kept, got.data(), got.size(), 0);
    return size <= 0 ? std::string() : body_of(got.substr(0, static_cast<std::size_t>(size)));
  };
  CHECK(ask() == "/kept []\n");  // head and body in one piece
  const auto begun = std::chrono::steady_clock::now();
  CHECK(status_of(raw_get(server.address(), "/x")) == 200);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
  CHECK(ask() == "/kept []\n");
  ::close(kept);
}

TEST_CASE("http server: what brings a body, is no HTTP or says close is the last on its connection",
          "[machine][http]") {
  const auto server = serving();
  const std::string next = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (const std::string& first :
       {"POST /a HTTP/1.1\r\nContent-Length: " + std::to_string(next.size()) + "\r\n\r\n",
        std::string("GET /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"),
        std::string("GET /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"),
        std::string("GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: Close\r\n\r\n"),
        std::string("GET /a HTTP/1.0\r\n\r\n"), std::string("nonsense\r\n\r\n")}) {
    INFO(first);
    const auto answer = raw_http(server.address(), first + next);
    CHECK(status_of(answer) > 0);
    CHECK(answer.find("smuggled") == std::string::npos);
  }
}

TEST_CASE("http server: after as many requests as one connection has it is ended, and said to be",
          "[machine][http]") {
  const auto server = serving({.requests = 2});
  const std::string request = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const auto answers = raw_http(server.address(), request + request + request);
  const auto first = answers.find("/x []");
  const auto second = answers.find("/x []", first + 1);
  CHECK(second != std::string::npos);
  CHECK(answers.find("/x []", second + 1) == std::string::npos);
  CHECK(answers.substr(first, second - first).find("Connection: close") != std::string::npos);
}

TEST_CASE("http server: an answer of megabytes comes whole, and the connection goes on",
          "[machine][http]") {
  const std::string long_body(5'000'000, 'x');
  const auto server = serving({}, [&](const ServedRequest& request) {
    return request.path == "/long" ? ServedAnswer{.body = long_body} : echo(request);
  });
  const auto answers = raw_http(server.address(),
                                "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                "GET /short HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(answers.find(long_body) != std::string::npos);
  CHECK(answers.ends_with("/short []\n"));
}

TEST_CASE("http server: several ask at once and each has its own answer", "[machine][http]") {
  const auto server = serving();
  // The library lists the methods it knows at the first request, under a guard that TSan does not
  // see: the library is not built with it.
  CHECK(body_of(raw_get(server.address(), "/first")) == "/first []\n");
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> askers;
    for (int i = 0; i < 8; ++i) {
      askers.emplace_back([&, i] {
        for (int k = 0; k < 20; ++k) {
          const auto path = "/" + std::to_string(i) + "/" + std::to_string(k);
          right += body_of(raw_get(server.address(), path)) == path + " []\n" ? 1 : 0;
        }
      });
    }
  }
  CHECK(right == 160);
}

TEST_CASE("http server: an address that is taken is said, and one that is none is malformed",
          "[machine][http]") {
  const auto server = serving();
  const auto second = HttpServer::start(server.address(), echo);
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::io);
  CHECK(second.error().message.find(server.address()) != std::string::npos);
  const auto wrong = HttpServer::start("rack7.example.org:80", echo);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().kind == ErrorKind::malformed);
}

TEST_CASE("http server: its sockets are not handed to children", "[machine][http]") {
  const auto server = serving();
  int open = 0;
  for (int number = 3; number < 256; ++number) {
    const int flags = ::fcntl(number, F_GETFD);
    int type = 0;
    socklen_t length = sizeof(type);
    if (flags >= 0 && ::getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &type, &length) == 0 &&
        type == 1) {
      ++open;
      CHECK((flags & FD_CLOEXEC) != 0);
    }
  }
  CHECK(open >= 1);
}

TEST_CASE("http server: on a loopback address it answers to names of this machine alone",
          "[machine][http]") {
  std::atomic<int> asked = 0;
  const auto server = serving({}, [&](const ServedRequest& request) {
    ++asked;
    return echo(request);
  });
  const auto answer_to = [&](const std::string& head) {
    return raw_http(server.address(), "GET /metrics HTTP/1." + head + "\r\n\r\n");
  };
  for (const std::string host : {"localhost", "127.0.0.1:9841", "[::1]", "LOCALHOST:1"}) {
    INFO(host);
    CHECK(status_of(answer_to("1\r\nHost: " + host)) == 200);
  }
  CHECK(status_of(answer_to("0")) == 200);  // older than the header
  CHECK(asked == 5);

  for (const std::string head : {"1\r\nHost: evil.example:9841", "0\r\nHost: evil.example",
                                 "1\r\nHost: 127.0.0.1.evil.example", "1\r\nHost: ", "1",
                                 "1\r\nHost: localhost\r\nHost: evil.example"}) {
    INFO(head);
    CHECK(status_of(answer_to(head)) == 403);
  }
  CHECK(asked == 5);
  const auto told = answer_to("1\r\nHost: evil.example");
  CHECK(body_of(told) == "403: listens on " + server.address() +
                             " and answers to localhost, 127.0.0.1 and [::1] alone, not to "
                             "'evil.example'; a proxy before it sets the header Host\n");
  CHECK(told.find("Content-Type: text/plain") != std::string::npos);
}

TEST_CASE("http server: a connection that was refused for its name may ask again",
          "[machine][http]") {
  const auto server = serving();
  const auto answer = raw_http(server.address(),
                               "GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                               "GET /b HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(status_of(answer) == 403);
  CHECK(answer.find("/b []") != std::string::npos);
}

TEST_CASE("http server: on every address it answers to any name", "[machine][http]") {
  auto server = HttpServer::start("*:0", echo);
  REQUIRE(server);
  const auto port = server->address().substr(server->address().rfind(':'));
  const auto answer = raw_http(
      "127.0.0.1" + port, "GET /x HTTP/1.1\r\nHost: node7.example\r\nConnection: close\r\n\r\n");
  CHECK(status_of(answer) == 200);
}
