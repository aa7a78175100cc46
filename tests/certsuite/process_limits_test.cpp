#include "certsuite/process_limits.h"

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

FileTree open_tree(const TempDir& dir) {
  auto tree = FileTree::open(dir.path().string());
  REQUIRE(tree);
  return *std::move(tree);
}

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20U;

}  // namespace

TEST_CASE("process limits: the tightest group rules, not the nearest", "[environment]") {
  const TempDir dir;
  dir.write("proc/self/cgroup", "0::/slice/job\n");
  dir.write("sys/fs/cgroup/slice/job/memory.max", "8589934592\n");
  dir.write("sys/fs/cgroup/slice/job/cpu.max", "400000 100000\n");
  dir.write("sys/fs/cgroup/slice/memory.max", "4294967296\n");
  dir.write("sys/fs/cgroup/slice/cpu.max", "75000 50000\n");
  const auto tree = open_tree(dir);

  CHECK(memory_limit_fact(tree).value == "4294967296");
  CHECK(processor_quota_fact(tree).value == "75000 50000");
  CHECK(cgroup_processors(tree) == 1.5);
}

TEST_CASE("process limits: a group of version 1 limits as well, below its root", "[environment]") {
  const TempDir dir;
  dir.write("proc/self/cgroup", "5:memory:/job\n3:cpu,cpuacct:/job\n0::/\n");
  dir.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  dir.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  dir.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  dir.write("sys/fs/cgroup/cpu/cpu.stat", "nr_periods 0\nnr_throttled 0\n");
  const auto tree = open_tree(dir);
  CHECK(memory_limit_fact(tree).value == "max");
  CHECK(processor_quota_fact(tree).value == "max");
  CHECK_FALSE(cgroup_processors(tree));
  CHECK(cgroup_throttles(tree) == 0);

  dir.write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "3221225472\n");
  dir.write("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "100000\n");
  dir.write("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
  dir.write("sys/fs/cgroup/cpu/job/cpu.stat", "nr_periods 9\nnr_throttled 4\n");
  CHECK(memory_limit_fact(tree).value == "3221225472");
  CHECK(processor_quota_fact(tree).value == "100000 100000");
  CHECK(cgroup_processors(tree) == 1);
  CHECK(cgroup_throttles(tree) == 4);
}

TEST_CASE("process limits: where no group answers none is made up", "[environment]") {
  const TempDir dir;
  const auto tree = open_tree(dir);
  CHECK(memory_limit_fact(tree).value == "no limit found");
  CHECK(processor_quota_fact(tree).value == "no limit found");
  CHECK_FALSE(cgroup_throttles(tree));
  CHECK_FALSE(allowed_processor_count(tree));
  CHECK(allowed_processors_fact(tree).value.starts_with("not readable: "));
}

TEST_CASE("process limits: the processors that the process may run on", "[environment]") {
  const TempDir dir;
  dir.write("proc/self/status", "Name:\trackproof\nCpus_allowed:\td\nCpus_allowed_list:\t0,2-3\n");
  const auto tree = open_tree(dir);
  CHECK(allowed_processors_fact(tree).value == "0,2-3");
  CHECK(allowed_processor_count(tree) == 3);
}

TEST_CASE("process limits: a workload may hold what is left, not what others hold",
          "[environment]") {
  const TempDir dir;
  const auto tree = open_tree(dir);
  CHECK(usable_memory(tree) == 0);
  dir.write("proc/meminfo", "MemTotal: 10240000 kB\nMemAvailable: 10000000 kB\n");
  CHECK(usable_memory(tree) == std::uint64_t{10240000} * 1024 / 100 * 97);
  dir.write("proc/meminfo", "MemTotal: 10240000 kB\nMemAvailable: 2048000 kB\n");
  CHECK(usable_memory(tree) == 2000 * kMebibyte);
}

TEST_CASE("process limits: a group's limit and its cache bound a workload", "[environment]") {
  const TempDir dir;
  const auto tree = open_tree(dir);
  dir.write("proc/meminfo", "MemTotal: 10240000 kB\nMemAvailable: 10000000 kB\n");
  dir.write("sys/fs/cgroup/memory.max", "1048576000\n");
  CHECK(usable_memory(tree) == 970 * kMebibyte);
  dir.write("sys/fs/cgroup/memory.current", "314572800\n");
  CHECK(usable_memory(tree) == 700 * kMebibyte);
}

TEST_CASE("process limits: a full machine still lets a small workload live", "[environment]") {
  const TempDir dir;
  dir.write("proc/meminfo", "MemTotal: 10240000 kB\nMemAvailable: 4 kB\n");
  CHECK(usable_memory(open_tree(dir)) == 512 * kMebibyte);
}
