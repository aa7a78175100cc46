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
  CHECK(run(dir, "sleep 30", std::chrono::milliseconds(100)).status == CompileStatus::timeout);
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
}

TEST_CASE("compiler: one that is not there is an error", "[toolchains]") {
  CompileJob job;
  job.directory = "/tmp";
  CHECK_FALSE(compile({"gone", "/nonexistent/cc", "", ""}, job, {}));
}
