#include "probes/machine/child_process.h"

#include <csignal>

#include <catch2/catch.hpp>
#include <poll.h>
#include <sys/wait.h>

namespace rackproof {
namespace {

ChildCommand command_of(std::string script) {
  ChildCommand command;
  command.argv = {"/bin/sh", "-c", std::move(script)};
  return command;
}

void wait_for_end(const ChildProcess& child) {
  pollfd ended{child.ended().get(), POLLIN, 0};
  REQUIRE(::poll(&ended, 1, 10000) == 1);
}

TEST_CASE("child_process: the end is seen without waiting for output", "[machine]") {
  auto child = ChildProcess::start(command_of("exit 7"));
  REQUIRE(child);
  wait_for_end(*child);
  const auto end = child->reap();
  REQUIRE(end);
  CHECK(WEXITSTATUS(end->status) == 7);
}

TEST_CASE("child_process: a signal reaches the whole group", "[machine]") {
  auto child = ChildProcess::start(command_of("sleep 1000 & wait"));
  REQUIRE(child);
  child->signal_group(SIGKILL);
  wait_for_end(*child);
  const auto end = child->reap();
  REQUIRE(end);
  CHECK(WTERMSIG(end->status) == SIGKILL);
}

TEST_CASE("child_process: one that nobody waits for is killed with its handle", "[machine]") {
  auto child = ChildProcess::start(command_of("sleep 1000"));
  REQUIRE(child);
  const ChildProcess moved(std::move(child).value());
  CHECK(moved.output().is_open());
}

TEST_CASE("child_process: a directory that is not there is the reason", "[machine]") {
  auto command = command_of("true");
  command.directory = "/no/such/directory";
  CHECK(ChildProcess::start(command).error().kind == ErrorKind::absent);
}

}  // namespace
}  // namespace rackproof
