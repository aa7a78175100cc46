#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

Effort effort_in(const testing::TempDir& dir) {
  return {.duration = std::chrono::milliseconds(500),
          .seed = 3,
          .directory = dir.path().string(),
          .parameters = {{"file_bytes", 4.0 * 1024 * 1024}}};
}

}  // namespace

TEST_CASE("storage: a real directory is verified, or is skipped for being memory",
          "[workloads][storage]") {
  const testing::TempDir dir;
  testing::RecordingListener heard;
  const auto outcome = make_storage()->run(effort_in(dir), heard);
  REQUIRE(outcome);
  if (outcome->skipped.empty()) {
    CHECK(outcome->self_check == SelfCheck::correct);
    CHECK(outcome->canary == Canary{true, true});
    CHECK(heard.fact_named("direct_io") == "O_DIRECT");
    CHECK(heard.fact_named("file_size") == "4194304");
  } else {
    CHECK(outcome->self_check == SelfCheck::not_run);
    CHECK(heard.fact_named("direct_io") == outcome->skipped);
  }
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("storage: a file larger than the disk is refused before anything is written",
          "[workloads][storage]") {
  const testing::TempDir dir;
  auto effort = effort_in(dir);
  effort.parameters["file_bytes"] = 1e15;
  testing::RecordingListener heard;
  const auto outcome = make_storage()->run(effort, heard);
  if (outcome) {
    CHECK_FALSE(outcome->skipped.empty());  // the directory is memory
  } else {
    CHECK(outcome.error().kind == ErrorKind::out_of_range);
    CHECK_THAT(outcome.error().message, Catch::Contains("bytes are free"));
  }
}

TEST_CASE("storage: a directory that is not there is an error that names it",
          "[workloads][storage]") {
  testing::RecordingListener heard;
  const auto outcome = make_storage()->run(
      {.duration = std::chrono::seconds(1), .directory = "/nonexistent/dir"}, heard);
  REQUIRE_FALSE(outcome);
  CHECK_THAT(outcome.error().message, Catch::Contains("/nonexistent/dir"));
}
