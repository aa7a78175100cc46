#include "probes/machine/child_lines.h"

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

using namespace std::chrono_literals;

ChildLines started(std::string script, std::size_t limit = 4096) {
  ChildCommand command;
  command.argv = {"/bin/sh", "-c", std::move(script)};
  command.environment = {"PATH=/usr/bin:/bin"};
  command.output_limit = limit;
  auto child = ChildLines::start(command);
  REQUIRE(child);
  return std::move(child).value();
}

TEST_CASE("child lines: whole lines come while the child runs, half ones wait", "[machine]") {
  auto child = started("echo one; echo two; printf half; sleep 60");
  std::vector<std::string> seen;
  while (seen.size() < 2) {
    auto lines = child.take(10s);
    REQUIRE(lines);
    REQUIRE_FALSE(lines->empty());
    seen.insert(seen.end(), lines->begin(), lines->end());
  }
  CHECK(seen == std::vector<std::string>{"one", "two"});
  const auto nothing = child.take(20ms);
  REQUIRE(nothing);
  CHECK(nothing->empty());
}

TEST_CASE("child lines: an end is told with what the child complained of", "[machine]") {
  auto child = started("echo last; echo broken >&2; exit 1");
  const auto lines = child.take(10s);
  REQUIRE(lines);
  CHECK(*lines == std::vector<std::string>{"last"});
  const auto end = child.take(10s);
  REQUIRE_FALSE(end);
  CHECK(end.error().kind == ErrorKind::io);
  CHECK(end.error().message.starts_with("the child has ended: broken"));
}

TEST_CASE("child lines: a line without end is cut off, not gathered for ever", "[machine]") {
  auto child = started("while :; do printf xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done");
  const auto lines = child.take(10s);
  REQUIRE_FALSE(lines);
  CHECK(lines.error().kind == ErrorKind::out_of_range);
}

TEST_CASE("child lines: a child that only complains does not hang on a full pipe", "[machine]") {
  auto child =
      started("i=0; while [ $i -lt 20000 ]; do echo complaint >&2; i=$((i+1)); done; echo done");
  auto lines = child.take(20s);
  REQUIRE(lines);
  CHECK(*lines == std::vector<std::string>{"done"});
}

TEST_CASE("child lines: a child that takes input answers what it is told", "[machine]") {
  ChildCommand command;
  command.argv = {"/bin/sh", "-c", "while read -r line; do echo \"got $line\"; done; echo end"};
  command.environment = {"PATH=/usr/bin:/bin"};
  command.takes_input = true;
  auto child = ChildLines::start(command);
  REQUIRE(child);
  for (const std::string word : {"one", "two words"}) {
    REQUIRE(child->say(word));
    const auto lines = child->take(10s);
    REQUIRE(lines);
    CHECK(*lines == std::vector<std::string>{"got " + word});
  }
}

/// Started by a thread that has ended since.
std::optional<Result<ChildLines>> orphan(bool outlives) {
  ChildCommand command;
  command.argv = {"/bin/sh", "-c", "while read -r line; do echo \"got $line\"; done"};
  command.takes_input = true;
  command.outlives_thread = outlives;
  std::optional<Result<ChildLines>> child;
  std::thread([&] { child.emplace(ChildLines::start(command)); }).join();
  return child;
}

TEST_CASE("child lines: a child ends with its thread, or goes on where it is to outlive it",
          "[machine]") {
  auto ended = orphan(false);
  REQUIRE(*ended);
  CHECK_FALSE((*ended)->take(10s));

  auto alive = orphan(true);
  REQUIRE(*alive);
  REQUIRE((*alive)->say("word"));
  const auto lines = (*alive)->take(10s);
  REQUIRE(lines);
  CHECK(*lines == std::vector<std::string>{"got word"});
}

TEST_CASE("child lines: to speak to a child that has ended is an error and no signal",
          "[machine]") {
  ChildCommand command;
  command.argv = {"/bin/sh", "-c", "exit 0"};
  command.takes_input = true;
  auto child = ChildLines::start(command);
  REQUIRE(child);
  REQUIRE_FALSE(child->take(10s));
  auto said = child->say("anybody there");
  for (int i = 0; said && i < 500; ++i) {  // its stdout may be gone before its stdin is
    std::this_thread::sleep_for(10ms);
    said = child->say("anybody there");
  }
  REQUIRE_FALSE(said);
  CHECK(said.error().kind == ErrorKind::io);
}

TEST_CASE("child lines: a child that takes no input cannot be spoken to", "[machine]") {
  const auto child = started("sleep 60");
  CHECK_FALSE(child.say("anybody there"));
}

TEST_CASE("child lines: no such program is absent", "[machine]") {
  ChildCommand command;
  command.argv = {"/no/such/program"};
  const auto child = ChildLines::start(command);
  REQUIRE_FALSE(child);
  CHECK(child.error().kind == ErrorKind::absent);
}

}  // namespace
}  // namespace rackproof
