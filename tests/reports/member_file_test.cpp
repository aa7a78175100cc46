#include "reports/member_file.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/digest.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using Use = MemberRule::Use;

TEST_CASE("member file: what is hashed is what is kept", "[reports][bundle]") {
  const testing::TempDir dir;
  const std::string bytes(600'000, 'x');
  dir.write("logs/a.log", bytes);
  const auto directory = open_bundle_directory(dir.path().string());
  REQUIRE(directory);

  const auto kept = read_member(*directory, "logs/a.log", bytes.size(), Use::keep);
  const auto hashed = read_member(*directory, "logs/a.log", bytes.size(), Use::none);
  const auto copied = read_member(*directory, "logs/a.log", bytes.size(), Use::copy_to_file);

  REQUIRE(kept);
  REQUIRE(hashed);
  REQUIRE(copied);
  CHECK(kept->bytes == bytes);
  CHECK(kept->sha256 == sha256_hex(bytes));
  CHECK(hashed->bytes.empty());
  CHECK(hashed->sha256 == kept->sha256);
  CHECK(std::filesystem::file_size(copied->copy->path() + "/" + kCopyName) == bytes.size());
}

TEST_CASE("member file: the limit itself is allowed, one byte more is not", "[reports][bundle]") {
  const testing::TempDir dir;
  dir.write("report.html", "12345");
  const auto directory = open_bundle_directory(dir.path().string());
  CHECK(read_member(*directory, "report.html", 5, Use::none));
  const auto longer = read_member(*directory, "report.html", 4, Use::none);
  REQUIRE_FALSE(longer);
  CHECK(longer.error().kind == ErrorKind::untrusted);
}

TEST_CASE("member file: a directory that is not there, or a file, is no bundle",
          "[reports][bundle]") {
  const testing::TempDir dir;
  const auto file = dir.write("file", "x");
  CHECK(open_bundle_directory(dir.at("nothing")).error().kind == ErrorKind::absent);
  CHECK_FALSE(open_bundle_directory(file));
}

TEST_CASE("member file: members are listed by path in order", "[reports][bundle]") {
  const testing::TempDir dir;
  for (const auto* name : {"samples.db", "logs/b", "logs/a", "inventory.json"}) {
    dir.write(name, "");
  }
  const auto paths = list_members(*open_bundle_directory(dir.path().string()));
  REQUIRE(paths);
  CHECK(*paths == std::vector<std::string>{"inventory.json", "logs/a", "logs/b", "samples.db"});
}
