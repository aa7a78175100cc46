#include "probes/machine/direct_file.h"

#include <array>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

struct alignas(kDirectAlignment) Block {
  std::array<std::byte, kDirectAlignment> bytes{};
};

}  // namespace

TEST_CASE("direct file: what is written comes back, and no file stays", "[machine]") {
  const testing::TempDir dir;
  auto file = DirectFile::make_in(dir.path().string());
  CHECK(std::filesystem::is_empty(dir.path()));
  if (!file) {
    CHECK(file.error().kind == ErrorKind::unsupported);  // a temporary directory in memory
    return;
  }
  Block out;
  out.bytes.fill(std::byte{0x5A});
  REQUIRE(file->write(kDirectAlignment, out.bytes));
  REQUIRE(file->flush());
  Block in;
  REQUIRE(file->read(kDirectAlignment, in.bytes));
  CHECK(in.bytes == out.bytes);
  CHECK_FALSE(file->filesystem().empty());

  const auto beyond = file->read(8 * kDirectAlignment, in.bytes);
  REQUIRE_FALSE(beyond);
  CHECK_THAT(beyond.error().message, Catch::Contains("ends before"));
}

TEST_CASE("direct file: files in memory are refused, they prove no device", "[machine]") {
  if (!std::filesystem::is_directory("/dev/shm")) {
    return;
  }
  const auto file = DirectFile::make_in("/dev/shm");
  REQUIRE_FALSE(file);
  CHECK((file.error().kind == ErrorKind::unsupported || file.error().kind == ErrorKind::denied));
  CHECK_FALSE(std::filesystem::exists("/dev/shm/rackproof.blocks"));
}

TEST_CASE("direct file: a directory that is not there is absent", "[machine]") {
  const auto file = DirectFile::make_in("/nonexistent/dir");
  REQUIRE_FALSE(file);
  CHECK(file.error().kind == ErrorKind::absent);
}
