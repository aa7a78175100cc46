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

TEST_CASE("http handle: what was too long is named with its own limit", "[machine][http]") {
  const auto handle = HttpHandle::open({"http://bmc:80", PeerProof::plain, ""});
  REQUIRE(handle);
  HttpArrival body;
  body.body_limit = 10;
  body.flooded = true;
  CHECK((*handle)->failure(CURLE_WRITE_ERROR, body).message ==
        "http://bmc:80: the answer is longer than 10 bytes");
  HttpArrival headers;  // of a stream: its body has no limit
  const std::string line = "A: " + std::string(1000, 'x');
  int lines = 0;
  while (take_header_line(line, headers)) {
    ++lines;
  }
  CHECK(lines == 65);
  CHECK((*handle)->failure(CURLE_WRITE_ERROR, headers).message ==
        "http://bmc:80: the headers of the answer are longer than 65536 bytes");
}

TEST_CASE("http handle: headers have ended when those of the answer have, not those of a 1xx",
          "[machine][http]") {
  HttpArrival arrival;
  for (const char* line : {"HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n"}) {
    CHECK(take_header_line(line, arrival));
    CHECK_FALSE(arrival.headers_ended);
  }
  for (const char* line : {"HTTP/1.1 200 OK\r\n", "A: b \r\n"}) {
    CHECK(take_header_line(line, arrival));
    CHECK_FALSE(arrival.headers_ended);
  }
  CHECK(take_header_line("\r\n", arrival));
  CHECK(arrival.headers_ended);
  REQUIRE(arrival.answer.headers.size() == 1);
  CHECK(arrival.answer.headers[0].name == "A");
  CHECK(arrival.answer.headers[0].value == "b");
}
