#include "probes/redfish/redfish_door.h"

#include <catch2/catch.hpp>

#include "probes/redfish/redfish_answer.h"
#include "tests/support/redfish_server.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;
using namespace std::chrono_literals;

TEST_CASE("door: all that can be said to a BMC, said once", "[probes][redfish]") {
  const RedfishServer server;
  auto door = RedfishDoor::open(server.peer());
  REQUIRE(door);
  const RedfishCredentials right{server.settings().user, server.settings().password};

  REQUIRE(door->get_root(10s));
  const auto opened = door->open_session(SessionsAt::service, right, 10s);
  REQUIRE(opened);
  REQUIRE(opened->status == 201);
  const auto* token = opened->header("X-Auth-Token");
  REQUIRE(token != nullptr);
  const auto session = SessionPath::from_location(*opened->header("Location"));
  REQUIRE(session);
  REQUIRE(door->get("/redfish/v1/Chassis", "\"tag\"", by_token(*token), 10s)->status == 200);
  REQUIRE(door->close_session(*session, by_token(*token), 10s)->status == 204);

  CHECK(server.request_lines() ==
        std::vector<std::string>{
            "GET /redfish/v1/ 200", "POST /redfish/v1/SessionService/Sessions 201",
            "GET /redfish/v1/Chassis 200", "DELETE /redfish/v1/SessionService/Sessions/1 204"});
  const auto seen = server.requests();
  CHECK_FALSE(seen[0].token);
  CHECK_FALSE(seen[1].token);
  CHECK(seen[2].token);
  CHECK(seen[2].tag == "\"tag\"");
  CHECK(seen[3].sessions == 0);
}

TEST_CASE("door: a stream is one more GET, with the token", "[probes][redfish]") {
  const RedfishServer server;
  server.rules(R"([{"path":"*SSE","do":"stream","body":": nothing\n\n"}])");
  auto door = RedfishDoor::open(server.peer());
  REQUIRE(door);
  const auto opened = door->open_session(SessionsAt::service,
                                         {server.settings().user, server.settings().password}, 10s);
  REQUIRE(opened);
  const auto* token = opened->header("X-Auth-Token");
  REQUIRE(token != nullptr);

  const auto stream = door->get_stream("/redfish/v1/SSE", by_token(*token), 10s);
  REQUIRE(stream);
  CHECK(stream->head().status == 200);
  CHECK(door->get_stream("/redfish/v1/SSE", by_token("no token"), 10s)->head().status == 401);
  REQUIRE(server.request_lines().size() == 3);
  CHECK(server.request_lines()[1] == "GET /redfish/v1/SSE 200");
  CHECK(server.requests()[1].token);
}

TEST_CASE("door: a session can be closed with user and password alone", "[probes][redfish]") {
  const RedfishServer server;
  auto door = RedfishDoor::open(server.peer());
  REQUIRE(door);
  const RedfishCredentials right{server.settings().user, server.settings().password};
  const auto opened = door->open_session(SessionsAt::service, right, 10s);
  REQUIRE(opened);
  const auto session = SessionPath::from_location(odata_id(opened->body));
  REQUIRE(session);

  const auto wrong = door->close_session(*session, by_password({right.user, "wrong"}), 10s);
  CHECK(wrong->status == 401);
  const auto closed = door->close_session(*session, by_password(right), 10s);
  CHECK(closed->status == 204);
  CHECK(server.requests().back().basic);
}
