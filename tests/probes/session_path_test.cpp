#include "probes/redfish/session_path.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

TEST_CASE("session path: what services give as Location", "[probes][redfish]") {
  for (const auto* text :
       {"/redfish/v1/SessionService/Sessions/12", "/redfish/v1/Sessions/a-B_c.9~",
        "/redfish/v1/SessionService/Sessions/Members/12"}) {
    const auto path = SessionPath::from_location(text);
    REQUIRE(path);
    CHECK(path->text() == text);
  }
  // A BMC behind another name or port than ours: only the path counts.
  const auto url =
      SessionPath::from_location("https://10.0.0.9:8443/redfish/v1/SessionService/Sessions/7");
  REQUIRE(url);
  CHECK(url->text() == "/redfish/v1/SessionService/Sessions/7");
}

TEST_CASE("session path: nothing but a session can be deleted, whatever a service says",
          "[probes][redfish]") {
  for (const auto* text :
       {"", "/", "/redfish/v1/SessionService/Sessions", "/redfish/v1/SessionService/Sessions/",
        "/redfish/v1/SessionService/Sessions/..",
        "/redfish/v1/SessionService/Sessions/../../Systems/1",
        "/redfish/v1/SessionService/Sessions/1/../../../Systems/1",
        "/redfish/v1/SessionService/Sessions/1?x", "/redfish/v1/SessionService/Sessions/1%2f..",
        "/redfish/v1/SessionService/SessionsX/1", "/redfish/v1/Systems/1",
        "/redfish/v1/Chassis/1/Sessions/1", "https://bmc",
        "/redfish/v1/SessionService/Sessions/1\r\nX: y"}) {
    INFO(text);
    const auto path = SessionPath::from_location(text);
    REQUIRE_FALSE(path);
    CHECK(path.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("session path: nothing but a place for sessions can be posted to", "[probes][redfish]") {
  CHECK(sessions_at("/redfish/v1/SessionService/Sessions") == SessionsAt::service);
  CHECK(sessions_at("/redfish/v1/Sessions/") == SessionsAt::root);
  CHECK(sessions_at("/redfish/v1/Systems/1/Actions/ComputerSystem.Reset") == std::nullopt);
  CHECK(sessions_at("") == std::nullopt);
  CHECK(path_of(SessionsAt::root) == "/redfish/v1/Sessions");
}
