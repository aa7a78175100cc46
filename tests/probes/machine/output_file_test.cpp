#include "probes/machine/output_file.h"

#include <filesystem>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

constexpr std::size_t kLimit = 1000;

std::ptrdiff_t entries(const testing::TempDir& directory) {
  return std::distance(std::filesystem::directory_iterator(directory.path()), {});
}

unsigned mode_of(const std::string& path) {
  struct stat facts {};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  return facts.st_mode & 07777U;
}

TEST_CASE("output_file: a write replaces the whole file and leaves no draft", "[machine]") {
  const testing::TempDir directory;
  const auto path = directory.at("report.json");
  REQUIRE(write_file(path, "first, and longer"));
  REQUIRE(write_file(path, "second"));
  CHECK(*read_file(path, kLimit) == "second");
  CHECK(entries(directory) == 1);
}

TEST_CASE("output_file: a new file is refused where one stands", "[machine]") {
  const testing::TempDir directory;
  const auto path = directory.at("key");
  REQUIRE(create_file(path, "old", 0600));
  CHECK(mode_of(path) == 0600);
  CHECK(create_file(path, "new", 0600).error() == Error{ErrorKind::io, path + ": exists already"});
  CHECK(*read_file(path, kLimit) == "old");
  CHECK(entries(directory) == 1);
}

TEST_CASE("output_file: a failed write leaves nothing half-written", "[machine]") {
  const testing::TempDir directory;
  std::filesystem::create_directories(directory.at("taken/inside"));
  CHECK_FALSE(write_file(directory.at("taken"), "bytes"));
  CHECK_FALSE(write_file(directory.at("no/such/directory/file"), "bytes"));
  CHECK(entries(directory) == 1);
}

TEST_CASE("output_file: a file that is replaced part by part is the old or the whole new one",
          "[machine]") {
  const testing::TempDir directory;
  const auto path = directory.write("file", "old");
  const auto parts = [](const ByteSink& sink) {
    auto first = sink("ne");
    return first ? sink("w") : first;
  };
  CHECK(write_file_in_parts(path, 0600, parts));
  CHECK(*read_file(path, kLimit) == "new");
  CHECK(mode_of(path) == 0600);
  const auto failing = [](const ByteSink& sink) {
    static_cast<void>(sink("half"));
    return Result<void>(Error{ErrorKind::io, "no more"});
  };
  CHECK(write_file_in_parts(path, 0600, failing).error().message == "no more");
  CHECK(*read_file(path, kLimit) == "new");
  CHECK(entries(directory) == 1);
}

TEST_CASE("output_file: what is not a regular file is refused by name", "[machine]") {
  const testing::TempDir directory;
  const auto path = directory.path().string();
  CHECK(read_file(path, kLimit).error() == Error{ErrorKind::io, path + ": is a directory"});
  const auto fifo = directory.at("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(read_file(fifo, kLimit).error() == Error{ErrorKind::io, fifo + ": is a FIFO"});
  CHECK(read_file("/dev/null", kLimit).error().message == "/dev/null: is a device");
  CHECK(read_file(directory.at("none"), kLimit).error().kind == ErrorKind::absent);
  const auto file = directory.write("file", std::string(kLimit + 1, 'x'));
  CHECK(read_file(file, kLimit).error().kind == ErrorKind::out_of_range);
  CHECK(read_file(file, kLimit + 1)->size() == kLimit + 1);
}

TEST_CASE("output_file: missing parents are made, an existing directory is fine", "[machine]") {
  const testing::TempDir directory;
  CHECK(make_directories(directory.at("a/b/c")));
  CHECK(make_directories(directory.at("a/b/c")));
  directory.write("file", "");
  CHECK_FALSE(make_directories(directory.at("file/below")));
}

}  // namespace
}  // namespace rackproof
