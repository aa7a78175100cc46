#include "probes/machine/line_file.h"

#include <csignal>
#include <filesystem>
#include <string>
#include <utility>

#include <catch2/catch.hpp>
#include <sys/resource.h>

#include "probes/machine/output_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

LineFile opened(const std::string& path, const LineFileLimits& limits = {}) {
  auto file = LineFile::open(path, limits);
  INFO((file ? "" : file.error().message));
  REQUIRE(file);
  return std::move(*file);
}

std::string content(const std::string& path) {
  const auto text = read_file(path, 1000000);
  REQUIRE(text);
  return *text;
}

/// No file of this process grows past `bytes` while this lives: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : before_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &limit_);
    const rlimit small{bytes, limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    std::signal(SIGXFSZ, before_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  FullDisk(FullDisk&&) = delete;
  FullDisk& operator=(FullDisk&&) = delete;

 private:
  void (*before_)(int);
  rlimit limit_{};
};

}  // namespace

TEST_CASE("line file: lines follow each other, also of two openings", "[machine]") {
  const TempDir dir;
  const auto path = dir.at("l");
  REQUIRE(opened(path).append("{\"a\":1}\n{\"a\":2}\n"));
  auto file = opened(path);
  REQUIRE(file.append("{\"a\":3}\n"));
  REQUIRE(file.sync());
  CHECK(content(path) == "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
}

TEST_CASE("line file: a line that a crash tore is cut off", "[machine]") {
  const TempDir dir;
  const auto path = dir.write("l", "{\"a\":1}\n{\"a\":");
  REQUIRE(opened(path).append("{\"a\":2}\n"));
  CHECK(content(path) == "{\"a\":1}\n{\"a\":2}\n");
  const auto only = dir.write("only", "{\"a\":");
  REQUIRE(opened(only).append("{\"a\":2}\n"));
  CHECK(content(only) == "{\"a\":2}\n");
}

TEST_CASE("line file: a file that is not ours is left as it is", "[machine]") {
  const TempDir dir;
  for (const std::string text : {"a letter without an end", "{\"a\":1}\nbut then"}) {
    const auto path = dir.write("letter", text);
    const auto file = LineFile::open(path, {});
    REQUIRE_FALSE(file);
    CHECK(file.error().kind == ErrorKind::malformed);
    CHECK(content(path) == text);
  }
  const auto long_line = dir.write("long", "{" + std::string(200000, 'x'));
  CHECK_FALSE(LineFile::open(long_line, {}));
  CHECK(std::filesystem::file_size(long_line) == 200001);
  CHECK_FALSE(LineFile::open("/dev/null", {}));
  CHECK(LineFile::open(dir.at("no/such"), {}).error().kind == ErrorKind::absent);
}

TEST_CASE("line file: a full file is kept under a number, the oldest goes", "[machine]") {
  const TempDir dir;
  const auto path = dir.at("l");
  auto file = opened(path, {.bytes = 16, .kept = 2});
  for (const std::string name : {"a", "b", "c", "d"}) {
    REQUIRE(file.append("{\"" + name + "\":1}\n{\"" + name + "\":2}\n"));
  }
  CHECK(content(path) == "{\"d\":1}\n{\"d\":2}\n");
  CHECK(content(path + ".1") == "{\"c\":1}\n{\"c\":2}\n");
  CHECK(content(path + ".2") == "{\"b\":1}\n{\"b\":2}\n");
  CHECK_FALSE(std::filesystem::exists(path + ".3"));
}

TEST_CASE("line file: where none is kept a full file is begun anew", "[machine]") {
  const TempDir dir;
  const auto path = dir.at("l");
  auto file = opened(path, {.bytes = 8, .kept = 0});
  REQUIRE(file.append("{\"a\":1}\n"));
  REQUIRE(file.append("{\"a\":2}\n"));
  CHECK(content(path) == "{\"a\":2}\n");
}

TEST_CASE("line file: a batch longer than the limit stays in one piece", "[machine]") {
  const TempDir dir;
  const auto path = dir.at("l");
  auto file = opened(path, {.bytes = 8, .kept = 1});
  const std::string batch = "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n";
  REQUIRE(file.append(batch));
  CHECK(content(path) == batch);
}

TEST_CASE("line file: what a full disk left of a line is cut off again", "[machine]") {
  const TempDir dir;
  const auto path = dir.at("l");
  auto file = opened(path);
  REQUIRE(file.append("{\"a\":1}\n"));
  {
    const FullDisk full(12);
    CHECK_FALSE(file.append("{\"b\":2}\n"));
    CHECK(content(path) == "{\"a\":1}\n");
    CHECK_FALSE(file.append("{\"c\":3}\n"));
  }
  REQUIRE(file.append("{\"d\":4}\n"));
  CHECK(content(path) == "{\"a\":1}\n{\"d\":4}\n");
}

TEST_CASE("line file: a new file that cannot be made costs none of the full ones", "[machine]") {
  const TempDir dir;
  const auto path = dir.at("l");
  auto file = opened(path, {.bytes = 8, .kept = 3});
  for (const std::string name : {"a", "b", "c"}) {
    REQUIRE(file.append("{\"" + name + "\":1}\n"));
  }
  ::rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const ::rlimit none{0, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  const bool first = file.append("{\"d\":1}\n").has_value();
  const bool second = file.append("{\"d\":1}\n").has_value();
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK_FALSE(first);
  CHECK_FALSE(second);

  REQUIRE(file.append("{\"d\":1}\n"));
  CHECK(content(path) == "{\"d\":1}\n");
  CHECK(content(path + ".1") == "{\"c\":1}\n");
  CHECK(content(path + ".2") == "{\"b\":1}\n");
  CHECK(content(path + ".3") == "{\"a\":1}\n");
}
