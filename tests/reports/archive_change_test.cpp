#include "reports/archive_change.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "reports/ustar.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

struct Packed {
  SmallBundle bundle;
  std::string archive = bundle.beside("b.tar");

  Packed() { REQUIRE(pack_bundle(bundle.path(), archive)); }
};

Bundle read_whole_bundle(const std::string& path) {
  auto read = read_bundle(path);
  INFO((read ? "" : read.error().message));
  REQUIRE(read);
  return *std::move(read);
}

}  // namespace

TEST_CASE("archive change: an archive keeps its mode, and a link to it stays a link",
          "[reports][archive]") {
  const Packed packed;
  REQUIRE(::chmod(packed.archive.c_str(), 0600) == 0);
  const auto link = packed.bundle.beside("link.tar");
  fs::create_symlink(packed.archive, link);
  REQUIRE(change_bundle(link, {.put = {{"report.1.tsr", "stamp", false}}, .gone = {}}));
  CHECK(fs::is_symlink(link));
  struct stat status {};
  REQUIRE(::stat(packed.archive.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(read_whole_bundle(packed.archive).has("report.1.tsr"));
}

TEST_CASE("archive change: one with another member than was read, changed, is not rewritten",
          "[reports][archive]") {
  const Packed packed;
  auto known = digests_of(read_whole_bundle(packed.archive));
  known["logs/idle.log"] = std::string(64, '0');
  const auto before = read_whole(packed.archive);
  const auto refused = change_bundle(
      packed.archive, {.put = {{"report.1.tsr", "stamp", false}}, .gone = {}, .known = known});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::untrusted);
  CHECK_THAT(refused.error().message, Catch::Contains("logs/idle.log: changed while"));
  CHECK((read_whole(packed.archive) == before));
}

TEST_CASE("archive change: a file that is no strict archive is not rewritten",
          "[reports][archive]") {
  const Packed packed;
  const auto whole = read_whole(packed.archive);
  const auto* const why = GENERATE("cut off", "text behind its end");
  INFO(why);
  const auto spoiled = why == std::string("cut off") ? whole.substr(0, whole.size() - ustar::kBlock)
                                                     : whole + "text";
  testing::overwrite(packed.archive, spoiled);
  const auto refused =
      change_bundle(packed.archive, {.put = {{"report.1.tsr", "stamp", false}}, .gone = {}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::untrusted);
  CHECK((read_whole(packed.archive) == spoiled));
}
