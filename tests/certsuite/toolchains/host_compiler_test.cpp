#include "certsuite/toolchains/host_compiler.h"

#include <set>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;

namespace {

/// A program that stands in for a compiler; `$out` is the file that it is asked for.
HostCompiler pretender(const testing::TempDir& dir, std::string_view script) {
  const auto path = dir.write("pretender",
                              "#!/bin/sh\nwhile [ \"$1\" != -o ]; do shift; done\n"
                              "out=$2\n" +
                                  std::string(script) + "\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {"pretender", path, "", ""};
}

CompileResult run(const testing::TempDir& dir, std::string_view script,
                  std::chrono::nanoseconds deadline = std::chrono::seconds(20)) {
  CompileJob job;
  job.source = dir.write("unit.c", "void rackproof_unit(void) {}\n");
  job.output = dir.at("unit.so");
  job.directory = dir.path().string();
  job.deadline = deadline;
  auto result = compile(pretender(dir, script), job, {});
  REQUIRE(result);
  return std::move(result).value();
}

}  // namespace

TEST_CASE("compiler: one program under several names is one compiler", "[toolchains]") {
  const auto found = find_host_compilers({});
  REQUIRE_FALSE(found.empty());
  std::set<std::string> paths;
  for (const auto& compiler : found) {
    CHECK(paths.insert(compiler.path).second);
    CHECK_FALSE(compiler.version.empty());
    CHECK(compiler.sha256.size() == 64);
  }
}

TEST_CASE("compiler: what it makes is measured and hashed", "[toolchains]") {
  const testing::TempDir dir;
  const auto result = run(dir, "printf abc > $out");
  CHECK(result.status == CompileStatus::ok);
  CHECK(result.artefact_bytes == 3);
  CHECK(result.artefact_sha256 ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2, B.1
  CHECK_THAT(result.command_line, Catch::Contains("-ffp-contract=off -fno-fast-math"));
}

TEST_CASE("compiler: each way to fail has its own status", "[toolchains]") {
  const testing::TempDir dir;
  const auto refused = run(dir, "echo unit.c:1: no such thing >&2; exit 1");
  CHECK(refused.status == CompileStatus::compile_error);
  CHECK(refused.why == "unit.c:1: no such thing");
  CHECK(run(dir, "kill -SEGV $$").status == CompileStatus::compiler_crash);
  CHECK(run(dir, "echo internal compiler error: x >&2; exit 4").status ==
        CompileStatus::compiler_crash);
  CHECK(run(dir, "echo cc1: out of memory allocating >&2; exit 1").status ==
        CompileStatus::out_of_memory);
  const auto late = run(dir, "sleep 30", std::chrono::milliseconds(100));
  CHECK(late.status == CompileStatus::timeout);
  CHECK(late.ended == "killed at its deadline");
  CHECK(run(dir, "kill -SEGV $$").ended == "signal 11");
}

TEST_CASE("compiler: one that is killed for memory is no crash of its own", "[toolchains]") {
  const testing::TempDir dir;
  CHECK(run(dir,
            "echo 'gcc: internal compiler error: Killed (signal 9) terminated program cc1' >&2; "
            "exit 4")
            .status == CompileStatus::out_of_memory);
  CHECK(run(dir, "echo 'clang: error: unable to execute command: Killed' >&2; exit 254").status ==
        CompileStatus::out_of_memory);
}

TEST_CASE("compiler: a flag that it does not know is unsupported, not an error of the unit",
          "[toolchains]") {
  const testing::TempDir dir;
  for (const auto* words : {"cc1: error: bad value 'native' for '-march=' switch",
                            "cc: error: unrecognized command-line option '-fno-such'",
                            "clang: error: the clang compiler does not support '-march=native'",
                            "error: unknown target CPU 'native'"}) {
    INFO(words);
    CHECK(run(dir, "echo \"" + std::string(words) + "\" >&2; exit 1").status ==
          CompileStatus::unsupported);
  }
}

TEST_CASE("compiler: the real ones say that they do not know a flag", "[toolchains]") {
  for (const auto& compiler : find_host_compilers({})) {
    const testing::TempDir dir;
    CompileJob job;
    job.source = dir.write("unit.c", "void rackproof_unit(void) {}\n");
    job.output = dir.at("unit.so");
    job.directory = dir.path().string();
    for (const auto* flag : {"-march=no-such-processor", "-fno-such-flag-anywhere"}) {
      job.flags = {flag};
      const auto result = compile(compiler, job, {});
      REQUIRE(result);
      INFO(compiler.name << ": " << result->why);
      CHECK(result->status == CompileStatus::unsupported);
    }
  }
}

TEST_CASE("compiler: one that lacks a part of itself is missing, not wrong", "[toolchains]") {
  const testing::TempDir dir;
  for (const auto* words :
       {"cc: fatal error: cannot execute 'cc1': execvp: No such file or directory",
        "collect2: fatal error: cannot find 'ld'",
        "clang: error: unable to execute command: Executable \\\"ld\\\" doesn't exist!"}) {
    INFO(words);
    CHECK(run(dir, "echo \"" + std::string(words) + "\" >&2; exit 1").status ==
          CompileStatus::tool_missing);
  }
}

TEST_CASE("compiler: what it says of a good end is kept", "[toolchains]") {
  const testing::TempDir dir;
  const auto warned = run(dir, "echo unit.c:1: warning: odd >&2; printf x > $out");
  CHECK(warned.status == CompileStatus::ok);
  CHECK(warned.log_tail == "unit.c:1: warning: odd");
  CHECK(warned.ended == "exit 0");
  CHECK(warned.why.empty());
}

TEST_CASE("compiler: one that says it is done and leaves nothing has failed", "[toolchains]") {
  const testing::TempDir dir;
  const auto result = run(dir, "exit 0");
  CHECK(result.status == CompileStatus::compile_error);
  CHECK_THAT(result.why, Catch::Contains("said it was done"));
}

TEST_CASE("compiler: nothing of this process's environment reaches it", "[toolchains]") {
  const testing::TempDir dir;
  const auto result = run(dir, "env | cut -d= -f1 | sort | tr '\\n' ' ' >&2; exit 1");
  CHECK_THAT(result.why, Catch::Contains("CCACHE_DISABLE HOME LC_ALL"));
  CHECK_THAT(result.why, !Catch::Contains("USER") && !Catch::Contains("RACKPROOF"));
  CHECK(compiler_environment() == "PATH LC_ALL HOME TMPDIR CCACHE_DISABLE");
}

TEST_CASE("compiler: one that is not there is missing; one that cannot be started is an error",
          "[toolchains]") {
  CompileJob job;
  job.directory = "/tmp";
  const auto gone = compile({"gone", "/nonexistent/cc", "", ""}, job, {});
  REQUIRE(gone);
  CHECK(gone->status == CompileStatus::tool_missing);
  CHECK_FALSE(gone->why.empty());
  job.directory = "/nonexistent";
  CHECK_FALSE(compile(testing::any_compiler(), job, {}));
}
