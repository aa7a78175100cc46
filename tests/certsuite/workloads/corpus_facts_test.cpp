#include "certsuite/workloads/corpus_facts.h"

#include <catch2/catch.hpp>

#include "tests/support/recording_listener.h"

using namespace rackproof;

TEST_CASE("corpus facts: what compiling took and left is told", "[workloads][corpus]") {
  CompileResult result;
  result.ended = "exit 0";
  result.command_line = "/usr/bin/cc -O2";
  result.wall_seconds = 0.5;
  result.cpu_seconds = 0.25;
  result.peak_rss_bytes = 7;
  result.artefact_sha256 = "ab";
  result.artefact_bytes = 9;
  result.log_tail = "a warning";
  CHECK(compiling_told(result) ==
        "exit 0; /usr/bin/cc -O2; wall 0.5 s, cpu 0.25 s, peak 7 B; sha256 ab, 9 B; said: a "
        "warning");
  CompileResult missing;
  missing.status = CompileStatus::tool_missing;
  missing.command_line = "/usr/bin/cc";
  CHECK(compiling_told(missing) == "not begun; /usr/bin/cc");
}

TEST_CASE("corpus facts: whether outputs were equal on all processors is told",
          "[workloads][corpus]") {
  UnitAnswer answer;
  CHECK(running_told(answer, 2) == "no output");
  answer.digests = {"aa", "bb"};
  answer.executions = 12;
  CHECK(running_told(answer, 2) == "output aa+bb, equal in 12 executions on 2 processors");
  answer.wrong.resize(3);
  CHECK(running_told(answer, 2) == "output aa+bb, not right in 3 of 12 executions on 2 processors");
}

TEST_CASE("corpus facts: each compiler is told with its digest, and what it is given",
          "[workloads][corpus]") {
  testing::RecordingListener heard;
  tell_compilers({{"cc", "/usr/bin/gcc-12", "gcc 12", "ab"}}, heard);
  CHECK(heard.fact_named("compiler cc") == "/usr/bin/gcc-12; gcc 12");
  CHECK(heard.fact_named("compiler cc sha256") == "ab");
  CHECK_THAT(std::string(heard.fact_named("flags")), Catch::Contains("-ffp-contract=off"));
  CHECK(heard.fact_named("environment of a compiler") == compiler_environment());
}
