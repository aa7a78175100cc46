#include "reports/seen.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

TrustPolicy edition(int sequence, const std::string& digest = "d") {
  TrustPolicy trust;
  trust.name = "fleet";
  trust.sequence = sequence;
  trust.digest = digest;
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
  Seen seen{{{"fleet", 5, "e"}}, {}};
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

TEST_CASE("seen: the file is made, kept, and read again", "[reports][trust]") {
  const testing::TempDir dir;
  const auto path = dir.at("seen.json");
  auto seen = read_seen(path);
  REQUIRE(seen);
  CHECK(seen->trust.empty());
  REQUIRE(note_trust(*seen, edition(3)));
  note_report(*seen, {"r1", "aa", 2, "r0", "run", "bb", "nonce"});
  note_report(*seen, {"r1", "aa", 2, "r0", "run", "bb", "nonce"});
  REQUIRE(write_seen(path, *seen));
  const auto again = read_seen(path);
  REQUIRE(again);
  CHECK(again->trust == seen->trust);
  CHECK(again->reports == seen->reports);
  CHECK(again->reports.size() == 1);
}

TEST_CASE("seen: a file that is not one is refused", "[reports][trust]") {
  const testing::TempDir dir;
  for (
      const auto* text :
      {"", "{}", R"({"format":"rackproof-seen/2","trust":[],"reports":[]})",
       R"({"format":"rackproof-seen/1","trust":[]})",
       R"({"format":"rackproof-seen/1","trust":[],"reports":[],"more":1})",
       R"({"format":"rackproof-seen/1","trust":[],"reports":[{"reportId":"a"}]})",
       R"({"format":"rackproof-seen/1","trust":[{"name":"a","sequence":0,"sha256":""}],"reports":[]})",
       R"({"format":"rackproof-seen/1","trust":[{"name":"a","sequence":1}],"reports":[]})"}) {
    INFO(text);
    const auto seen = read_seen(dir.write("seen.json", text));
    REQUIRE_FALSE(seen);
    CHECK(seen.error().kind == ErrorKind::malformed);
  }
  const Seen seen{{{"a", 1, "d"}, {"b", 2, "e"}}, {}};
  CHECK(decode_seen(encode_seen(seen)).value().trust == seen.trust);
  CHECK_FALSE(decode_seen(encode_seen({{{"a", 1, "d"}, {"a", 2, "e"}}, {}})));
}
