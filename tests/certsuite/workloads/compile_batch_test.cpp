#include "certsuite/workloads/compile_batch.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

/// A program that stands in for a compiler: its artefact is what its source says.
HostCompiler copier(const testing::TempDir& dir) {
  const auto path = dir.write(
      "copier", "#!/bin/sh\nwhile [ \"$1\" != -o ]; do shift; done\nexec cp \"$3\" \"$2\"\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {"copier", path, "", ""};
}

std::vector<CompileTask> tasks_in(const testing::TempDir& dir, const HostCompiler& compiler,
                                  int count) {
  std::vector<CompileTask> tasks;
  for (int i = 0; i < count; ++i) {
    CompileTask task{&compiler, {}};
    const auto number = std::to_string(i);
    task.job.source = dir.write(number + ".c", std::string(static_cast<std::size_t>(i), 'x'));
    task.job.output = dir.at(number + ".so");
    task.job.directory = dir.path().string();
    tasks.push_back(std::move(task));
  }
  return tasks;
}

}  // namespace

TEST_CASE("compile batch: every task is done once and its result stands at its place",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto compiler = copier(dir);
  auto team = Team::start(3);
  REQUIRE(team);
  const auto results = compile_all(*team, tasks_in(dir, compiler, 8), [] { return 30s; }, {});
  REQUIRE(results.size() == 8);
  for (std::size_t i = 0; i < results.size(); ++i) {
    REQUIRE(results[i]);
    CHECK(results[i]->status == CompileStatus::ok);
    CHECK(results[i]->artefact_bytes == i);
  }
}

TEST_CASE("compile batch: what no time is left for is not begun", "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto compiler = copier(dir);
  auto team = Team::start(1);
  REQUIRE(team);
  int asked = 0;
  const auto results =
      compile_all(*team, tasks_in(dir, compiler, 3),
                  [&asked]() -> std::chrono::nanoseconds { return ++asked == 1 ? 30s : 0s; }, {});
  CHECK(results[0].has_value());
  CHECK_FALSE(results[1].has_value());
  CHECK_FALSE(results[2].has_value());
}

TEST_CASE("compile batch: a compiler that cannot be started has failed", "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto path = dir.write("broken", "#!/nonexistent/shell\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  const HostCompiler broken{"broken", path, "", ""};
  auto team = Team::start(1);
  REQUIRE(team);
  const auto results = compile_all(*team, tasks_in(dir, broken, 1), [] { return 30s; }, {});
  REQUIRE(results[0]);
  CHECK(results[0]->status == CompileStatus::compile_error);
  CHECK_FALSE(results[0]->why.empty());
}
