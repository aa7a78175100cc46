#include "probes/vendor/vendor_client.h"

#include <catch2/catch.hpp>

#include "tests/support/frozen_clock.h"
#include "tests/support/nvml_host.h"

using namespace rackproof;
using namespace rackproof::vendor;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

/// Long enough for any answer on a busy machine, for what does answer.
constexpr auto kLong = 60s;
constexpr auto kShort = 5s;  ///< And this for a child to come to where it hangs.

Source source(const std::string& behaviour) {
  return {RACKPROOF_PROGRAM, NVML_STAND_IN_LIBRARY, {"NVML_STAND_IN=" + behaviour}, "nvml", "NVML"};
}

/// A child that is this script.
Source script(const TempDir& directory, const std::string& text) {
  const auto path = directory.write("child", "#!/bin/sh\n" + text + "\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {path, "any", {"PATH=/usr/bin:/bin"}, "nvml", "NVML"};
}

}  // namespace

TEST_CASE("vendor client: one child answers pass after pass", "[probes][vendor]") {
  const FrozenClock clock;
  Client client(clock, source("healthy"));
  for (int i = 0; i < 3; ++i) {
    const auto reply = client.pass(kLong);
    INFO((reply.why ? reply.why->message : std::string()));
    REQUIRE_FALSE(reply.why);
    CHECK(reply.devices.size() == 2);
    CHECK(reply.system->devices == 2);
  }
}

TEST_CASE("vendor client: the GPU that hangs is found and left alone, the others go on",
          "[probes][vendor]") {
  FrozenClock clock;
  Client client(clock, source("hung"));

  const auto first = client.pass(kShort);
  REQUIRE(first.why);
  CHECK(first.why->kind == ErrorKind::timed_out);
  CHECK(first.why->message == "NVML did not come back within 5 s; its process was ended");
  REQUIRE(first.devices.size() == 1);  // what came before it hung is kept
  REQUIRE(first.left_alone.contains(1));

  const auto second = client.pass(kLong);
  CHECK_FALSE(second.why);
  REQUIRE(second.devices.size() == 1);
  CHECK(second.devices[0].index == 0);
  CHECK(second.left_alone.at(1).kind == ErrorKind::timed_out);

  clock.advance(kLeftAlone);
  const auto later = client.pass(kShort);
  CHECK(later.why);  // it is tried again, and hangs again
}

TEST_CASE("vendor client: a GPU that a child falls over is left alone too", "[probes][vendor]") {
  const FrozenClock clock;
  Client client(clock, source("crashes"));
  const auto first = client.pass(kLong);
  REQUIRE(first.why);
  CHECK(first.why->kind == ErrorKind::io);
  const auto second = client.pass(kLong);
  CHECK_FALSE(second.why);
  CHECK(second.devices.size() == 1);
}

TEST_CASE("vendor client: a library that hangs at its start is tried again, later each time",
          "[probes][vendor]") {
  FrozenClock clock;
  Client client(clock, source("hung_init"));
  const auto first = client.pass(1s);
  REQUIRE(first.why);
  CHECK(first.why->kind == ErrorKind::timed_out);
  CHECK(first.left_alone.empty());

  const auto refused = client.pass(1s);
  REQUIRE(refused.why);
  CHECK(refused.why->kind == ErrorKind::timed_out);
  CHECK(refused.why->message.ends_with("; NVML is asked again in 5 s"));

  clock.advance(kFirstPause);
  const auto again = client.pass(1s);
  CHECK(again.why->message.ends_with("its process was ended"));
  clock.advance(kFirstPause);
  CHECK(client.pass(1s).why->message.ends_with("; NVML is asked again in 5 s"));
}

TEST_CASE("vendor client: words of the library among the lines cost no reading",
          "[probes][vendor]") {
  const FrozenClock clock;
  Client client(clock, source("noisy"));
  const auto reply = client.pass(kLong);
  CHECK(reply.devices.size() == 2);
  REQUIRE(reply.why);
  CHECK(reply.why->kind == ErrorKind::malformed);
  CHECK_FALSE(client.pass(kLong).why);
}

TEST_CASE("vendor client: a failure of the library leaves the child to try again",
          "[probes][vendor]") {
  const FrozenClock clock;
  Client client(clock, source("no_driver"));
  for (int i = 0; i < 2; ++i) {
    const auto reply = client.pass(kLong);
    REQUIRE(reply.why);
    CHECK(*reply.why ==
          Error{ErrorKind::absent, "nvmlInit_v2: the NVIDIA driver is not loaded (NVML 9)"});
  }
}

TEST_CASE("vendor client: an answer to a pass that was given up is not taken for this one's",
          "[probes][vendor]") {
  const TempDir directory;
  const FrozenClock clock;
  Client client(clock, script(directory,
                              "read -r request\n"
                              R"(echo '{"says":"end","pass":99,"heard":[[0,79,""]]}')"
                              "\n"
                              R"(echo '{"says":"end","pass":1,"heard":[[0,31,""]]}')"
                              "\nread -r request"));
  const auto reply = client.pass(kLong);
  CHECK_FALSE(reply.why);
  CHECK(reply.heard == std::vector<HeardReply>{{0, 31, ""}});
}

TEST_CASE("vendor client: a child that ends by itself is a reason and is started again later",
          "[probes][vendor]") {
  const TempDir directory;
  FrozenClock clock;
  Client client(clock, script(directory, "echo no such command >&2; exit 2"));
  const auto first = client.pass(kLong);
  REQUIRE(first.why);
  CHECK(first.why->kind == ErrorKind::io);
  CHECK(client.pass(kLong).why->message.find("is asked again in") != std::string::npos);
}

TEST_CASE("vendor client: a child that floods is ended", "[probes][vendor]") {
  const TempDir directory;
  const FrozenClock clock;
  Client client(clock, script(directory, "exec tr '\\0' x < /dev/zero"));
  const auto reply = client.pass(kLong);
  REQUIRE(reply.why);
  CHECK(reply.why->kind == ErrorKind::out_of_range);
}
