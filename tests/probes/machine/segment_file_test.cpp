#include "probes/machine/segment_file.h"

#include <csignal>

#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

#include "probes/machine/output_file.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("segment file: grows at its end and is read anywhere", "[machine]") {
  const TempDir directory;
  auto file = SegmentFile::open(directory.at("f"));
  REQUIRE(file);
  REQUIRE(file->append("hello "));
  REQUIRE(file->append(std::string("wor\0ld", 6)));
  CHECK(file->size() == 12);
  CHECK(file->read(4, 5).value() == "o wor");
  CHECK_FALSE(file->read(10, 3));
  CHECK_FALSE(file->read(13, 0));
  REQUIRE(file->sync());
  CHECK(SegmentFile::open(directory.at("f"))->size() == 12);
}

TEST_CASE("segment file: nobody else may read it", "[machine]") {
  const TempDir directory;
  REQUIRE(SegmentFile::open(directory.at("f")));
  struct stat facts {};
  REQUIRE(::stat(directory.at("f").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE("segment file: what is written over grows it where it must", "[machine]") {
  const TempDir directory;
  auto file = SegmentFile::open(directory.at("f"));
  REQUIRE(file->append("abcd"));
  REQUIRE(file->overwrite(2, "XYZ"));
  CHECK(file->size() == 5);
  CHECK(file->read(0, 5).value() == "abXYZ");
  REQUIRE(file->cut(3));
  REQUIRE(file->append("!"));
  CHECK(read_file(directory.at("f"), 100).value() == "abX!");
}

TEST_CASE("segment file: an append that does not fit leaves the file as it was", "[machine]") {
  const TempDir directory;
  auto file = SegmentFile::open(directory.at("f"));
  REQUIRE(file->append("abcd"));
  const auto refused = [&file] {
    const FullDisk full(8);
    return file->append("123456789");
  }();

  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::out_of_range);
  CHECK(read_file(directory.at("f"), 100).value() == "abcd");
  REQUIRE(file->append("e"));
  CHECK(read_file(directory.at("f"), 100).value() == "abcde");
}

TEST_CASE("segment file: a link is not followed, a directory is none", "[machine]") {
  const TempDir directory;
  directory.write("there", "x");
  directory.link("link", directory.at("there"));
  CHECK_FALSE(SegmentFile::open(directory.at("link")));
  CHECK_FALSE(SegmentFile::open(directory.path().string()));
}

TEST_CASE("segment file: names in a directory are sorted; one that is not there is absent",
          "[machine]") {
  const TempDir directory;
  directory.write("b", "");
  directory.write("a", "");
  CHECK(names_in_directory(directory.path().string()).value() ==
        std::vector<std::string>{"a", "b"});
  REQUIRE(remove_file(directory.at("a")));
  REQUIRE(remove_file(directory.at("a")));
  CHECK(names_in_directory(directory.path().string())->size() == 1);
  CHECK(names_in_directory(directory.at("no")).error().kind == ErrorKind::absent);
}
