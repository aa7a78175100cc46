#include "probes/machine/http_stream.h"

#include <chrono>
#include <filesystem>

#include <catch2/catch.hpp>
#include <sys/resource.h>

#include "schemas/encoding.h"
#include "tests/support/redfish_server.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPath = "/redfish/v1/EventService/SSE";
constexpr std::size_t kPiece = 64 << 10;

/// A server whose one rule is what it does with the stream.
struct Ground {
  /// Sends what is appended to the file.
  void stream() const {
    directory.write("said", said);
    rule(R"("stream","file":")" + directory.at("said") + "\"");
  }
  void rule(const std::string& what) const {
    server.rules(R"([{"path":"*SSE","do":)" + what + "}]");
  }
  void say(const std::string& more) {
    said += more;
    directory.write("said", said);
  }
  void end() const { std::filesystem::remove(directory.at("said")); }

  [[nodiscard]] HttpRequest request() const {
    HttpRequest made;
    made.target = kPath;
    made.headers = {{"Authorization", "Basic " + to_base64(server.settings().user + ":" +
                                                           server.settings().password)}};
    return made;
  }
  [[nodiscard]] Result<HttpStream> open() const {
    return HttpStream::open(server.peer(), request());
  }

  TempDir directory;
  RedfishServer server;
  std::string said;
};

/// While it lives poll(2) of two descriptors gives EINVAL: curl_multi_poll(3) of a connection
/// fails, a look at the connection alone does not.
class NoPollOfTwo {
 public:
  NoPollOfTwo() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const rlimit one{1, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &one) == 0);
  }
  ~NoPollOfTwo() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoPollOfTwo(const NoPollOfTwo&) = delete;
  NoPollOfTwo& operator=(const NoPollOfTwo&) = delete;
  NoPollOfTwo(NoPollOfTwo&&) = delete;
  NoPollOfTwo& operator=(NoPollOfTwo&&) = delete;

 private:
  rlimit before_{};
};

/// The next `length` bytes, however they are torn.
std::string taken(HttpStream& stream, std::size_t length) {
  std::string all;
  while (all.size() < length) {
    const auto bytes = stream.take(kPiece, 20s);
    REQUIRE(bytes);
    REQUIRE_FALSE(bytes->empty());
    all += *bytes;
  }
  return all;
}

}  // namespace

TEST_CASE("http stream: what is said comes as it is said", "[machine][http]") {
  Ground ground;
  ground.stream();
  auto stream = ground.open();
  REQUIRE(stream);
  CHECK(stream->head().status == 200);
  REQUIRE(stream->head().header("content-type") != nullptr);
  CHECK(*stream->head().header("content-type") == "text/event-stream");
  CHECK(stream->head().body.empty());

  ground.say("one");
  CHECK(taken(*stream, 3) == "one");
  ground.say("two");
  ground.say("three");
  CHECK(taken(*stream, 8) == "twothree");
}

TEST_CASE("http stream: where nothing is said nothing is waited for", "[machine][http]") {
  Ground ground;
  ground.stream();
  auto stream = ground.open();
  REQUIRE(stream);
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) {
    const auto bytes = stream->take(kPiece, 0ms);
    REQUIRE(bytes);
    CHECK(bytes->empty());
  }
  CHECK(std::chrono::steady_clock::now() - begun < 20s);  // a wait of a request would be 30 s
}

TEST_CASE("http stream: one that cannot be waited for ends, and is not asked over and over",
          "[machine][http]") {
  Ground ground;
  ground.stream();
  auto stream = ground.open();
  REQUIRE(stream);
  const auto bytes = [&stream] {
    const NoPollOfTwo now;
    return stream->take(kPiece, 2s);
  }();
  REQUIRE_FALSE(bytes);  // asked over and over it would give "" after 2 s
  CHECK(bytes.error().kind == ErrorKind::io);
}

TEST_CASE("http stream: its end comes after all that was said before", "[machine][http]") {
  Ground ground;
  ground.stream();
  auto stream = ground.open();
  REQUIRE(stream);
  ground.say("last words");
  CHECK(taken(*stream, 10) == "last words");
  ground.end();
  auto bytes = stream->take(kPiece, 20s);
  REQUIRE_FALSE(bytes);
  CHECK(bytes.error().kind == ErrorKind::io);
  CHECK_FALSE(stream->take(kPiece, 0ms));
}

TEST_CASE("http stream: one that is cut off gives what came, then the reason", "[machine][http]") {
  const Ground ground;
  ground.rule("\"cut\"");
  auto stream = ground.open();
  REQUIRE(stream);
  CHECK(taken(*stream, 8) == "{\"half\":");
  const auto after = stream->take(kPiece, 20s);
  REQUIRE_FALSE(after);
  CHECK(after.error().kind == ErrorKind::io);
}

TEST_CASE("http stream: a flood is taken in pieces no larger than asked for", "[machine][http]") {
  const Ground ground;
  ground.rule(R"("stream","body":")" + std::string(1000, 'x') + "\"");
  auto stream = ground.open();
  REQUIRE(stream);
  std::size_t all = 0;
  for (int i = 0; i < 50; ++i) {
    const auto bytes = stream->take(kPiece, 20s);
    REQUIRE(bytes);
    CHECK(bytes->size() <= kPiece + (16 << 10));
    CHECK(bytes->find_first_not_of('x') == std::string::npos);
    all += bytes->size();
  }
  CHECK(all > 0);
}

TEST_CASE("http stream: a refusal is an answer with its status", "[machine][http]") {
  const Ground ground;
  for (const int status : {404, 503}) {
    ground.rule(R"("status","status":)" + std::to_string(status));
    const auto stream = ground.open();
    REQUIRE(stream);
    CHECK(stream->head().status == status);
  }
}

TEST_CASE("http stream: a redirect is not followed", "[machine][http]") {
  const Ground ground;
  ground.rule(R"("status","status":302,"headers":{"Location":"/redfish/v1/"})");
  const auto stream = ground.open();
  REQUIRE(stream);
  CHECK(stream->head().status == 302);
  CHECK(ground.server.requests().size() == 1);
}

TEST_CASE("http stream: with the wrong certificate nothing is sent", "[machine][http]") {
  const Ground ground;
  ground.stream();
  const TempDir elsewhere;
  const auto other = make_certificate(elsewhere, "other");
  for (const auto& peer :
       {HttpPeer{ground.server.origin(), PeerProof::fingerprint, other.fingerprint},
        HttpPeer{ground.server.origin(), PeerProof::ca_file, other.certificate}}) {
    const auto stream = HttpStream::open(peer, ground.request());
    REQUIRE_FALSE(stream);
    CHECK(stream.error().kind == ErrorKind::denied);
  }
  CHECK(ground.server.requests().empty());
}

TEST_CASE("http stream: a server that says nothing at all costs the deadline", "[machine][http]") {
  const Ground ground;
  ground.rule("\"hang\"");
  auto request = ground.request();
  request.total = 300ms;
  const auto begun = std::chrono::steady_clock::now();
  const auto stream = HttpStream::open(ground.server.peer(), request);
  REQUIRE_FALSE(stream);
  CHECK(stream.error().kind == ErrorKind::timed_out);
  CHECK(std::chrono::steady_clock::now() - begun < 30s);  // the server would hang for a minute
}

TEST_CASE("http stream: nothing but a GET can be asked for", "[machine][http]") {
  const Ground ground;
  for (const auto verb : {HttpVerb::post, HttpVerb::remove}) {
    auto request = ground.request();
    request.verb = verb;
    CHECK_FALSE(HttpStream::open(ground.server.peer(), request));
  }
  CHECK(ground.server.requests().empty());
}
