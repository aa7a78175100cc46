#include "probes/engine/engine_door.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_server.h"

namespace rackproof::engine {
namespace {

TEST_CASE("engine door: nothing in a query can end it", "[probes][engine]") {
  CHECK(query_encoded("a{b=~\"c|d\"}[5m] &x=#") == "a%7Bb%3D~%22c%7Cd%22%7D%5B5m%5D%20%26x%3D%23");
  CHECK(query_encoded("\r\n\xC3\xA4") == "%0D%0A%C3%A4");
}

TEST_CASE("engine door: the path before and the query of the URL go with every request",
          "[probes][engine]") {
  testing::RedfishServerSettings settings;
  settings.tls = false;
  const testing::RedfishServer server(settings);
  server.rules(R"([{"path": "*", "do": "body", "body": "{}"}])");
  EngineSettings engine;
  engine.url = server.origin() + "/select/0/prometheus/?tenant=7";
  engine.bearer = "secret-of-the-test";
  auto door = EngineDoor::open(engine);
  REQUIRE(door);
  REQUIRE(door->get("/api/v1/query", {{"query", "up"}, {"time", "1"}}));
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests().front().path ==
        "/select/0/prometheus/api/v1/query?tenant=7&query=up&time=1");
  engine.url = server.origin();
  auto plain = EngineDoor::open(engine);
  REQUIRE(plain);
  REQUIRE(plain->get("/api/v1/query", {{"query", "up"}}));
  CHECK(server.requests().back().path == "/api/v1/query?query=up");
}

TEST_CASE("engine door: a token is never told", "[probes][engine]") {
  testing::RedfishServerSettings settings;
  settings.tls = false;
  const testing::RedfishServer server(settings);
  server.rules(R"([{"path": "*", "do": "status", "status": 403}])");
  EngineSettings engine;
  engine.url = server.origin();
  engine.bearer = "secret-of-the-test";
  auto door = EngineDoor::open(engine);
  REQUIRE(door);
  const auto body = door->get("/api/v1/query", {});
  REQUIRE_FALSE(body);
  CHECK(body.error().kind == ErrorKind::denied);
  CHECK(body.error().message.find("secret") == std::string::npos);
}

}  // namespace
}  // namespace rackproof::engine
