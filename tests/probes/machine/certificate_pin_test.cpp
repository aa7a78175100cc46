#include "probes/machine/certificate_pin.h"

#include <memory>

#include <catch2/catch.hpp>

#include "probes/machine/http_session.h"
#include "tests/support/redfish_server.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

Result<HttpAnswer> ask_root(const HttpPeer& peer) {
  auto session = HttpSession::open(peer);
  REQUIRE(session);
  HttpRequest request;
  request.target = "/redfish/v1/";
  request.headers = {{"X-Auth-Token", "secret-token"}};
  return session->ask(request);
}

}  // namespace

TEST_CASE("certificate pin: the certificate with that fingerprint is enough", "[machine][http]") {
  const RedfishServer server;
  const auto answer = ask_root(server.peer());
  REQUIRE(answer);
  CHECK(answer->status == 200);
}

TEST_CASE("certificate pin: another certificate is refused before a byte is asked",
          "[machine][http]") {
  const RedfishServer server;
  const TempDir elsewhere;
  const auto other = make_certificate(elsewhere, "other");
  auto peer = server.peer();
  peer.anchor = other.fingerprint;

  const auto answer = ask_root(peer);

  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::denied);
  CHECK(answer.error().message == server.origin() + ": shows a certificate with SHA-256 " +
                                      server.certificate().fingerprint +
                                      ", which is not the one configured");
  CHECK(server.requests().empty());
}

TEST_CASE("certificate pin: one digit off is another certificate", "[machine][http]") {
  const RedfishServer server;
  auto peer = server.peer();
  peer.anchor.back() = peer.anchor.back() == '0' ? '1' : '0';

  CHECK_FALSE(ask_root(peer));
  CHECK(server.requests().empty());
}

TEST_CASE("certificate pin: without an expectation nobody is accepted", "[machine][http]") {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  REQUIRE(context);
  CertificatePin pin;
  pin_certificate(context.get(), pin);
  CHECK(pin.expected.empty());

  const RedfishServer server;
  CHECK_FALSE(HttpSession::open({server.origin(), PeerProof::fingerprint, ""}));
}
