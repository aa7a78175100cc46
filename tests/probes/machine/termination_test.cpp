#include "probes/machine/termination.h"

#include <chrono>
#include <csignal>

#include <catch2/catch.hpp>
#include <unistd.h>

using rackproof::ignore_broken_pipes;
using rackproof::signal_name;
using rackproof::TerminationSignals;
using std::chrono::milliseconds;

TEST_CASE("termination: SIGTERM is something to wait for, not the end", "[machine]") {
  auto signals = TerminationSignals::open();
  REQUIRE(signals);

  ::kill(::getpid(), SIGTERM);

  CHECK(signals->wait(milliseconds(2000)) == "SIGTERM");
  CHECK_FALSE(signals->wait(milliseconds(0)));
}

TEST_CASE("termination: SIGINT is told by its own name", "[machine]") {
  auto signals = TerminationSignals::open();
  REQUIRE(signals);

  ::kill(::getpid(), SIGINT);

  CHECK(signals->wait(milliseconds(2000)) == "SIGINT");
}

TEST_CASE("termination: a second signal while ending does not kill at the last moment",
          "[machine]") {
  {
    auto signals = TerminationSignals::open();
    REQUIRE(signals);
    ::kill(::getpid(), SIGTERM);
    CHECK(signals->wait(milliseconds(2000)));
    ::kill(::getpid(), SIGTERM);
  }
  SUCCEED("still here");
}

TEST_CASE("termination: the signals get their old meaning back", "[machine]") {
  sigset_t now;
  {
    auto signals = TerminationSignals::open();
    REQUIRE(signals);
    pthread_sigmask(SIG_BLOCK, nullptr, &now);
    CHECK(sigismember(&now, SIGTERM) == 1);
  }
  pthread_sigmask(SIG_BLOCK, nullptr, &now);
  CHECK(sigismember(&now, SIGTERM) == 0);
}

TEST_CASE("termination: a write to a closed pipe is an error of the write", "[machine]") {
  ignore_broken_pipes();
  int ends[2] = {-1, -1};
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);

  CHECK(::write(ends[1], "x", 1) == -1);
  ::close(ends[1]);
}

TEST_CASE("termination: signals have names, unknown ones their number", "[machine]") {
  CHECK(signal_name(SIGSEGV) == "SIGSEGV");
  CHECK(signal_name(200) == "signal 200");
}
