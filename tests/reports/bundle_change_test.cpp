#include "reports/bundle_change.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/full_disk.h"

using namespace rackproof;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

using Digests = std::map<std::string, std::string, std::less<>>;

/// A bundle that is there both ways.
struct BothWays {
  SmallBundle bundle;
  std::string archive = bundle.beside("b.tar");

  BothWays() { REQUIRE(pack_bundle(bundle.path(), archive)); }

  [[nodiscard]] std::vector<std::string> paths() const { return {bundle.path(), archive}; }
};

Digests digests_at(const std::string& path) {
  const auto read = read_bundle(path);
  INFO((read ? "" : read.error().message));
  REQUIRE(read);
  return digests_of(*read);
}

std::size_t files_beside(const std::string& path) {
  const auto parent = fs::path(path).parent_path();
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(parent), {}));
}

}  // namespace

TEST_CASE("bundle change: members come, are replaced and go, and all others stay as they were",
          "[reports][bundle]") {
  const BothWays both;
  for (const auto& path : both.paths()) {
    const auto before = read_bundle(path);
    REQUIRE(before);
    const BundleChange change{.put = {{bundle::kRevocations, "new", false},
                                      {bundle::kHtml, "<p>another page</p>\n", true}},
                              .gone = {"logs/idle.log"},
                              .known = digests_of(*before)};
    const auto done = change_bundle(path, change);
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
    const auto after = read_bundle(path);
    REQUIRE(after);
    CHECK(after->bytes(bundle::kRevocations).value() == "new");
    auto expected = digests_of(*before);
    expected.erase("logs/idle.log");
    auto found = digests_of(*after);
    CHECK(found.erase(bundle::kRevocations) == 1);
    CHECK_FALSE(found[bundle::kHtml] == expected[bundle::kHtml]);
    found.erase(bundle::kHtml);
    expected.erase(bundle::kHtml);
    CHECK(found == expected);
  }
}

TEST_CASE("bundle change: a changed archive is what packing the changed directory gives",
          "[reports][bundle]") {
  const BothWays both;
  const BundleChange change{
      .put = {{"report.1.tsr", "stamp", false}, {bundle::kHtml, "page", true}}, .gone = {}};
  for (const auto& path : both.paths()) {
    REQUIRE(change_bundle(path, change));
  }
  const auto again = both.bundle.beside("again.tar");
  REQUIRE(pack_bundle(both.bundle.path(), again));
  CHECK((read_whole(again) == read_whole(both.archive)));
}

TEST_CASE("bundle change: nothing is written over that is there, or that somebody changed",
          "[reports][bundle]") {
  const BothWays both;
  for (const auto& path : both.paths()) {
    const auto before = digests_at(path);
    SECTION("a new member that is there: " + fs::path(path).filename().string()) {
      const auto refused =
          change_bundle(path, {.put = {{bundle::kHtml, "mine", false}}, .gone = {}});
      REQUIRE_FALSE(refused);
      CHECK(refused.error().kind == ErrorKind::io);
      CHECK_THAT(refused.error().message, Catch::Contains("report.html: exists already"));
    }
    SECTION("a member that is another now: " + fs::path(path).filename().string()) {
      auto known = before;
      known[bundle::kReport] = std::string(64, '0');
      const auto refused = change_bundle(
          path, {.put = {{bundle::kRevocations, "new", false}, {bundle::kReportSealed, "x", false}},
                 .gone = {bundle::kReport},
                 .known = known});
      REQUIRE_FALSE(refused);
      CHECK(refused.error().kind == ErrorKind::untrusted);
      CHECK_THAT(refused.error().message,
                 Catch::Contains("report.json: changed while this was at work"));
    }
    SECTION("a name that no bundle has: " + fs::path(path).filename().string()) {
      CHECK_FALSE(change_bundle(path, {.put = {{"../escape", "x", false}}, .gone = {}}));
    }
    SECTION("what is to be replaced is not there: " + fs::path(path).filename().string()) {
      CHECK_FALSE(change_bundle(path, {.put = {{bundle::kStatus, "x", true}}, .gone = {}}));
    }
    SECTION("more than the member holds: " + fs::path(path).filename().string()) {
      const auto refused = change_bundle(
          path, {.put = {{bundle::kReportChain, std::string(300'000, 'x'), false}}, .gone = {}});
      REQUIRE_FALSE(refused);
      CHECK(refused.error().kind == ErrorKind::out_of_range);
    }
    CHECK(digests_at(path) == before);
  }
}

TEST_CASE("bundle change: on a full disk the bundle is what it was, and nothing lies beside it",
          "[reports][bundle]") {
  const BothWays both;
  constexpr std::size_t kLarge = 100'000;
  const BundleChange change{.put = {{bundle::kRevocations, "small", false},
                                    {bundle::kHtml, "small as well", true},
                                    {bundle::kReportSealed, std::string(kLarge, 'x'), false}},
                            .gone = {bundle::kReport}};
  for (const auto& path : both.paths()) {
    const auto before = digests_at(path);
    const auto files = files_beside(path);
    {
      const testing::FullDisk full(kLarge / 2);  // the first two go through in a directory
      const auto failed = change_bundle(path, change);
      REQUIRE_FALSE(failed);
      CHECK(failed.error().kind == ErrorKind::io);
      CHECK_THAT(failed.error().message, Catch::StartsWith(path + ": "));
    }
    CHECK(digests_at(path) == before);
    CHECK(files_beside(path) == files);
  }
}

TEST_CASE("bundle change: what was applied in memory is what is written", "[reports][bundle]") {
  const SmallBundle bundle;
  auto read = read_bundle(bundle.path());
  REQUIRE(read);
  const BundleChange change{.put = {{bundle::kHtml, "page", true}, {"report.1.tsr", "s", false}},
                            .gone = {"logs/idle.log"}};
  apply(change, *read);
  REQUIRE(change_bundle(bundle.path(), change));
  CHECK(digests_of(*read) == digests_at(bundle.path()));
  CHECK(read->bytes("report.1.tsr").value() == "s");
}
