#include "probes/outside/exec_probe.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/file_tree.h"
#include "tests/support/fixture_host.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::outside;
using namespace rackproof::testing;

namespace {

SourceSettings shell(const std::string& script) {
  auto file = load_source_file(
      "[[source]]\nname = \"site\"\nexec = [\"/bin/sh\", \"-c\", \"true\"]\n"
      "[[source.series]]\nname = \"heat_watts\"\nmetric = \"power_watts\"\nunit = \"W\"\n",
      "s.toml");
  INFO((file ? std::string() : file.error().message));
  REQUIRE(file);
  auto settings = std::move(file->sources.front());
  settings.command.back() = script;
  return settings;
}

/// One pass of a source over this machine.
class Pass {
 public:
  explicit Pass(SourceSettings settings)
      : files_(FileTree::open("/")), settings_(std::move(settings)) {
    REQUIRE(files_);
    const Host host{*files_, clock_};
    const auto probe = make_exec_probe(host, settings_, SiteMetrics{});
    run_ = std::make_unique<ProbeRun>(*probe);
  }

  [[nodiscard]] double value() const { return run_->value("node/source:site", "power_watts"); }
  [[nodiscard]] Error reason() const { return run_->reason("node/source:site", "power_watts"); }

 private:
  Result<FileTree> files_;
  FrozenClock clock_;
  SourceSettings settings_;
  std::unique_ptr<ProbeRun> run_;
};

Error reason_of(const std::string& script) {
  return Pass(shell(script)).reason();
}

}  // namespace

TEST_CASE("exec: what a program prints is read", "[probes][outside]") {
  CHECK(Pass(shell("echo 'heat_watts 950.5'")).value() == 950.5);
  CHECK(Pass(shell("printf '# TYPE heat_watts gauge\\nheat_watts 7\\n# EOF\\n'")).value() == 7);
}

TEST_CASE("exec: its words on stderr and what it reads from stdin disturb nothing",
          "[probes][outside]") {
  CHECK(Pass(shell("echo warning >&2; cat; echo 'heat_watts 1'")).value() == 1);
}

TEST_CASE("exec: a program that hangs is killed at its deadline with all that it started",
          "[probes][outside]") {
  auto hanging = shell("echo 'heat_watts 1'; sleep 600 & sleep 600");
  hanging.timeout = std::chrono::milliseconds(200);
  const auto why = Pass(hanging).reason();
  CHECK(why.kind == ErrorKind::timed_out);
  CHECK(why.message == "site: had not ended after 0.2 s");
}

TEST_CASE("exec: a program that floods is stopped at its limit", "[probes][outside]") {
  auto flooding = shell("while :; do echo 'heat_watts 1'; done");
  flooding.output_limit = 10000;
  const auto why = Pass(flooding).reason();
  CHECK(why.kind == ErrorKind::out_of_range);
  CHECK(why.message == "site: printed more than its limit, 10000 bytes");
}

TEST_CASE("exec: a program that crashes or fails says so, with its last words",
          "[probes][outside]") {
  CHECK(reason_of("echo 'heat_watts 1'; kill -SEGV $$").message ==
        "site: was ended by signal " + std::to_string(SIGSEGV));
  const auto failed = reason_of("echo 'heat_watts 1'; echo one >&2; echo 'no pump' >&2; exit 3");
  CHECK(failed.kind == ErrorKind::io);
  CHECK(failed.message == "site: ended with exit code 3: no pump");
}

TEST_CASE("exec: garbage and half a line cost the whole answer", "[probes][outside]") {
  CHECK(reason_of("head -c 4096 /dev/zero").kind == ErrorKind::malformed);
  const auto half = reason_of("printf 'heat_watts 1\\nheat_wat'");
  CHECK(half.kind == ErrorKind::malformed);
  CHECK(half.message.starts_with("site: line 2: "));
  CHECK(reason_of("printf 'heat_watts 12'").message ==
        "site: line 1: expected a newline at the end of the last line, got 'heat_watts 12'");
}

TEST_CASE("exec: a program that says nothing leaves its readings absent", "[probes][outside]") {
  CHECK(reason_of("true").kind == ErrorKind::absent);
}

TEST_CASE("exec: a program that is not there is a reason", "[probes][outside]") {
  auto missing = shell("true");
  missing.command = {"/no/such/program"};
  CHECK(Pass(missing).reason().kind == ErrorKind::io);
}

TEST_CASE("exec: nothing is inherited but what the site says", "[probes][outside]") {
  const auto settings = shell("true");
  auto command = child_of(settings);
  CHECK(command.environment ==
        std::vector<std::string>{"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C"});
  CHECK(command.directory == "/");
  CHECK(command.resident_limit_bytes > 0);

  auto own = settings;
  own.environment = {"PATH=/opt/site/bin", "TOKEN_FILE=/etc/token"};
  command = child_of(own);
  CHECK(std::ranges::count(command.environment, "PATH=/opt/site/bin") == 1);
  CHECK(command.environment.size() == 3);
  CHECK(command.argv == settings.command);
}

TEST_CASE("exec: a shell's own words in an argument stay words", "[probes][outside]") {
  auto echo = shell("true");
  echo.command = std::vector<std::string>{"/bin/echo", "heat_watts", "5; echo heat_watts 6"};
  CHECK(Pass(echo).reason().kind == ErrorKind::malformed);
}

TEST_CASE("exec: memory beyond its limit is told as such", "[probes][outside]") {
  ChildResult ended;
  ended.memory_limited = true;
  ended.memory_limit_bytes = 1000;
  ended.signal = SIGKILL;
  const auto output = output_of(ended, shell("true"));
  REQUIRE_FALSE(output);
  CHECK(output.error().kind == ErrorKind::out_of_range);
}

TEST_CASE("exec: over a captured tree nothing is run", "[probes][outside]") {
  const TempDir tree;
  const auto proof = tree.at("ran");
  const FixtureHost fixture(tree.path());
  const auto settings = shell("touch " + proof + "; echo 'heat_watts 1'");
  const ProbeRun run(*make_exec_probe(fixture.host(), settings, SiteMetrics{}));
  CHECK(run.reason("node/source:site", "power_watts").kind == ErrorKind::not_observable);
  CHECK_FALSE(std::filesystem::exists(proof));
}
