#include "probes/machine/http_handle.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace std::chrono_literals;

TEST_CASE("http handle: proof, anchor and origin go together or there is no handle",
          "[machine][http]") {
  const std::string pin(64, 'a');
  CHECK(HttpHandle::open({"https://bmc:443", PeerProof::fingerprint, pin}));
  CHECK_FALSE(HttpHandle::open({"https://bmc:443", PeerProof::fingerprint, "ab"}));
  CHECK_FALSE(HttpHandle::open({"https://bmc:443", PeerProof::ca_file, ""}));
  CHECK_FALSE(HttpHandle::open({"http://bmc:80", PeerProof::fingerprint, pin}));
  CHECK_FALSE(HttpHandle::open({"https://bmc:443", PeerProof::plain, ""}));
  CHECK_FALSE(HttpHandle::open({"https://bmc:443/path", PeerProof::unverified, ""}));
}

TEST_CASE("http handle: libcurl takes every setting, twice on one handle", "[machine][http]") {
  auto handle = HttpHandle::open({"https://bmc:443", PeerProof::fingerprint, std::string(64, 'a')});
  REQUIRE(handle);
  HttpRequest request;
  request.target = "/redfish/v1/";
  request.headers = {{"Accept", "application/json"}};
  HttpArrival arrival;
  for (const auto verb : {HttpVerb::post, HttpVerb::remove, HttpVerb::get}) {
    request.verb = verb;
    (*handle)->prepare(request, request.target, 1s, arrival);
    CHECK_FALSE((*handle)->refused);
  }
  CHECK((*handle)->status() == 0);
}

TEST_CASE("http handle: a flood is told as what it is, whatever libcurl calls it",
          "[machine][http]") {
  const auto handle = HttpHandle::open({"http://bmc:80", PeerProof::plain, ""});
  REQUIRE(handle);
  HttpArrival arrival;
  CHECK((*handle)->failure(CURLE_WRITE_ERROR, arrival).kind == ErrorKind::io);
  arrival.flooded = true;
  CHECK((*handle)->failure(CURLE_WRITE_ERROR, arrival).kind == ErrorKind::out_of_range);
}
