#include "probes/nvml/nvml_client.h"

#include <catch2/catch.hpp>

#include "tests/support/frozen_clock.h"
#include "tests/support/nvml_host.h"

using namespace rackproof;
using namespace rackproof::nvml;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

/// Long enough for any answer on a busy machine, for what does answer.
constexpr auto kLong = 60s;
constexpr auto kShort = 5s;  ///< And this for a child to come to where it hangs.

Source source(const std::string& behaviour) {
  return {RACKPROOF_PROGRAM, NVML_STAND_IN_LIBRARY, {"NVML_STAND_IN=" + behaviour}};
}

/// A child that is this script.
Source script(const TempDir& directory, const std::string& text) {
  const auto path = directory.write("child", "#!/bin/sh\n" + text + "\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {path, "any", {"PATH=/usr/bin:/bin"}};
}

}  // namespace

TEST_CASE("nvml client: one child answers pass after pass", "[probes][nvml]") {
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

TEST_CASE("nvml client: the GPU that hangs is found and left alone, the others go on",
          "[probes][nvml]") {
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

TEST_CASE("nvml client: a GPU that a child falls over is left alone too", "[probes][nvml]") {
  const FrozenClock clock;
  Client client(clock, source("crashes"));
  const auto first = client.pass(kLong);
  REQUIRE(first.why);
  CHECK(first.why->kind == ErrorKind::io);
  const auto second = client.pass(kLong);
  CHECK_FALSE(second.why);
  CHECK(second.devices.size() == 1);
}

TEST_CASE("nvml client: a library that hangs at its start is tried again, later each time",
          "[probes][nvml]") {
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

TEST_CASE("nvml client: words of the library among the lines cost no reading", "[probes][nvml]") {
  const FrozenClock clock;
  Client client(clock, source("noisy"));
  const auto reply = client.pass(kLong);
  CHECK(reply.devices.size() == 2);
  REQUIRE(reply.why);
  CHECK(reply.why->kind == ErrorKind::malformed);
  CHECK_FALSE(client.pass(kLong).why);
}

TEST_CASE("nvml client: a failure of the library leaves the child to try again", "[probes][nvml]") {
  const FrozenClock clock;
  Client client(clock, source("no_driver"));
  for (int i = 0; i < 2; ++i) {
    const auto reply = client.pass(kLong);
    REQUIRE(reply.why);
    CHECK(*reply.why ==
          Error{ErrorKind::absent, "nvmlInit_v2: the NVIDIA driver is not loaded (NVML 9)"});
  }
}

TEST_CASE("nvml client: an answer to a pass that was given up is not taken for this one's",
          "[probes][nvml]") {
  const TempDir directory;
  const FrozenClock clock;
  Client client(clock, script(directory,
                              "read -r request\n"
                              R"(echo '{"says":"end","pass":99,"xids":[[0,79]]}')"
                              "\n"
                              R"(echo '{"says":"end","pass":1,"xids":[[0,31]]}')"
                              "\nread -r request"));
  const auto reply = client.pass(kLong);
  CHECK_FALSE(reply.why);
  CHECK(reply.xids == std::vector<XidReply>{{0, 31}});
}

TEST_CASE("nvml client: a child that ends by itself is a reason and is started again later",
          "[probes][nvml]") {
  const TempDir directory;
  FrozenClock clock;
  Client client(clock, script(directory, "echo no such command >&2; exit 2"));
  const auto first = client.pass(kLong);
  REQUIRE(first.why);
  CHECK(first.why->kind == ErrorKind::io);
  CHECK(client.pass(kLong).why->message.find("is asked again in") != std::string::npos);
}

TEST_CASE("nvml client: a child that floods is ended", "[probes][nvml]") {
  const TempDir directory;
  const FrozenClock clock;
  Client client(clock, script(directory, "exec tr '\\0' x < /dev/zero"));
  const auto reply = client.pass(kLong);
  REQUIRE(reply.why);
  CHECK(reply.why->kind == ErrorKind::out_of_range);
}
