#include "probes/machine/service_notifier.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "schemas/text.h"
#include "tests/support/notify_socket.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

TEST_CASE("service notifier: where nobody asked, nothing is said and nothing fails", "[machine]") {
  const auto notifier = ServiceNotifier::open({});
  REQUIRE(notifier);
  CHECK_FALSE(notifier->is_heard());
  CHECK_FALSE(notifier->watchdog());
  CHECK(notifier->tell("READY=1"));
  CHECK(notifier->tell_reloading());
}

TEST_CASE("service notifier: one datagram a message, over a path or an abstract name",
          "[machine]") {
  const TempDir directory;
  for (const auto& name :
       {directory.at("notify"), "@rackproof-test-" + std::to_string(::getpid())}) {
    INFO(name);
    const NotifySocket manager(name);
    const auto notifier = ServiceNotifier::open({.socket = name});
    REQUIRE(notifier);
    CHECK(notifier->is_heard());
    REQUIRE(notifier->tell("READY=1\nSTATUS=collecting"));
    REQUIRE(notifier->tell("WATCHDOG=1"));
    CHECK(manager.next(5s) == "READY=1\nSTATUS=collecting");
    CHECK(manager.next(5s) == "WATCHDOG=1");
  }
}

TEST_CASE("service notifier: a manager that reads nothing any more holds nobody up", "[machine]") {
  const TempDir directory;
  const NotifySocket manager(directory.at("notify"));
  const auto notifier = ServiceNotifier::open({.socket = directory.at("notify")});
  REQUIRE(notifier);
  constexpr int kMoreThanAQueue = 100'000;
  Result<void> told;
  for (int i = 0; i < kMoreThanAQueue && told; ++i) {
    told = notifier->tell("WATCHDOG=1");
  }
  REQUIRE_FALSE(told);
  CHECK(told.error().kind == ErrorKind::timed_out);
  CHECK(manager.next(5s) == "WATCHDOG=1");
  CHECK(notifier->tell("STOPPING=1"));
}

TEST_CASE("service notifier: a reload brings the moment that it began", "[machine]") {
  const TempDir directory;
  const NotifySocket manager(directory.at("notify"));
  const auto notifier = ServiceNotifier::open({.socket = manager.name()});
  REQUIRE(notifier);
  REQUIRE(notifier->tell_reloading());
  const auto message = manager.next(5s);
  constexpr std::string_view kHead = "RELOADING=1\nMONOTONIC_USEC=";
  REQUIRE(message.starts_with(kHead));
  const auto moment = parse_integer(message.substr(kHead.size()));
  REQUIRE(moment);
  CHECK(*moment > 0);
}

TEST_CASE("service notifier: a socket that is not there, or is none, is said", "[machine]") {
  const TempDir directory;
  const auto absent = ServiceNotifier::open({.socket = directory.at("nobody")});
  REQUIRE_FALSE(absent);
  CHECK(absent.error().kind == ErrorKind::absent);
  for (const auto& wrong :
       {std::string("relative"), std::string("@"), std::string("/"), "/" + std::string(200, 'x')}) {
    INFO(wrong);
    const auto refused = ServiceNotifier::open({.socket = wrong});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("service notifier: a watchdog that is meant for another process is not ours",
          "[machine]") {
  const TempDir directory;
  const NotifySocket manager(directory.at("notify"));
  const auto watchdog = [&](const std::string& length, const std::string& pid) {
    const auto notifier =
        ServiceNotifier::open({.socket = manager.name(), .watchdog = length, .watchdog_pid = pid});
    REQUIRE(notifier);
    return notifier->watchdog();
  };
  CHECK(watchdog("30000000", "") == 30s);
  CHECK(watchdog("30000000", std::to_string(::getpid())) == 30s);
  CHECK_FALSE(watchdog("30000000", "1"));
  CHECK_FALSE(watchdog("", ""));
  CHECK_FALSE(watchdog("0", ""));
  CHECK_FALSE(watchdog("soon", ""));
}
