#include "probes/machine/file_tree.h"

#include <cerrno>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

FileTree tree_at(const testing::TempDir& directory) {
  auto tree = FileTree::open(directory.path().string());
  REQUIRE(tree);
  return std::move(tree).value();
}

TEST_CASE("file_tree: text loses its trailing white space and nothing else", "[machine]") {
  const testing::TempDir directory;
  directory.write("sys/a", "  47500 \n\n");
  directory.write("sys/empty", "");
  const auto tree = tree_at(directory);
  CHECK(*tree.read_text("/sys/a") == "  47500");
  CHECK(*tree.read_bytes("/sys/a") == "  47500 \n\n");
  CHECK(tree.read_text("/sys/empty")->empty());
  CHECK_FALSE(tree.is_this_machine());
}

TEST_CASE("file_tree: an absolute symbolic link does not leave the root", "[machine]") {
  const testing::TempDir directory;
  const testing::TempDir outside;
  outside.write("secret", "outside");
  directory.write("inside", "inside");
  directory.link("absolute", "/inside");
  directory.link("escape", outside.at("secret"));
  directory.link("climb", "../../../../../../../../../../inside");
  const auto tree = tree_at(directory);
  CHECK(*tree.read_text("/absolute") == "inside");
  CHECK(*tree.read_text("/climb") == "inside");
  CHECK(*tree.read_text("/../../inside") == "inside");
  const auto escaped = tree.read_text("/escape");
  REQUIRE_FALSE(escaped);
  CHECK(escaped.error().kind == ErrorKind::absent);
}

TEST_CASE("file_tree: canonical follows every link and stays inside the root", "[machine]") {
  const testing::TempDir directory;
  directory.write("sys/devices/pci0000:00/0000:00:02.0/net/eth0/mtu", "1500\n");
  directory.link("sys/class/net/eth0", "../../devices/pci0000:00/0000:00:02.0/net/eth0");
  directory.link("sys/top", "/");
  const auto tree = tree_at(directory);
  CHECK(*tree.canonical("/sys/class/net/eth0") == "/sys/devices/pci0000:00/0000:00:02.0/net/eth0");
  CHECK(*tree.canonical("/sys/top") == "/");
  CHECK(*tree.link_target("/sys/class/net/eth0") ==
        "../../devices/pci0000:00/0000:00:02.0/net/eth0");
  const auto no_link = tree.link_target("/sys/devices");
  REQUIRE_FALSE(no_link);
  CHECK(no_link.error().kind == ErrorKind::malformed);
}

TEST_CASE("file_tree: every error names the path as the machine knows it", "[machine]") {
  const testing::TempDir directory;
  directory.write("sys/file", "x");
  directory.write("sys/long", std::string(100, 'x'));
  const auto tree = tree_at(directory);
  CHECK(tree.read_text("/sys/none").error() ==
        Error{ErrorKind::absent, "/sys/none: no such file or directory"});
  CHECK(tree.read_text("/sys/file/below").error() ==
        Error{ErrorKind::absent, "/sys/file/below: not a directory"});
  CHECK(tree.read_text("/sys").error() == Error{ErrorKind::malformed, "/sys: is a directory"});
  CHECK(tree.read_text("/sys/long", 99).error() ==
        Error{ErrorKind::out_of_range, "/sys/long: longer than 99 bytes"});
  CHECK(tree.read_text("/sys/long", 100));
  CHECK(tree.list("/sys/none").error().kind == ErrorKind::absent);
  CHECK(tree.read_text("sys/file").error().kind == ErrorKind::malformed);
}

TEST_CASE("file_tree: a file without permission is denied, not absent", "[machine]") {
  if (::geteuid() == 0) {
    WARN("root reads everything: nothing to deny");
    return;
  }
  const testing::TempDir directory;
  const auto file = directory.write("sys/energy_uj", "1");
  REQUIRE(::chmod(file.c_str(), 0) == 0);
  CHECK(tree_at(directory).read_text("/sys/energy_uj").error() ==
        Error{ErrorKind::denied, "/sys/energy_uj: permission denied"});
}

TEST_CASE("file_tree: a FIFO in a captured tree is refused without waiting", "[machine]") {
  const testing::TempDir directory;
  REQUIRE(::mkfifo(directory.at("pipe").c_str(), 0600) == 0);
  const auto read = tree_at(directory).read_text("/pipe");
  REQUIRE_FALSE(read);
  CHECK(read.error() == Error{ErrorKind::unsupported, "/pipe: is not a regular file"});
}

TEST_CASE("file_tree: a list is sorted with numbers as numbers", "[machine]") {
  const testing::TempDir directory;
  for (const auto* name : {"cpu10", "cpu2", "cpu0"}) {
    directory.write(std::string("cpu/") + name + "/online", "1");
  }
  const auto tree = tree_at(directory);
  CHECK(*tree.list("/cpu") == std::vector<std::string>{"cpu0", "cpu2", "cpu10"});
  CHECK(tree.exists("/cpu/cpu2/online"));
  CHECK_FALSE(tree.exists("/cpu/cpu3"));
  CHECK(tree.is_directory("/cpu/cpu2"));
  CHECK_FALSE(tree.is_directory("/cpu/cpu2/online"));
}

TEST_CASE("file_tree: a root that is a link to / is this machine", "[machine]") {
  const testing::TempDir directory;
  directory.link("slash", "/");
  const auto tree = FileTree::open(directory.at("slash"));
  REQUIRE(tree);
  CHECK(tree->is_this_machine());
}

TEST_CASE("file_tree: a root that is a file or is not there is refused by name", "[machine]") {
  const testing::TempDir directory;
  const auto file = directory.write("file", "");
  CHECK(FileTree::open(file).error() == Error{ErrorKind::absent, file + ": not a directory"});
  CHECK(FileTree::open(directory.at("none")).error().kind == ErrorKind::absent);
}

TEST_CASE("file_tree: a moved tree still reads", "[machine]") {
  const testing::TempDir directory;
  directory.write("a", "1");
  auto first = tree_at(directory);
  FileTree second(std::move(first));
  CHECK(second.exists("/a"));
  const testing::TempDir other;
  auto third = tree_at(other);
  third = std::move(second);
  CHECK(third.exists("/a"));
}

}  // namespace
}  // namespace rackproof
