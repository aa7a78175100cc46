#include "probes/sinks/push_door.h"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/support/push_server.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

const PushFormat kFormat{"application/x-protobuf", "snappy", {{"X-Version", "0.1.0"}}};

std::string secret_file(const TempDir& directory, const std::string& name,
                        const std::string& text) {
  auto path = directory.write(name, text);
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  return path;
}

PushDoor opened(const PushTarget& target) {
  auto door = PushDoor::open(target, kFormat);
  if (!door) {
    FAIL(door.error().message);
  }
  return *std::move(door);
}

Result<HttpAnswer> post(const PushTarget& target, std::string_view bytes = "bytes") {
  return opened(target).post(bytes, {});
}

}  // namespace

TEST_CASE("push door: bytes go as they are, with what they are", "[probes][sinks]") {
  const PushServer server;
  auto target = server.target();
  target.headers = {{"X-Scope-OrgID", "tenant"}};
  const std::string bytes("\0\xff\r\n\r\nGET / HTTP/1.1", 20);

  const auto answer = post(target, bytes);

  REQUIRE(answer);
  CHECK(answer->status == 204);
  const auto requests = server.requests();
  REQUIRE(requests.size() == 1);
  const auto& seen = requests.front();
  CHECK(seen.body == bytes);
  CHECK(seen.path == "/api/v1/write?tenant=7");
  CHECK(seen.headers.at("content-type") == "application/x-protobuf");
  CHECK(seen.headers.at("content-encoding") == "snappy");
  CHECK(seen.headers.at("x-version") == "0.1.0");
  CHECK(seen.headers.at("x-scope-orgid") == "tenant");
  CHECK(seen.headers.at("user-agent").rfind("rackproof/", 0) == 0);
  CHECK(seen.headers.count("authorization") == 0);
  CHECK(seen.headers.count("expect") == 0);
}

TEST_CASE("push door: a request of megabytes is not held up by an expectation", "[probes][sinks]") {
  const PushServer server;
  const std::string bytes(3 << 20, 'x');
  REQUIRE(post(server.target(), bytes));
  CHECK(server.requests().front().body == bytes);
  CHECK(server.requests().front().headers.count("expect") == 0);
}

TEST_CASE("push door: one connection serves many requests, and it is said when it is new",
          "[probes][sinks]") {
  const PushServer server;
  auto door = opened(server.target());
  CHECK(door.post("a", {})->connected_anew);
  CHECK_FALSE(door.post("b", {})->connected_anew);
  server.rules(R"([{"times": 1, "do": "drop"}])");
  const auto answer = door.post("c", {});  // libcurl tries a kept connection's request once more
  REQUIRE(answer);
  CHECK(answer->connected_anew);
  CHECK(server.requests().back().connection == 2);
  CHECK_FALSE(door.post("d", {})->connected_anew);
}

TEST_CASE("push door: a token is read anew for each request, its first line alone",
          "[probes][sinks]") {
  const PushServer server(PushServer::Guard::tls);
  const TempDir directory;
  auto target = server.target();
  target.bearer_token_file = secret_file(directory, "token", "first\nsecond line\n");
  auto door = opened(target);
  REQUIRE(door.post("a", {}));
  directory.write("token", "another");
  REQUIRE(door.post("b", {}));
  CHECK(server.requests()[0].headers.at("authorization") == "Bearer first");
  CHECK(server.requests()[1].headers.at("authorization") == "Bearer another");
}

TEST_CASE("push door: user and password go as Basic", "[probes][sinks]") {
  const PushServer server(PushServer::Guard::tls);
  const TempDir directory;
  auto target = server.target();
  target.user = "agent";
  target.password_file = secret_file(directory, "password", "open sesame\n");
  REQUIRE(post(target));
  CHECK(server.requests().front().headers.at("authorization") == "Basic YWdlbnQ6b3BlbiBzZXNhbWU=");
}

TEST_CASE("push door: a secret that others may read is not used, nor repeated", "[probes][sinks]") {
  const PushServer server(PushServer::Guard::tls);
  const TempDir directory;
  auto target = server.target();
  target.bearer_token_file = secret_file(directory, "token", "hush");
  REQUIRE(::chmod(target.bearer_token_file.c_str(), 0640) == 0);

  const auto refused = post(target);

  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::denied);
  CHECK(refused.error().message.find("hush") == std::string::npos);
  CHECK(server.requests().empty());
}

TEST_CASE("push door: a secret with a line's end within cannot make a header", "[probes][sinks]") {
  const PushServer server(PushServer::Guard::tls);
  const TempDir directory;
  auto target = server.target();
  target.bearer_token_file = secret_file(directory, "token", "hush\rX-Evil: 1");
  CHECK_FALSE(post(target));
  CHECK(server.requests().empty());
}

TEST_CASE("push door: another certificate gets no byte", "[probes][sinks]") {
  const PushServer server(PushServer::Guard::tls);
  auto target = server.target();
  target.anchor = std::string(64, '0');
  const auto refused = post(target);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::denied);
  CHECK(server.requests().empty());
}

TEST_CASE("push door: mutual TLS shows who we are, and without it nobody is let in",
          "[probes][sinks]") {
  const PushServer server(PushServer::Guard::mutual_tls);
  const auto answer = post(server.target());
  REQUIRE(answer);
  CHECK(answer->status == 204);
  auto nobody = server.target();
  nobody.client_certificate.clear();
  nobody.client_key.clear();
  CHECK_FALSE(post(nobody));
  CHECK(server.requests().size() == 1);
}

TEST_CASE("push door: a client's key that others may read is not used", "[probes][sinks]") {
  const PushServer server(PushServer::Guard::mutual_tls);
  const auto target = server.target();
  REQUIRE(::chmod(target.client_key.c_str(), 0644) == 0);
  const auto refused = PushDoor::open(target, kFormat);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::denied);
}

TEST_CASE("push door: settings that do not go together are refused", "[probes][sinks]") {
  const PushTarget good{"https://engine/write", PeerProof::unverified};
  CHECK(PushDoor::open(good, kFormat));
  auto both = good;
  both.bearer_token_file = "/t";
  both.user = "u";
  both.password_file = "/p";
  CHECK_FALSE(PushDoor::open(both, kFormat));
  auto no_password = good;
  no_password.user = "u";
  CHECK_FALSE(PushDoor::open(no_password, kFormat));
  auto in_url = good;
  in_url.url = "https://user:word@engine/write";
  CHECK_FALSE(PushDoor::open(in_url, kFormat));
  auto split = good;
  split.headers = {{"X-A", "1\r\nX-B: 2"}};
  CHECK_FALSE(PushDoor::open(split, kFormat));
  auto half = good;
  half.client_certificate = "/c";
  CHECK_FALSE(PushDoor::open(half, kFormat));
}

TEST_CASE("push door: no secret goes over plain http, but to this very machine",
          "[probes][sinks]") {
  PushTarget target{"http://engine:8428/write", PeerProof::plain};
  target.bearer_token_file = "/run/token";
  for (const auto* url : {"http://engine:8428/write", "http://127.evil.example/write",
                          "http://localhost.evil.example/write", "http://10.0.0.1/write"}) {
    target.url = url;
    CHECK_FALSE(PushDoor::open(target, kFormat));
  }
  for (const auto* url : {"http://127.0.0.1:8428/write", "http://localhost/write"}) {
    target.url = url;
    CHECK(PushDoor::open(target, kFormat));
  }
}

TEST_CASE("push door: who is asked to stop does not wait for a server that hangs",
          "[probes][sinks]") {
  const PushServer server;
  server.rules(R"([{"do": "hang"}])");
  auto door = opened(server.target());
  std::stop_source stop;
  const std::jthread stopper([&] {
    server.wait_for(1);
    stop.request_stop();
  });
  const auto before = std::chrono::steady_clock::now();
  const auto answer = door.post("a", stop.get_token());
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::timed_out);
  CHECK(std::chrono::steady_clock::now() - before < 20s);  // of the thirty that it might have
}
