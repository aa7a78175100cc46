#include "reports/seen.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace fs = std::filesystem;

namespace {

TrustPolicy edition(int sequence, const std::string& digest = "d") {
  TrustPolicy trust;
  trust.name = "fleet";
  trust.sequence = sequence;
  trust.text_digest = digest;
  return trust;
}

std::string why_not(const Result<void>& result) {
  return result ? "" : result.error().message;
}

}  // namespace

TEST_CASE("seen: a trust file goes on being good, and a newer one takes its place",
          "[reports][trust]") {
  Seen seen;
  CHECK(note_trust(seen, edition(3)));
  CHECK(note_trust(seen, edition(3)));
  CHECK(note_trust(seen, edition(5, "e")));
  CHECK(seen.trust == std::vector<SeenTrust>{{"fleet", 5, "e"}});
}

TEST_CASE("seen: what was seen before decides", "[reports][trust]") {
  Seen seen{.trust = {{"fleet", 5, "e"}}};
  SECTION("52.1 a trust file older than the last one used") {
    const auto older = note_trust(seen, edition(4));
    CHECK(older.error().kind == ErrorKind::untrusted);
    CHECK_THAT(why_not(older), Catch::Contains("has sequence 4, and 5 was seen before"));
  }
  SECTION("52.4 another trust file under the same sequence") {
    CHECK_THAT(why_not(note_trust(seen, edition(5, "f"))),
               Catch::Contains("seen before with other content"));
  }
  SECTION("a trust file without sequence cannot be told from an older one") {
    CHECK_THAT(why_not(note_trust(seen, edition(0))), Catch::Contains("no [trust] sequence"));
  }
  CHECK(seen.trust == std::vector<SeenTrust>{{"fleet", 5, "e"}});
}

namespace {

Learning noting(const KnownReport& report) {
  return [report](Seen& seen) {
    note_report(seen, report);
    return Result<void>();
  };
}

KnownReport some_report(const std::string& digest = "aa") {
  return {"r-" + digest, digest, 2, "r0", "run", "bb", "nonce", "Example Lab", 7, {}};
}

std::vector<std::string> digests_in(const std::string& path) {
  std::vector<std::string> digests;
  const auto seen = read_seen(path).value();
  for (const auto& report : seen.reports) {
    digests.push_back(report.digest);
  }
  return digests;
}

}  // namespace

TEST_CASE("seen: the file is made, kept, and read again", "[reports][trust]") {
  const testing::TempDir dir;
  const auto path = dir.at("seen.json");
  REQUIRE(read_seen(path));
  CHECK(*read_seen(path) == Seen{});
  Seen kept;
  REQUIRE(update_seen(path, [&kept](Seen& seen) {
    note_report(seen, some_report());
    note_report(seen, some_report());
    note_edition(seen, {"Example Lab", 5, "ff"});
    kept = seen;
    return note_trust(seen, edition(3));
  }));
  const auto again = read_seen(path);
  REQUIRE(again);
  CHECK(again->trust == std::vector<SeenTrust>{{"fleet", 3, "d"}});
  CHECK(again->reports == std::vector{some_report()});
  CHECK(again->editions == kept.editions);
}

TEST_CASE("seen: a file that would stay the same is not written", "[reports][trust]") {
  const testing::TempDir dir;
  const auto path = dir.at("seen.json");
  REQUIRE(update_seen(path, noting(some_report())));
  fs::remove(path + ".lock");
  const auto before = fs::last_write_time(path) - std::chrono::hours(1);
  fs::last_write_time(path, before);

  REQUIRE(update_seen(path, noting(some_report())));
  CHECK(fs::last_write_time(path) == before);
  CHECK_FALSE(fs::exists(path + ".lock"));

  REQUIRE(update_seen(path, noting(some_report("cc"))));
  CHECK(fs::last_write_time(path) != before);
}

TEST_CASE("seen: what another verifier learned meanwhile is not lost", "[reports][trust]") {
  const testing::TempDir dir;
  const auto path = dir.at("seen.json");
  int asked = 0;
  REQUIRE(update_seen(path, [&](Seen& seen) {
    if (++asked == 1) {  // the other begins later and is done first
      CHECK(update_seen(path, noting(some_report("other"))));
    }
    note_report(seen, some_report("own"));
    return Result<void>();
  }));
  CHECK(asked == 2);
  CHECK(digests_in(path) == std::vector<std::string>{"other", "own"});
}

TEST_CASE("seen: nothing is written of a lesson that fails", "[reports][trust]") {
  const testing::TempDir dir;
  const auto path = dir.at("seen.json");
  const auto failed = update_seen(path, [](Seen& seen) {
    note_report(seen, some_report());
    return note_trust(seen, edition(0));
  });
  CHECK_FALSE(failed);
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("seen: a report of which an older file knew less is known whole", "[reports][trust]") {
  Seen seen;
  auto less = some_report();
  less.issuer = "";
  less.sequence = 0;
  note_report(seen, less);
  note_report(seen, some_report());
  CHECK(seen.reports == std::vector{some_report()});
}

TEST_CASE("seen: of each issuer the newest status list is kept", "[reports][trust][status]") {
  Seen seen;
  note_edition(seen, {"Example Lab", 5, "a"});
  note_edition(seen, {"Example Lab", 4, "b"});
  note_edition(seen, {"Example Lab", 5, "c"});
  note_edition(seen, {"Other Lab", 2, "d"});
  CHECK(seen.editions == std::vector<KnownEdition>{{"Example Lab", 5, "a"}, {"Other Lab", 2, "d"}});
  note_edition(seen, {"Example Lab", 6, "e"});
  CHECK(seen.editions.front() == KnownEdition{"Example Lab", 6, "e"});
}

TEST_CASE("seen: a file that is not one is refused by name", "[reports][trust]") {
  const testing::TempDir dir;
  const auto path = dir.write("seen.json", "{}");
  const auto seen = read_seen(path);
  REQUIRE_FALSE(seen);
  CHECK(seen.error().kind == ErrorKind::malformed);
  CHECK_THAT(seen.error().message, Catch::StartsWith(path));
  CHECK_FALSE(update_seen(path, noting(some_report())));
}

TEST_CASE("seen: who takes an issuer's name does not outdate its status list",
          "[reports][trust][status]") {
  Seen seen;
  note_edition(seen, {"Example Lab", 5, "a", {"key SHA256:ann"}});
  note_edition(seen, {"Example Lab", 900, "b", {"key SHA256:eve"}});
  REQUIRE(seen.editions.size() == 2);
  CHECK(outdated({"Example Lab", 6, "c", {"key SHA256:ann"}}, seen.editions).empty());
  CHECK_FALSE(outdated({"Example Lab", 4, "c", {"key SHA256:ann"}}, seen.editions).empty());
  CHECK_FALSE(outdated({"Example Lab", 6, "c", {"key SHA256:eve"}}, seen.editions).empty());
}

TEST_CASE("seen: an edition that an early release remembered is held against whoever has its name",
          "[reports][trust][status]") {
  Seen seen{.editions = {{"Example Lab", 5, "a"}}};
  const KnownEdition mine{"Example Lab", 5, "a", {"key SHA256:ann"}};
  CHECK_FALSE(outdated({"Example Lab", 4, "c", {"key SHA256:ann"}}, seen.editions).empty());
  note_edition(seen, mine);
  CHECK(seen.editions == std::vector{mine});
}
