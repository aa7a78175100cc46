#include "probes/machine/journal_file.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

TEST_CASE("journal file: lines follow each other, also of two openings", "[machine]") {
  const TempDir dir;
  {
    auto file = JournalFile::open(dir.at("j"), 0);
    REQUIRE(file);
    REQUIRE(file->append("one\n"));
    REQUIRE(file->append("two\n"));
  }
  auto file = JournalFile::open(dir.at("j"), 8);
  REQUIRE(file);
  REQUIRE(file->append("three\n"));
  CHECK(*read_file(dir.at("j"), 100) == "one\ntwo\nthree\n");
}

TEST_CASE("journal file: what a crash tore is cut off", "[machine]") {
  const TempDir dir;
  const auto path = dir.write("j", "one\ntw");
  auto file = JournalFile::open(path, 4);
  REQUIRE(file);
  REQUIRE(file->append("two\n"));
  CHECK(*read_file(path, 100) == "one\ntwo\n");
}

TEST_CASE("journal file: a directory that is not there is an error", "[machine]") {
  const TempDir dir;
  CHECK_FALSE(JournalFile::open(dir.at("no/j"), 0));
}

TEST_CASE("file lock: who waits for one that is free has it, else is told of the other",
          "[machine]") {
  const TempDir dir;
  const auto first = FileLock::take_within(dir.at("lock"), std::chrono::seconds(1));
  REQUIRE(first);
  const auto second = FileLock::take_within(dir.at("lock"), std::chrono::milliseconds(0));
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::timed_out);
  CHECK_FALSE(FileLock::take_within(dir.at("no/lock"), std::chrono::seconds(1)));
}

TEST_CASE("file lock: the second to ask is denied until the first lets go", "[machine]") {
  const TempDir dir;
  {
    const auto first = FileLock::take(dir.at("lock"));
    REQUIRE(first);
    const auto second = FileLock::take(dir.at("lock"));
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == ErrorKind::denied);
  }
  CHECK(FileLock::take(dir.at("lock")));
}
