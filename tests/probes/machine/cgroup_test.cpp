#include "probes/machine/cgroup.h"

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using Directories = std::vector<std::string>;

Directories directories(const std::string& text, std::string_view controller = "") {
  const testing::TempDir root;
  if (!text.empty()) {
    root.write("proc/self/cgroup", text);
  }
  const auto files = FileTree::open(root.path().string());
  REQUIRE(files);
  return cgroup_directories(*files, controller);
}

TEST_CASE("cgroup: a group is followed by those above it, the root last", "[machine]") {
  CHECK(directories("0::/system.slice/job.scope\n") ==
        Directories{"/sys/fs/cgroup/system.slice/job.scope", "/sys/fs/cgroup/system.slice",
                    "/sys/fs/cgroup"});
}

TEST_CASE("cgroup: the root is all there is where the process is in it or says nothing",
          "[machine]") {
  CHECK(directories("0::/\n") == Directories{"/sys/fs/cgroup"});
  CHECK(directories("") == Directories{"/sys/fs/cgroup"});
  CHECK(directories("nonsense\n0:\n0::relative\n") == Directories{"/sys/fs/cgroup"});
}

TEST_CASE("cgroup: a controller of version 1 has its own hierarchy and its own group",
          "[machine]") {
  const std::string text = "8:pids:/x\n5:cpu,cpuacct:/load\n4:memory:/job/a:b\n0::/other\n";
  CHECK(directories(text, "memory") == Directories{"/sys/fs/cgroup/memory/job/a:b",
                                                   "/sys/fs/cgroup/memory/job",
                                                   "/sys/fs/cgroup/memory"});
  CHECK(directories(text, "cpu") == Directories{"/sys/fs/cgroup/cpu/load", "/sys/fs/cgroup/cpu"});
  CHECK(directories(text, "hugetlb") == Directories{"/sys/fs/cgroup/hugetlb"});
  CHECK(directories(text) == Directories{"/sys/fs/cgroup/other", "/sys/fs/cgroup"});
}

}  // namespace
}  // namespace rackproof
