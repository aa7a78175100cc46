#include "probes/machine/scratch.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "tests/support/temp_dir.h"

using rackproof::free_bytes;
using rackproof::is_vacant;
using rackproof::keep_unless_empty;
using rackproof::ScratchDirectory;
using rackproof::write_file;
using rackproof::testing::TempDir;

namespace fs = std::filesystem;

TEST_CASE("scratch: a private directory goes with all that is in it", "[machine]") {
  const TempDir dir;
  const auto path = dir.at("deep/down/work");
  {
    const auto scratch = ScratchDirectory::make(path);
    REQUIRE(scratch);
    CHECK(fs::status(path).permissions() == fs::perms::owner_all);
    REQUIRE(write_file(path + "/file", "bytes"));
  }
  CHECK_FALSE(fs::exists(path));
  CHECK(fs::exists(dir.at("deep/down")));
}

TEST_CASE("scratch: a directory that is there already is nobody's private one", "[machine]") {
  const TempDir dir;
  const auto scratch = ScratchDirectory::make(dir.path().string());
  REQUIRE_FALSE(scratch);
  CHECK(fs::exists(dir.path()));
}

TEST_CASE("scratch: temporary directories are distinct and go away", "[machine]") {
  std::string path;
  {
    const auto one = ScratchDirectory::make_temporary();
    const auto two = ScratchDirectory::make_temporary();
    REQUIRE(one);
    REQUIRE(two);
    CHECK(one->path() != two->path());
    path = one->path();
  }
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("scratch: vacant is nothing or an empty directory, not a file", "[machine]") {
  const TempDir dir;
  dir.write("full/file", "x");
  dir.write("file", "");
  fs::create_directory(dir.path() / "empty");

  CHECK(*is_vacant(dir.at("nothing")));
  CHECK(*is_vacant(dir.at("empty")));
  CHECK_FALSE(*is_vacant(dir.at("full")));
  CHECK_FALSE(*is_vacant(dir.at("file")));
}

TEST_CASE("scratch: free space is asked of the filesystem that holds the path", "[machine]") {
  const TempDir dir;
  const auto room = free_bytes(dir.path().string());
  REQUIRE(room);
  CHECK(*room > 0);
  CHECK_FALSE(free_bytes(dir.at("nothing")));
}

TEST_CASE("scratch: an empty log is no log", "[machine]") {
  const TempDir dir;
  dir.write("silent.log", "");
  dir.write("talked.log", "x");

  CHECK_FALSE(keep_unless_empty(dir.at("silent.log")));
  CHECK_FALSE(fs::exists(dir.at("silent.log")));
  CHECK(keep_unless_empty(dir.at("talked.log")));
  CHECK_FALSE(keep_unless_empty(dir.at("never.log")));
}
