#include "probes/redfish/redfish_session.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "tests/support/bmc_ground.h"
#include "tests/support/captures.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* kSensors = "/redfish/v1/Chassis/1/Sensors";
constexpr const char* kT1 = "/redfish/v1/Chassis/1/Sensors/T1";

/// A BMC and a session with it whose waiting moves a clock of its own.
struct Ground : BmcGround {
  explicit Ground(RedfishServerSettings settings = {}) : BmcGround(std::move(settings)) {}

  std::unique_ptr<RedfishSession> session() {
    auto opened = RedfishSession::open(bmc, state(), clock, [this](auto d) {
      waited += d;
      clock.advance(d);
    });
    REQUIRE(opened);
    return *std::move(opened);
  }

  FrozenClock clock;
  std::chrono::nanoseconds waited{0};
};

Error failure(RedfishSession& session, std::string_view uri) {
  const auto document = session.fetch(uri);
  REQUIRE_FALSE(document);
  return document.error();
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Every "@odata.id" in a document, however deep, in the order of the text.
std::vector<std::string> links_of(const std::string& text) {
  constexpr std::string_view kKey = "\"@odata.id\"";
  std::vector<std::string> links;
  for (auto at = text.find(kKey); at != std::string::npos; at = text.find(kKey, at + 1)) {
    const auto begin = text.find('"', at + kKey.size()) + 1;
    links.push_back(text.substr(begin, text.find('"', begin) - begin));
  }
  return links;
}

/// Everything that can be reached from the root, and how many documents there were.
std::size_t walk(RedfishSession& session, std::size_t& failed) {
  std::deque<std::string> waiting{"/redfish/v1/"};
  std::set<std::string, std::less<>> seen(waiting.begin(), waiting.end());
  std::size_t read = 0;
  while (!waiting.empty()) {
    const auto document = session.fetch(waiting.front());
    waiting.pop_front();
    if (!document) {
      ++failed;
      continue;
    }
    ++read;
    for (const auto& link : links_of(document->text)) {
      if (link.find('#') == std::string::npos && seen.insert(link).second) {
        waiting.push_back(link);
      }
    }
  }
  return read;
}

}  // namespace

TEST_CASE("redfish session: documents over one session, deleted at the end", "[probes][redfish]") {
  Ground ground;
  {
    const auto session = ground.session();
    const auto sensor = session->fetch(kT1);
    REQUIRE(sensor);
    CHECK(sensor->text ==
          text_of(ground.server.directory().at("tree/Chassis/1/Sensors/T1/index.json")));
    CHECK(sensor->age == 0s);
    REQUIRE(session->fetch("/redfish/v1/Chassis/1"));
  }
  CHECK(ground.server.request_lines() ==
        std::vector<std::string>{"GET /redfish/v1/ 200", std::string("POST ") + kSessions + " 201",
                                 std::string("GET ") + kT1 + " 200",
                                 "GET /redfish/v1/Chassis/1 200",
                                 std::string("DELETE ") + kSessions + "/1 204"});
  CHECK(ground.server.requests().back().sessions == 0);
}

TEST_CASE("redfish session: a document is asked for once a pass, and tells its age",
          "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  REQUIRE(session->fetch(kT1));
  ground.clock.advance(7s);
  const auto again = session->fetch(kT1);
  REQUIRE(again);
  CHECK(again->age == 7s);
  CHECK(session->age_of(kT1) == 7s);
  CHECK(session->age_of("/redfish/v1/never") >= 7s);
  CHECK(ground.server.count(std::string("GET ") + kT1) == 1);

  session->begin_pass();
  CHECK(session->fetch(kT1)->age == 0s);
  CHECK(ground.server.count(std::string("GET ") + kT1) == 2);
}

TEST_CASE("redfish session: a reading that changes under an unchanged tag is seen",
          "[probes][redfish]") {
  Ground ground({.etags = true});
  const auto session = ground.session();
  const auto body = [](const char* reading) {
    return std::string(R"([{"path":"*/T1","do":"body","headers":{"ETag":"\"1\""},"body":)") +
           R"("{\"@odata.type\":\"#Sensor.v1_7_0.Sensor\",\"Reading\":)" + reading + "}\"}]";
  };
  ground.server.rules(body("41"));
  REQUIRE(session->fetch(kT1)->text.find("41") != std::string::npos);
  session->begin_pass();
  ground.server.rules(body("97"));
  CHECK(session->fetch(kT1)->text.find("97") != std::string::npos);
  CHECK(ground.server.requests().back().tag.empty());
}

TEST_CASE("redfish session: a list of links is renewed by its tag", "[probes][redfish]") {
  Ground ground({.etags = true});
  const auto session = ground.session();
  const auto first = session->fetch(kSensors);
  REQUIRE(first);
  ground.clock.advance(60s);
  session->begin_pass();

  const auto second = session->fetch(kSensors);

  REQUIRE(second);
  CHECK(second->text == first->text);
  CHECK(second->age == 0s);
  CHECK(ground.server.request_lines().back() == std::string("GET ") + kSensors + " 304");
}

TEST_CASE("redfish session: \"unchanged\" to a question that was not asked is no document",
          "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  ground.server.rules(R"([{"path":"*/T1","do":"status","status":304}])");
  CHECK(failure(*session, kT1).kind == ErrorKind::malformed);
}

TEST_CASE("redfish session: an $expand is sent where it is advertised, and nowhere else",
          "[probes][redfish]") {
  const auto address = std::string(kSensors) + "?$expand=.($levels=1)";
  Ground can({.etags = true, .expand = true});
  const auto session = can.session();
  const auto expanded = session->fetch(address);
  REQUIRE(expanded);
  CHECK(expanded->text.find("512.25") != std::string::npos);
  session->begin_pass();
  REQUIRE(session->fetch(address));  // as a whole: readings are within
  CHECK(can.server.count("GET " + address + " 200") == 2);

  Ground cannot;
  CHECK(failure(*cannot.session(), address).kind == ErrorKind::unsupported);
  CHECK(cannot.server.count("GET " + address) == 0);
}

TEST_CASE("redfish session: a session that has ended is replaced, once in a pass",
          "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  REQUIRE(session->fetch(kSensors));
  ground.server.rules(R"([{"path":"*/T1","times":1,"do":"revoke"}])");
  REQUIRE(session->fetch(kT1));
  CHECK(ground.server.count("POST") == 2);

  ground.server.rules(R"([{"path":"/redfish/v1/C*","do":"status","status":401}])");
  session->begin_pass();
  for (const auto* uri : {"/redfish/v1/Chassis", "/redfish/v1/Chassis/1", kSensors, kT1}) {
    CHECK(failure(*session, uri).kind == ErrorKind::denied);
  }
  CHECK(ground.server.count("POST") == 3);
}

TEST_CASE("redfish session: 503 with a short Retry-After costs that time and no document",
          "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  ground.server.rules(
      R"([{"path":"*/T1","times":1,"do":"status","status":503,"headers":{"Retry-After":"3"}}])");
  REQUIRE(session->fetch(kT1));
  CHECK(ground.waited >= 3s);
  CHECK(ground.waited < 4s);
}

TEST_CASE("redfish session: 429 with a long Retry-After ends the asking, with the reason",
          "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  ground.server.rules(
      R"([{"path":"*/T1","do":"status","status":429,"headers":{"Retry-After":"120"}}])");
  for (int i = 0; i < 20; ++i) {
    CHECK(failure(*session, kT1).message.find("HTTP 429") != std::string::npos);
    CHECK(failure(*session, kSensors).message.find("HTTP 429") != std::string::npos);
  }
  CHECK(ground.server.count(std::string("GET ") + kT1) == 1);
  CHECK(ground.server.count(std::string("GET ") + kSensors + " ") == 0);
}

TEST_CASE("redfish session: each way of not answering is its own reason", "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  const auto under = [&](const std::string& what) {
    ground.server.rules(R"([{"path":"*/T1","do":)" + what + "}]");
    const auto why = failure(*session, kT1);
    ground.server.rules("[]");
    REQUIRE(session->fetch(kSensors));  // it costs its own document only
    session->begin_pass();
    return why.kind;
  };
  CHECK(under(R"("status","status":404)") == ErrorKind::absent);
  CHECK(under(R"("status","status":403)") == ErrorKind::denied);
  CHECK(under(R"("status","status":500)") == ErrorKind::io);
  CHECK(under(R"("drop")") == ErrorKind::io);
  CHECK(under(R"("cut")") == ErrorKind::io);
  CHECK(under(R"("flood")") == ErrorKind::out_of_range);
}

TEST_CASE("redfish session: a BMC that is gone is left alone", "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  REQUIRE(session->fetch(kSensors));
  ground.server.rules(R"([{"path":"*","do":"cut"}])");
  for (int i = 0; i < 30; ++i) {
    CHECK(failure(*session, kT1).kind == ErrorKind::io);
  }
  CHECK(ground.server.count(std::string("GET ") + kT1) == 3);
}

TEST_CASE("redfish session: a pass over a hanging BMC ends at its deadline", "[probes][redfish]") {
  Ground ground;
  ground.bmc.limits.request = 1s;
  ground.bmc.limits.pass = 2s;
  const SystemClock clock;
  auto opened = RedfishSession::open(ground.bmc, ground.state(), clock);
  REQUIRE(opened);
  auto& session = **opened;
  REQUIRE(session.fetch(kSensors));
  ground.server.rules(R"([{"path":"*/Chassis/*","do":"hang"}])");
  session.begin_pass();

  const auto begun = clock.monotonic();
  for (int i = 0; i < 1000; ++i) {
    CHECK(failure(session, "/redfish/v1/Chassis/" + std::to_string(i)).kind ==
          ErrorKind::timed_out);
  }

  CHECK(clock.monotonic() - begun < 30s);  // each of them would hang for a minute
  CHECK(ground.server.count("GET /redfish/v1/Chassis/") <= 5);
}

TEST_CASE("redfish session: a stream that is refused, dropped or is none costs only itself",
          "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  const auto under = [&](const std::string& what) {
    ground.server.rules(R"([{"path":"*/SSE","do":)" + what + "}]");
    const auto stream = session->stream("/redfish/v1/SSE");
    REQUIRE_FALSE(stream);
    ground.server.rules("[]");
    session->begin_pass();
    REQUIRE(session->fetch(kT1));
    return stream.error().kind;
  };
  CHECK(under(R"("status","status":404)") == ErrorKind::absent);
  for (int i = 0; i < 4; ++i) {  // an answer or three in a row would have the BMC left alone
    CHECK(under(R"("status","status":503,"headers":{"Retry-After":"600"})") == ErrorKind::io);
    CHECK(under(R"("drop")") == ErrorKind::io);
  }
  CHECK(under(R"("status","status":401)") == ErrorKind::denied);
  CHECK(under(R"("body","body":"{}")") == ErrorKind::malformed);
  CHECK(ground.server.count("POST") == 1);
  REQUIRE_FALSE(session->stream("https://elsewhere/SSE"));
}

TEST_CASE("redfish session: links that lead out of the service are not followed",
          "[probes][redfish]") {
  Ground ground;
  const auto session = ground.session();
  for (const auto* uri : {"https://elsewhere/redfish/v1/", "//elsewhere/redfish/v1/", "",
                          "/redfish/v1x", "/admin", "/redfish/v1/../../admin"}) {
    INFO(uri);
    CHECK(failure(*session, uri).kind == ErrorKind::malformed);
  }
  CHECK(ground.server.requests().empty());
  CHECK(session->fetch(std::string(kT1) + "#/Reading"));  // a fragment is a place within
}

TEST_CASE("redfish session: a web page that is no Redfish service is told no password",
          "[probes][redfish]") {
  Ground ground;
  ground.server.rules(R"([{"path":"/redfish/v1/","do":"body","body":"<html>Log in</html>"}])");
  const auto session = ground.session();
  CHECK(failure(*session, kT1).kind == ErrorKind::malformed);
  CHECK(failure(*session, kT1).kind == ErrorKind::malformed);
  CHECK(ground.server.request_lines() == std::vector<std::string>{"GET /redfish/v1/ 200"});
}

TEST_CASE("redfish session: with the wrong certificate nothing is sent", "[probes][redfish]") {
  Ground ground;
  const TempDir elsewhere;
  ground.bmc.peer.anchor = make_certificate(elsewhere, "other").fingerprint;
  const auto session = ground.session();
  CHECK(failure(*session, kT1).kind == ErrorKind::denied);
  CHECK(ground.server.requests().empty());
}

TEST_CASE("redfish session: the password is in no error and no argument", "[probes][redfish]") {
  Ground ground;
  const auto password = ground.server.settings().password;
  std::vector<std::string> told;
  for (
      const auto* rule :
      {"[]", R"([{"path":"*","verb":"POST","do":"drop"}])",
       R"([{"path":"*","verb":"POST","do":"status","status":400,"body":"pa55-word-of-the-test"}])",
       R"([{"path":"*","verb":"POST","do":"status","status":201,"headers":{"X-Auth-Token":"t","Location":"/x/pa55"}}])"}) {
    ground.server.rules(rule);
    ground.password(std::string(rule) == "[]" ? password + "-wrong" : password);
    told.push_back(failure(*ground.session(), kT1).message);
    ground.clock.advance(2h);
  }
  const auto arguments = own_command_line();
  REQUIRE(arguments);
  told.insert(told.end(), arguments->begin(), arguments->end());
  for (const auto& text : told) {
    INFO(text);
    CHECK(text.find(password) == std::string::npos);
  }
  CHECK(told.size() > 4);
}

TEST_CASE("redfish session: whole mockup trees, twice, with one session and no verb but three",
          "[probes][redfish][captures]") {
  struct Tree {
    const char* archive;
    const char* directory;
    std::size_t least;
  };
  for (const auto& tree : {Tree{"dmtf-redfish-mockups/public-liquid-cooled-server.tar.gz",
                                "public-liquid-cooled-server", 249},
                           Tree{"dmtf-redfish-mockups/public-pdu.tar.gz", "public-pdu", 197},
                           Tree{"hpe-cray-ex235a/EX235a.tar.gz", "EX235a", 403}}) {
    const auto archive = capture(tree.archive);
    if (!archive) {
      return;
    }
    const TempDir unpacked;
    unpack(*archive, unpacked.path());
    Ground ground({.tree = unpacked.at(tree.directory), .etags = true, .expand = true});
    std::size_t failed = 0;
    {
      const auto session = ground.session();
      const auto read = walk(*session, failed);
      INFO(tree.directory << ": " << read << " read, " << failed << " not");
      CHECK(read >= tree.least);
      session->begin_pass();
      std::size_t failed_again = 0;
      CHECK(walk(*session, failed_again) == read);
      CHECK(failed_again == failed);
    }
    std::set<std::string> verbs;
    for (const auto& request : ground.server.requests()) {
      verbs.insert(request.verb);
    }
    CHECK(verbs == std::set<std::string>{"DELETE", "GET", "POST"});
    CHECK(ground.server.count("POST") == 1);
    CHECK(ground.server.count("DELETE") == 1);
    CHECK(ground.server.requests().back().sessions == 0);
  }
}
