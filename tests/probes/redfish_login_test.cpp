#include "probes/redfish/redfish_login.h"

#include <array>
#include <csignal>
#include <filesystem>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/machine/output_file.h"
#include "tests/support/bmc_ground.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

/// A login and what it needs; waiting moves its clock.
struct Ground : BmcGround {
  explicit Ground(RedfishServerSettings settings = {})
      : BmcGround(std::move(settings)),
        door(opened(bmc)),
        pace(clock, bmc.limits, [this](auto d) { clock.advance(d); }) {}

  static RedfishDoor opened(const BmcConfig& bmc) {
    auto door = RedfishDoor::open(bmc.peer);
    REQUIRE(door);
    return *std::move(door);
  }
  [[nodiscard]] std::string recorded() const {
    const auto text = read_file(record(), 4096);
    return text ? *text : "";
  }
  [[nodiscard]] Error refusal() {
    RedfishLogin login(bmc, state(), door, pace);
    const auto token = login.token(SessionsAt::service);
    REQUIRE_FALSE(token);
    CHECK(token.error().message.find(server.settings().password) == std::string::npos);
    return token.error();
  }

  FrozenClock clock;
  RedfishDoor door;
  RedfishPace pace;
};

/// Starts a process that opens a session and waits; kills it there with SIGKILL.
void open_and_crash(Ground& ground) {
  std::array<int, 2> ready{-1, -1};
  REQUIRE(::pipe(ready.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    RedfishLogin login(ground.bmc, ground.state(), ground.door, ground.pace);
    const char done = login.token(SessionsAt::service) ? 'y' : 'n';
    if (::write(ready[1], &done, 1) == 1) {
      ::pause();
    }
    ::_exit(1);
  }
  char done = '?';
  const auto got = ::read(ready[0], &done, 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  REQUIRE(got == 1);
  REQUIRE(done == 'y');
}

}  // namespace

TEST_CASE("login: one session, written down before it is used and deleted at the end",
          "[probes][redfish]") {
  Ground ground;
  {
    RedfishLogin login(ground.bmc, ground.state(), ground.door, ground.pace);
    const auto token = login.token(SessionsAt::service);
    REQUIRE(token);
    CHECK(ground.recorded().find(std::string(kSessions) + "/1\n") != std::string::npos);
    CHECK(ground.recorded().find(*token) == std::string::npos);  // a token is a secret
    const auto again = login.token(SessionsAt::service);
    REQUIRE(again);
    CHECK(*again == *token);
  }
  CHECK(ground.server.request_lines() ==
        std::vector<std::string>{std::string("POST ") + kSessions + " 201",
                                 std::string("DELETE ") + kSessions + "/1 204"});
  CHECK(ground.recorded().find(kSessions) == std::string::npos);
}

TEST_CASE("login: after a crash the old session is deleted before a new one is made",
          "[probes][redfish]") {
  Ground ground({.session_limit = 1});  // the old one alone fills the table
  open_and_crash(ground);
  REQUIRE(ground.server.requests().back().sessions == 1);

  RedfishLogin login(ground.bmc, ground.state(), ground.door, ground.pace);
  REQUIRE(login.token(SessionsAt::service));

  CHECK(ground.server.request_lines() ==
        std::vector<std::string>{std::string("POST ") + kSessions + " 201",
                                 std::string("DELETE ") + kSessions + "/1 204",
                                 std::string("POST ") + kSessions + " 201"});
}

TEST_CASE("login: where a password alone may not delete, the new session does",
          "[probes][redfish]") {
  Ground ground({.basic = false});
  open_and_crash(ground);

  RedfishLogin login(ground.bmc, ground.state(), ground.door, ground.pace);
  REQUIRE(login.token(SessionsAt::service));

  CHECK(ground.server.request_lines() ==
        std::vector<std::string>{std::string("POST ") + kSessions + " 201",
                                 std::string("DELETE ") + kSessions + "/1 401",
                                 std::string("POST ") + kSessions + " 201",
                                 std::string("DELETE ") + kSessions + "/1 204"});
  CHECK(ground.server.requests().back().sessions == 1);
  CHECK(ground.recorded().find(std::string(kSessions) + "/1\n") == std::string::npos);
  CHECK(ground.recorded().find(std::string(kSessions) + "/2\n") != std::string::npos);
}

TEST_CASE("login: a session that could not be deleted stays written down", "[probes][redfish]") {
  Ground ground;
  {
    RedfishLogin login(ground.bmc, ground.state(), ground.door, ground.pace);
    REQUIRE(login.token(SessionsAt::service));
    ground.server.rules(R"([{"path":"*","verb":"DELETE","do":"status","status":500}])");
  }
  CHECK(ground.recorded().find(std::string(kSessions) + "/1\n") != std::string::npos);
}

TEST_CASE("login: a session that cannot be written down is not kept", "[probes][redfish]") {
  Ground ground;
  RedfishLogin login(ground.bmc, ground.state(), ground.door, ground.pace);
  REQUIRE(login.token(SessionsAt::service));
  login.close();
  std::filesystem::remove_all(ground.state());  // the lock is held; the directory is gone

  const auto token = login.token(SessionsAt::service);

  REQUIRE_FALSE(token);
  CHECK(token.error().kind == ErrorKind::denied);
  CHECK(ground.server.requests().back().sessions == 0);
}

TEST_CASE("login: a refused password is not tried again and again", "[probes][redfish]") {
  Ground ground;
  ground.password("wrong");
  CHECK(ground.refusal().message == "the BMC refuses user or password (HTTP 401)");
  for (int i = 0; i < 50; ++i) {
    CHECK(
        ground.refusal().message.starts_with("the BMC refuses user or password (HTTP 401); left"));
  }
  CHECK(ground.server.count("POST") == 1);
  ground.clock.advance(61s);
  ground.pace.begin_pass();
  CHECK(ground.refusal().kind == ErrorKind::denied);
  CHECK(ground.server.count("POST") == 2);
}

TEST_CASE("login: each refusal in a row makes the rest longer", "[probes][redfish]") {
  Ground ground;
  ground.password("wrong");
  RedfishLogin login(ground.bmc, ground.state(), ground.door, ground.pace);
  for (int minute = 0; minute < 60; ++minute) {
    CHECK_FALSE(login.token(SessionsAt::service));
    ground.clock.advance(60s);
    ground.pace.begin_pass();
  }
  CHECK(ground.server.count("POST") < 10);
  CHECK(ground.server.count("POST") > 4);
}

TEST_CASE("login: a full table of sessions is a reason and a rest, never a storm",
          "[probes][redfish]") {
  Ground ground({.session_limit = 0});
  CHECK(ground.refusal().message == "the BMC has as many sessions as it allows (HTTP 503)");
  CHECK(ground.refusal().kind == ErrorKind::denied);
  CHECK(ground.server.count("POST") == 1);
}

TEST_CASE("login: Retry-After is kept to", "[probes][redfish]") {
  Ground ground;
  ground.server.rules(
      R"([{"path":"*","verb":"POST","do":"status","status":503,"headers":{"Retry-After":"600"}}])");
  CHECK(ground.refusal().kind == ErrorKind::io);
  ground.clock.advance(300s);
  ground.pace.begin_pass();
  CHECK(ground.refusal().message.ends_with("; left alone for 300 s more"));
  CHECK(ground.server.count("POST") == 1);
  ground.clock.advance(300s);
  ground.pace.begin_pass();
  CHECK(ground.refusal().kind == ErrorKind::io);
  CHECK(ground.server.count("POST") == 2);
}

TEST_CASE("login: a session without a token or a place is not made again and again",
          "[probes][redfish]") {
  Ground ground;
  ground.server.rules(R"([{"path":"*","verb":"POST","do":"status","status":201,"body":"{}",)"
                      R"("headers":{"X-Auth-Token":"t","Location":"/redfish/v1/Systems/1"}}])");
  CHECK(ground.refusal().kind == ErrorKind::malformed);
  CHECK(ground.refusal().kind == ErrorKind::malformed);
  CHECK(ground.server.count("POST") == 1);
  CHECK(ground.server.count("DELETE") == 0);  // and certainly not that system
}

TEST_CASE("login: nothing is sent where the password cannot be had", "[probes][redfish]") {
  Ground ground;
  REQUIRE(::chmod(ground.bmc.credentials_file.c_str(), 0644) == 0);
  CHECK(ground.refusal().message.find("chmod 600") != std::string::npos);
  CHECK(ground.server.requests().empty());
}
