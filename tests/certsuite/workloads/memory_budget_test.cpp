#include "certsuite/workloads/memory_budget.h"

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

FileTree open_tree(const testing::TempDir& root) {
  auto files = FileTree::open(root.path());
  REQUIRE(files);
  return std::move(*files);
}

TEST_CASE("memory budget: without cgroups it is MemAvailable", "[workloads]") {
  const testing::TempDir root;
  root.write("proc/meminfo", "MemTotal:  8192 kB\nMemFree: 1024 kB\nMemAvailable:    4096 kB\n");

  const auto budget = memory_budget(open_tree(root));

  REQUIRE(budget);
  CHECK(*budget == 4 * kMebibyte);
}

TEST_CASE("memory budget: the tightest cgroup of version 2 rules", "[workloads]") {
  const testing::TempDir root;
  root.write("proc/meminfo", "MemAvailable: 1048576 kB\n");
  root.write("proc/self/cgroup", "0::/rack/job\n");
  root.write("sys/fs/cgroup/rack/job/memory.max", "max\n");
  root.write("sys/fs/cgroup/rack/job/memory.current", "4096\n");
  root.write("sys/fs/cgroup/rack/memory.max", "10485760\n");
  root.write("sys/fs/cgroup/rack/memory.current", "2097152\n");

  const auto budget = memory_budget(open_tree(root));

  REQUIRE(budget);
  CHECK(*budget == 8 * kMebibyte);
}

TEST_CASE("memory budget: a cgroup of version 1 that is over its limit leaves nothing",
          "[workloads]") {
  const testing::TempDir root;
  root.write("proc/meminfo", "MemAvailable: 1048576 kB\n");
  root.write("proc/self/cgroup", "8:pids:/x\n4:memory:/job\n0::/\n");
  root.write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "1000\n");
  root.write("sys/fs/cgroup/memory/job/memory.usage_in_bytes", "2000\n");
  root.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  root.write("sys/fs/cgroup/memory/memory.usage_in_bytes", "2000\n");

  const auto budget = memory_budget(open_tree(root));

  REQUIRE(budget);
  CHECK(*budget == 0);
}

TEST_CASE("memory budget: page cache of a group is not memory that it has no more", "[workloads]") {
  const testing::TempDir root;
  root.write("proc/meminfo", "MemAvailable: 1048576 kB\n");
  root.write("proc/self/cgroup", "0::/job\n");
  root.write("sys/fs/cgroup/job/memory.max", "104857600\n");
  root.write("sys/fs/cgroup/job/memory.current", "104857600\n");
  CHECK(*memory_budget(open_tree(root)) == 0);
  root.write("sys/fs/cgroup/job/memory.stat",
             "anon 1\nfile 94371840\nshmem 4096\ninactive_file 83886080\nactive_file 10485760\n"
             "total_inactive_file 5\n");
  CHECK(*memory_budget(open_tree(root)) == 90 * kMebibyte);

  root.write("proc/self/cgroup", "4:memory:/old\n");
  root.write("sys/fs/cgroup/memory/old/memory.limit_in_bytes", "20971520\n");
  root.write("sys/fs/cgroup/memory/old/memory.usage_in_bytes", "20971520\n");
  root.write("sys/fs/cgroup/memory/old/memory.stat",
             "inactive_file 4\ntotal_inactive_file 1048576\ntotal_active_file 1048576\n");
  CHECK(*memory_budget(open_tree(root)) == 2 * kMebibyte);
}

TEST_CASE("memory budget: more cache than use leaves the limit and no more", "[workloads]") {
  const testing::TempDir root;
  root.write("proc/meminfo", "MemAvailable: 1048576 kB\n");
  root.write("sys/fs/cgroup/memory.max", "10485760\n");
  root.write("sys/fs/cgroup/memory.current", "4096\n");
  root.write("sys/fs/cgroup/memory.stat", "inactive_file 8192\n");
  CHECK(*memory_budget(open_tree(root)) == 10 * kMebibyte);
}

TEST_CASE("memory budget: nodes that a cpuset shuts have nothing for us", "[workloads]") {
  const testing::TempDir root;
  root.write("proc/meminfo", "MemAvailable: 1048576 kB\n");
  root.write("sys/devices/system/node/has_memory", "0-1\n");
  root.write("sys/devices/system/node/node0/meminfo", "Node 0 MemFree: 999999 kB\n");
  root.write("sys/devices/system/node/node1/meminfo",
             "Node 1 MemFree: 4096 kB\nNode 1 Inactive(file): 1024 kB\n");
  root.write("proc/self/status", "Name:\tx\nMems_allowed_list:\t0-1\n");
  CHECK(*memory_budget(open_tree(root)) == 1024 * kMebibyte);
  root.write("proc/self/status", "Name:\tx\nMems_allowed_list:\t1\n");
  CHECK(*memory_budget(open_tree(root)) == 5 * kMebibyte);
  root.write("sys/devices/system/node/has_memory", "0-2\n");
  root.write("proc/self/status", "Mems_allowed_list:\t2\n");
  CHECK(*memory_budget(open_tree(root)) == 0);
}

TEST_CASE("memory budget: a machine that does not say is an error, not a guess", "[workloads]") {
  const testing::TempDir root;
  CHECK(memory_budget(open_tree(root)).error().kind == ErrorKind::absent);
  root.write("proc/meminfo", "MemTotal: 1 kB\n");
  CHECK(memory_budget(open_tree(root)).error().kind == ErrorKind::absent);
  root.write("proc/meminfo", "MemAvailable: lots kB\n");
  CHECK(memory_budget(open_tree(root)).error().kind == ErrorKind::malformed);
}

TEST_CASE("last-level cache: each shared cache is counted once", "[workloads]") {
  const testing::TempDir root;
  for (const auto* cpu : {"0", "1", "2"}) {
    const auto cache = std::string("sys/devices/system/cpu/cpu") + cpu + "/cache/index";
    root.write(cache + "2/size", "1024K\n");
    root.write(cache + "2/shared_cpu_list", std::string(cpu) + "\n");
    root.write(cache + "3/size", "32768K\n");
    root.write(cache + "3/shared_cpu_list", cpu[0] == '2' ? "2\n" : "0-1\n");
  }
  CHECK(last_level_cache_bytes(open_tree(root)) == 64 * kMebibyte);

  const testing::TempDir bare;
  CHECK(last_level_cache_bytes(open_tree(bare)) == 0);
}

}  // namespace
}  // namespace rackproof
