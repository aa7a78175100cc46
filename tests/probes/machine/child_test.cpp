#include "probes/machine/child.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>

#include "probes/machine/descriptor.h"
#include "schemas/text.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

ChildCommand shell(std::string script) {
  ChildCommand command;
  command.argv = {"/bin/sh", "-c", std::move(script)};
  command.environment = {"PATH=/usr/bin:/bin"};
  return command;
}

ChildResult ran(const ChildCommand& command) {
  auto result = run_child(command, {}, {});
  INFO((result ? std::string() : result.error().message));
  REQUIRE(result.has_value());
  return std::move(result).value();
}

/// Gone, or a zombie that nobody has collected yet; waits a little for the kernel to get there.
bool ends_soon(std::int64_t pid) {
  for (int attempt = 0; attempt < 200; ++attempt) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    const std::string stat(std::istreambuf_iterator<char>(file), {});
    const auto after_name = stat.rfind(')');
    if (after_name == std::string::npos || stat.substr(after_name).starts_with(") Z")) {
      return true;
    }
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

TEST_CASE("child: exit code, stdout and stderr come back", "[machine]") {
  const auto result = ran(shell("echo out; echo err >&2; exit 3"));
  CHECK(result.exit_code == 3);
  CHECK(result.signal == 0);
  CHECK(result.output == "out\n");
  CHECK(result.error_output == "err\n");
  CHECK_FALSE(result.timed_out);
  CHECK(result.wall_seconds > 0);
  CHECK(result.peak_rss_bytes > 0);
}

TEST_CASE("child: it reads what it is given, in order, and then an end", "[machine]") {
  const std::string large(std::size_t{3} << 20, 'x');
  auto command = shell("cat");
  command.input = {"head\n", "", large};
  CHECK(ran(command).output == "head\n" + large);
  command.input = {""};
  CHECK(ran(command).output.empty());
}

TEST_CASE("child: one that does not read what it is given ends as it likes", "[machine]") {
  const std::string large(std::size_t{3} << 20, 'x');
  auto command = shell("exec <&-; echo done; exit 7");
  command.input = {large};
  const auto result = ran(command);
  CHECK(result.exit_code == 7);
  CHECK(result.output == "done\n");
}

TEST_CASE("child: death by a signal is told from an exit", "[machine]") {
  const auto result = ran(shell("kill -SEGV $$"));
  CHECK_FALSE(result.exit_code);
  CHECK(result.signal == SIGSEGV);
}

TEST_CASE("child: a program that is not there is absent", "[machine]") {
  ChildCommand command;
  command.argv = {"/no/such/program"};
  CHECK(run_child(command, {}, {}).error() ==
        Error{ErrorKind::absent, "/no/such/program: no such program"});
  CHECK(run_child({}, {}, {}).error().kind == ErrorKind::malformed);
}

TEST_CASE("child: a file that is no program says so", "[machine]") {
  const testing::TempDir directory;
  const auto path = directory.write("nonsense",
                                    "\x7f"
                                    "ELF nonsense");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  ChildCommand command;
  command.argv = {path};
  const auto result = run_child(command, {}, {});
  REQUIRE_FALSE(result);
  CHECK(result.error().message == path + ": exec format error");
}

TEST_CASE("child: the environment is what was given, nothing is inherited", "[machine]") {
  auto command = shell("");
  command.argv = {"/usr/bin/env"};
  command.environment = {"ONLY=this"};
  CHECK(ran(command).output == "ONLY=this\n");
}

TEST_CASE("child: it leads its own group, in its directory", "[machine]") {
  const testing::TempDir directory;
  auto command = shell("pwd; ps -o pgid= -p $$; echo $$");
  command.directory = directory.path().string();
  const auto result = ran(command);
  const auto said = lines(result.output);
  REQUIRE(said.size() == 3);
  CHECK(said[0] == std::filesystem::canonical(directory.path()).string());
  CHECK(trim(said[1]) == said[2]);
}

TEST_CASE("child: none of our open files is open in it", "[machine]") {
  const testing::TempDir directory;
  const auto path = directory.write("open file", "");
  const Descriptor ours(::open(path.c_str(), O_RDONLY));  // without close-on-exec
  auto command = shell("");
  command.argv = {"/bin/ls", "/proc/self/fd"};
  CHECK(ran(command).output == "0\n1\n2\n3\n");  // 3 is the directory that ls reads
}

TEST_CASE("child: the deadline kills the grandchild too", "[machine]") {
  auto command = shell("sleep 1000 & echo $!; wait");
  command.deadline = 200ms;
  const auto result = ran(command);
  CHECK(result.timed_out);
  CHECK(result.signal == SIGTERM);
  const auto grandchild = parse_integer(trim(result.output));
  REQUIRE(grandchild);
  CHECK(ends_soon(*grandchild));
}

TEST_CASE("child: one that ignores SIGTERM is killed after the grace", "[machine]") {
  auto command = shell("trap '' TERM; echo ready; while :; do sleep 0.05; done");
  command.deadline = 100ms;
  const auto result = ran(command);
  CHECK(result.timed_out);
  CHECK(result.signal == SIGKILL);
  CHECK(result.wall_seconds >= 2.0);
  CHECK(result.wall_seconds < 6.0);
}

TEST_CASE("child: what it leaves behind at its end is killed", "[machine]") {
  const auto result = ran(shell("sleep 1000 >/dev/null 2>&1 & echo $!"));
  CHECK(result.exit_code == 0);
  CHECK(ends_soon(*parse_integer(trim(result.output))));
}

TEST_CASE("child: a background process that holds the pipe does not hold us", "[machine]") {
  const auto result = ran(shell("sleep 1000 & echo done"));
  CHECK(result.exit_code == 0);
  CHECK(result.output == "done\n");
  CHECK(result.wall_seconds < 10);
}

TEST_CASE("child: more output than allowed ends it", "[machine]") {
  auto command = shell("while :; do echo 0123456789; done");
  command.output_limit = 1000;
  const auto result = ran(command);
  CHECK(result.output_limited);
  CHECK_FALSE(result.timed_out);
  CHECK(result.output.size() == 1000);
  CHECK_FALSE(result.exit_code);
}

TEST_CASE("child: exactly as much output as allowed is fine", "[machine]") {
  auto command = shell("printf 0123456789");
  command.output_limit = 10;
  const auto result = ran(command);
  CHECK_FALSE(result.output_limited);
  CHECK(result.output == "0123456789");
}

TEST_CASE("child: lines come while it runs, an unfinished one stays in the output", "[machine]") {
  std::vector<std::string> seen;
  const auto result = run_child(shell("printf 'one\\ntw'; printf 'o\\n\\nrest'"), {},
                                [&seen](std::string_view line) { seen.emplace_back(line); });
  REQUIRE(result);
  CHECK(seen == std::vector<std::string>{"one", "two", ""});
  CHECK(result->output == "rest");
}

TEST_CASE("child: a request to stop ends it", "[machine]") {
  std::stop_source stop;
  const auto result = run_child(shell("echo ready; sleep 1000"), stop.get_token(),
                                [&stop](std::string_view) { stop.request_stop(); });
  REQUIRE(result);
  CHECK(result->stopped);
  CHECK_FALSE(result->timed_out);
  CHECK(result->signal == SIGTERM);
}

TEST_CASE("child: stderr goes to the file that was named", "[machine]") {
  const testing::TempDir directory;
  auto command = shell("echo oh >&2");
  command.stderr_path = directory.at("log");
  const auto result = ran(command);
  CHECK(result.error_output.empty());
  std::ifstream file(directory.at("log"));
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "oh\n");
  command.stderr_path = directory.at("no/such/log");
  CHECK(run_child(command, {}, {}).error().kind == ErrorKind::absent);
}

TEST_CASE("child: much stderr is cut, not a deadlock", "[machine]") {
  const auto result = ran(shell("head -c 1000000 /dev/zero >&2; echo done"));
  CHECK(result.output == "done\n");
  CHECK(result.error_output.size() == (std::size_t{64} << 10));
}

TEST_CASE("child: the memory limit holds", "[machine]") {
  auto command = shell("ulimit -v");
  command.memory_limit_bytes = std::uint64_t{512} << 20;
  CHECK(ran(command).output == "524288\n");
}

TEST_CASE("child: a stand-in parent that waits", "[.stand_in]") {
  static_cast<void>(
      run_child(shell("sleep 1000 & echo $!; echo $$; wait"), {}, [](std::string_view line) {
        std::puts(std::string(line).c_str());
        std::fflush(stdout);
      }));
}

TEST_CASE("child: when the parent is killed the whole group dies with it", "[machine]") {
  auto command = shell("");
  command.argv = {*own_executable(), "[.stand_in]"};
  std::vector<std::int64_t> family;
  std::stop_source stop;
  const auto result = run_child(command, stop.get_token(), [&](std::string_view line) {
    if (const auto pid = parse_integer(line); pid && family.size() < 2) {
      family.push_back(*pid);
    }
    if (family.size() == 2) {
      stop.request_stop();
    }
  });
  REQUIRE(result);
  REQUIRE(family.size() == 2);
  CHECK(ends_soon(family[0]));
  CHECK(ends_soon(family[1]));
}

}  // namespace
}  // namespace rackproof
