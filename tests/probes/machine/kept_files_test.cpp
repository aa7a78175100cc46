#include "probes/machine/kept_files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

FileTree tree_at(const testing::TempDir& directory, FileChanges changes) {
  auto tree = FileTree::open(directory.path().string(), changes);
  REQUIRE(tree);
  return std::move(tree).value();
}

TEST_CASE("kept_files: what is written in place is read anew through the open file", "[machine]") {
  const testing::TempDir directory;
  directory.write("count", "47 \n");
  const auto tree = tree_at(directory, FileChanges::in_place);
  KeptFiles files(tree, 10);
  const auto slot = files.add("/count");
  CHECK(files.open() == 0);
  CHECK(*files.text(slot) == "47");
  CHECK(*files.bytes(slot) == "47 \n");
  CHECK(files.open() == 1);

  directory.write("count", "5\n");
  CHECK(*files.text(slot) == "5");
  CHECK(files.open() == 1);
}

TEST_CASE("kept_files: a tree whose files may be replaced is opened for each reading",
          "[machine]") {
  const testing::TempDir directory;
  directory.write("count", "47\n");
  const auto tree = tree_at(directory, FileChanges::in_any_way);
  KeptFiles files(tree, 10);
  CHECK(*files.text("/count") == "47");
  CHECK(files.open() == 0);
  std::filesystem::remove(directory.at("count"));
  CHECK(files.text("/count").error().kind == ErrorKind::absent);
  directory.write("count", "48\n");
  CHECK(*files.text("/count") == "48");
}

TEST_CASE("kept_files: files of sysfs stay open", "[machine]") {
  const auto tree = FileTree::open("/");
  REQUIRE(tree);
  constexpr std::string_view kFile = "/sys/devices/system/cpu/online";
  if (!tree->exists(kFile)) {
    WARN("no sysfs here");
    return;
  }
  KeptFiles files(*tree, 10);
  const std::string first(*files.text(kFile));
  CHECK_FALSE(first.empty());
  CHECK(files.open() == 1);
  CHECK(*files.text(kFile) == first);
}

TEST_CASE("kept_files: of /proc only what the kernel itself has there stays open, and moves on",
          "[machine]") {
  const auto tree = FileTree::open("/");
  REQUIRE(tree);
  KeptFiles files(*tree, 10);
  const std::string first(*files.text("/proc/meminfo"));
  CHECK(files.open() == 1);
  CHECK(first.starts_with("MemTotal:"));
  CHECK(files.text("/proc/meminfo")->starts_with("MemTotal:"));
  CHECK(files.text("/proc/self/stat"));
  CHECK(files.open() == 1);
  CHECK(*files.text("/proc/uptime") != "");
  CHECK(files.open() == 1);
}

TEST_CASE("kept_files: no more than may stay open do, and all are read", "[machine]") {
  const testing::TempDir directory;
  const auto tree = tree_at(directory, FileChanges::in_place);
  KeptFiles files(tree, 2);
  for (int i = 0; i < 5; ++i) {
    directory.write(std::to_string(i), std::to_string(i * 11));
    files.add("/" + std::to_string(i));
  }
  for (int pass = 0; pass < 2; ++pass) {
    for (int i = 0; i < 5; ++i) {
      CHECK(*files.text(static_cast<KeptFiles::Slot>(i)) == std::to_string(i * 11));
    }
    CHECK(files.open() == 2);
  }
}

TEST_CASE("kept_files: a file that comes later is read when it is there", "[machine]") {
  const testing::TempDir directory;
  const auto tree = tree_at(directory, FileChanges::in_place);
  KeptFiles files(tree, 10);
  const auto why = files.text("/late").error();
  CHECK(why.kind == ErrorKind::absent);
  CHECK(why.message.starts_with("/late: "));
  directory.write("late", "1");
  CHECK(*files.text("/late") == "1");
  CHECK(files.size() == 1);  // by path it is one slot
}

TEST_CASE("kept_files: what is longer than the buffer comes whole, and the limit holds",
          "[machine]") {
  const testing::TempDir directory;
  directory.write("page", std::string(8191, 'a'));
  directory.write("more", std::string(8192, 'b'));
  directory.write("much", std::string(FileTree::kTextLimit + 1, 'c'));
  const auto tree = tree_at(directory, FileChanges::in_place);
  KeptFiles files(tree, 10);
  for (int pass = 0; pass < 2; ++pass) {
    CHECK(files.bytes("/page")->size() == 8191);
    CHECK(files.bytes("/more")->size() == 8192);
    CHECK(files.bytes("/much").error().kind == ErrorKind::out_of_range);
  }
}

TEST_CASE("kept_files: an empty file is no error, a directory is", "[machine]") {
  const testing::TempDir directory;
  directory.write("empty", "");
  directory.write("blank", " \n");
  const auto tree = tree_at(directory, FileChanges::in_place);
  KeptFiles files(tree, 10);
  CHECK(files.bytes("/empty")->empty());
  CHECK(files.text("/blank")->empty());
  CHECK(files.text("/").error().kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof
