#include "probes/machine/http_session.h"

#include <chrono>
#include <cstdlib>

#include <catch2/catch.hpp>

#include "tests/support/redfish_server.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* kRoot = "/redfish/v1/";

HttpSession opened(const HttpPeer& peer) {
  auto session = HttpSession::open(peer);
  REQUIRE(session);
  return *std::move(session);
}

HttpRequest get(std::string target) {
  HttpRequest request;
  request.target = std::move(target);
  return request;
}

/// What a GET of the root gives where `rules` hold.
Result<HttpAnswer> root_under(const RedfishServer& server, std::string_view rules,
                              const HttpRequest& request = get(kRoot)) {
  server.rules(rules);
  return opened(server.peer()).ask(request);
}

}  // namespace

TEST_CASE("http: a chain that leads to the pinned CA is enough, to another is not",
          "[machine][http]") {
  const RedfishServer server;
  const TempDir elsewhere;
  const auto other = make_certificate(elsewhere, "other");

  auto right = opened({server.origin(), PeerProof::ca_file, server.certificate().certificate});
  auto wrong = opened({server.origin(), PeerProof::ca_file, other.certificate});

  const auto answer = right.ask(get(kRoot));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  const auto refused = wrong.ask(get(kRoot));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::denied);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("http: a CA file that is not there lets nobody in", "[machine][http]") {
  const RedfishServer server;
  const auto refused =
      opened({server.origin(), PeerProof::ca_file, server.directory().at("no.pem")})
          .ask(get(kRoot));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::denied);
  CHECK(server.requests().empty());
}

TEST_CASE("http: the pinned CA vouches for a name, and for no other", "[machine][http]") {
  const RedfishServer server;
  auto origin = server.origin();
  origin.replace(origin.find("127.0.0.1"), 9, "localhost");  // the certificate names 127.0.0.1

  const auto refused =
      opened({origin, PeerProof::ca_file, server.certificate().certificate}).ask(get(kRoot));

  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::denied);
  CHECK(server.requests().empty());
}

TEST_CASE("http: unverified and plain only when asked for by name", "[machine][http]") {
  const RedfishServer server;
  CHECK(opened({server.origin(), PeerProof::unverified, ""}).ask(get(kRoot)));

  const RedfishServer plain({.tls = false});
  CHECK(opened({plain.origin(), PeerProof::plain, ""}).ask(get(kRoot)));

  CHECK_FALSE(HttpSession::open({plain.origin(), PeerProof::unverified, ""}));
  CHECK_FALSE(HttpSession::open({plain.origin(), PeerProof::ca_file, "ca.pem"}));
  CHECK_FALSE(HttpSession::open({server.origin(), PeerProof::plain, ""}));
  CHECK_FALSE(HttpSession::open({server.origin(), PeerProof::ca_file, ""}));
  CHECK_FALSE(HttpSession::open({"https://bmc/path", PeerProof::unverified, ""}));
}

TEST_CASE("http: headers are found in whatever case they came", "[machine][http]") {
  const RedfishServer server;
  const auto answer = root_under(
      server, R"([{"path":"*","do":"status","status":503,"headers":{"rEtRy-aFtEr":"  17 "}}])");

  REQUIRE(answer);
  CHECK(answer->status == 503);
  REQUIRE(answer->header("Retry-After") != nullptr);
  CHECK(*answer->header("Retry-After") == "17");
  CHECK(answer->header("Location") == nullptr);
}

TEST_CASE("http: a connection is used again", "[machine][http]") {
  const RedfishServer server;
  auto session = opened(server.peer());
  for (int i = 0; i < 3; ++i) {
    REQUIRE(session.ask(get(kRoot)));
  }
  CHECK(server.count("GET /redfish/v1/ 200") == 3);
}

TEST_CASE("http: a flood is cut off at the limit", "[machine][http]") {
  const RedfishServer server;
  auto request = get(kRoot);
  request.body_limit = 1 << 20;

  const auto answer = root_under(server, R"([{"path":"*","do":"flood"}])", request);

  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::out_of_range);
}

TEST_CASE("http: a body of just the limit passes, one byte more does not", "[machine][http]") {
  const RedfishServer server;
  auto request = get(kRoot);
  request.body_limit = 10;
  CHECK(root_under(server, R"([{"path":"*","do":"body","body":"0123456789"}])", request));
  CHECK_FALSE(root_under(server, R"([{"path":"*","do":"body","body":"0123456789a"}])", request));
}

TEST_CASE("http: endless headers are cut off too", "[machine][http]") {
  const RedfishServer server;
  const auto rule = R"([{"path":"*","do":"status","status":200,"headers":{)";
  std::string headers = "\"X-0\":\"\"";
  for (int i = 1; i < 90; ++i) {
    headers += ",\"X-" + std::to_string(i) + "\":\"" + std::string(1000, 'x') + "\"";
  }
  const auto answer = root_under(server, rule + headers + "}}]");

  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::out_of_range);
}

TEST_CASE("http: a server that hangs costs the deadline and no more", "[machine][http]") {
  const RedfishServer server;
  auto request = get(kRoot);
  request.total = 300ms;

  const auto begun = std::chrono::steady_clock::now();
  const auto answer = root_under(server, R"([{"path":"*","do":"hang"}])", request);
  const auto took = std::chrono::steady_clock::now() - begun;

  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::timed_out);
  CHECK(took < 30s);  // the server would hang for a minute
}

TEST_CASE("http: dropped, cut and meaningless answers are told apart from documents",
          "[machine][http]") {
  const RedfishServer server;
  const auto dropped = root_under(server, R"([{"path":"*","do":"drop"}])");
  REQUIRE_FALSE(dropped);
  CHECK(dropped.error().kind == ErrorKind::io);
  const auto cut = root_under(server, R"([{"path":"*","do":"cut"}])");
  REQUIRE_FALSE(cut);
  CHECK(cut.error().kind == ErrorKind::io);
  const auto garbage = root_under(server, R"([{"path":"*","do":"garbage"}])");
  REQUIRE_FALSE(garbage);
  CHECK(garbage.error().kind == ErrorKind::malformed);
}

TEST_CASE("http: nobody at the other end is said so", "[machine][http]") {
  const auto answer = opened({"http://127.0.0.1:1", PeerProof::plain, ""}).ask(get(kRoot));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::io);
  CHECK(answer.error().message.starts_with("http://127.0.0.1:1: "));
}

TEST_CASE("http: a redirect within the origin is followed", "[machine][http]") {
  const RedfishServer server;
  const auto answer = root_under(
      server,
      R"([{"path":"/redfish/v1","do":"status","status":308,"headers":{"Location":"/redfish/v1/"}}])",
      get("/redfish/v1"));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(server.request_lines() ==
        std::vector<std::string>{"GET /redfish/v1 308", "GET /redfish/v1/ 200"});
}

TEST_CASE("http: a redirect to another host is not followed", "[machine][http]") {
  const RedfishServer server;
  const RedfishServer elsewhere;
  const auto answer = root_under(server, R"([{"path":"*","do":"status","status":302,"headers":)"
                                         R"({"Location":")" +
                                             elsewhere.origin() + R"(/redfish/v1/"}}])");
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::unsupported);
  CHECK(elsewhere.requests().empty());
}

TEST_CASE("http: redirects that go round end", "[machine][http]") {
  const RedfishServer server;
  const auto answer = root_under(
      server, R"([{"path":"*","do":"status","status":302,"headers":{"Location":"/redfish/v1/"}}])");
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::malformed);
  CHECK(server.requests().size() == 4);
}

TEST_CASE("http: a POST is never sent on to where a redirect points", "[machine][http]") {
  const RedfishServer server;
  HttpRequest request = get("/redfish/v1/SessionService/Sessions");
  request.verb = HttpVerb::post;
  request.body = "{\"Password\":\"x\"}";
  const auto answer = root_under(
      server, R"([{"path":"*","do":"status","status":307,"headers":{"Location":"/redfish/v1/"}}])",
      request);
  REQUIRE(answer);
  CHECK(answer->status == 307);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("http: a proxy named in the environment is not told anything", "[machine][http]") {
  const RedfishServer server;
  for (const auto* name : {"https_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
    ::setenv(name, "http://127.0.0.1:1", 1);  // NOLINT(concurrency-mt-unsafe): no other thread
  }
  const auto answer = opened(server.peer()).ask(get(kRoot));
  for (const auto* name : {"https_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
    ::unsetenv(name);  // NOLINT(concurrency-mt-unsafe): no other thread
  }
  CHECK(answer);
}
