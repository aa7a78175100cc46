#include "reports/seen_json.h"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Seen some() {
  const UtcTime issued = parse_utc("2026-11-21T05:22:00Z").value();
  return {.trust = {{"a", 1, "d"}, {"b", 2, "e"}},
          .reports = {{"r1",
                       "aa",
                       2,
                       "r0",
                       "run",
                       "bb",
                       "nonce",
                       "Example Lab",
                       7,
                       issued,
                       {"key SHA256:x", "issuer Example Lab"},
                       "HOST1, RACK-7",
                       "99"},
                      {"r2", "cc", 1, "", "run", "bb", "", "", 0, issued}},
          .editions = {{"Example Lab", 5, "ff", {"key SHA256:y"}}, {"Other Lab", 1, "ee"}}};
}

std::string refusal(const std::string& text) {
  const auto seen = decode_seen(text);
  if (seen) {
    return "";
  }
  CHECK(seen.error().kind == ErrorKind::malformed);
  return seen.error().message;
}

std::string document(const std::string& trust, const std::string& reports,
                     const std::string& lists) {
  return R"({"format":"rackproof-seen/2","trust":[)" + trust + R"(],"reports":[)" + reports +
         R"(],"statusLists":[)" + lists + "]}";
}

}  // namespace

TEST_CASE("seen json: what was seen is read as it was written", "[reports][trust]") {
  const auto again = decode_seen(encode_seen(some()));
  REQUIRE(again);
  CHECK(*again == some());
}

TEST_CASE("seen json: a file of the first format is read, without what it did not know",
          "[reports][trust]") {
  const auto seen = decode_seen(
      R"({"format":"rackproof-seen/1","trust":[{"name":"a","sequence":1,"sha256":"d"}],)"
      R"("reports":[{"reportId":"r1","sha256":"aa","revision":2,"supersedes":"r0","runId":"run",)"
      R"("runSha256":"bb","orderNonce":"n"}]})");
  REQUIRE(seen);
  CHECK(seen->trust == std::vector<SeenTrust>{{"a", 1, "d"}});
  REQUIRE(seen->reports.size() == 1);
  CHECK(seen->reports[0].order_nonce == "n");
  CHECK(seen->reports[0].sequence == 0);
  CHECK(seen->editions.empty());
}

TEST_CASE("seen json: what is not such a document is refused", "[reports][trust]") {
  REQUIRE(refusal(document("", "", "")).empty());
  const std::string list = R"({"issuer":"a","sequence":1,"sha256":"d"})";
  REQUIRE(refusal(document("", "", list)).empty());
  for (const auto& text :
       {std::string(), std::string("{}"), document("", "", "").replace(26, 1, "0"),
        std::string(R"({"format":"rackproof-seen/1","trust":[]})"),
        std::string(R"({"format":"rackproof-seen/2","trust":[],"reports":[]})"),
        std::string(R"({"format":"rackproof-seen/1","trust":[],"reports":[],"statusLists":[]})"),
        document(R"({"name":"a","sequence":0,"sha256":""})", "", ""),
        document(R"({"name":"a","sequence":1})", "", ""), document("", R"({"reportId":"a"})", ""),
        document("", "", R"({"issuer":"a","sequence":0,"sha256":"d"})"),
        document("", "", list + "," + list)}) {
    INFO(text);
    CHECK_FALSE(refusal(text).empty());
  }
  auto twice = some();
  twice.trust.push_back({"a", 2, "e"});
  CHECK_THAT(refusal(encode_seen(twice)), Catch::Contains("trust: the name 'a' stands twice"));
}

TEST_CASE("seen json: a report without its time of issue is refused", "[reports][trust]") {
  auto text = encode_seen(some());
  const auto at = text.find("2026-11-21T05:22:00");
  REQUIRE(at != std::string::npos);
  text.replace(at, 4, "when");
  CHECK_THAT(refusal(text),
             Catch::Contains("not a rackproof-seen/3 document: reports[0].issued: "));
}

TEST_CASE("seen json: numbers that nobody gives are refused", "[reports][trust]") {
  SECTION("a revision below 1") {
    auto seen = some();
    seen.reports[0].revision = 0;
    CHECK_THAT(refusal(encode_seen(seen)), Catch::Contains("reports: 'r1' has a revision below 1"));
  }
  SECTION("a number of an issuer below 0") {
    auto seen = some();
    seen.reports[1].sequence = -1;
    CHECK_THAT(refusal(encode_seen(seen)), Catch::Contains("reports: 'r2' has a revision below 1 "
                                                           "or a sequence below 0"));
  }
  SECTION("an edition below 1") {
    auto seen = some();
    seen.editions[0].sequence = 0;
    CHECK_THAT(refusal(encode_seen(seen)),
               Catch::Contains("statusLists: the list of the issuer 'Example Lab' has a sequence"));
  }
}

TEST_CASE("seen json: a report of the first format may not tell what only the second knows",
          "[reports][trust]") {
  CHECK_THAT(refusal(R"({"format":"rackproof-seen/1","trust":[],"reports":[{"reportId":"r1",)"
                     R"("sha256":"aa","revision":2,"supersedes":"r0","runId":"run",)"
                     R"("runSha256":"bb","orderNonce":"n","issuer":"a"}]})"),
             Catch::Contains("reports[0].issuer: unknown member"));
}

TEST_CASE("seen json: a newer format is told to be one", "[reports][trust]") {
  const auto seen = decode_seen(R"({"format":"rackproof-seen/4"})");
  REQUIRE_FALSE(seen);
  CHECK(seen.error().kind == ErrorKind::unsupported);
  CHECK_THAT(seen.error().message, Catch::Contains("'rackproof-seen/4' is newer than"));
}

TEST_CASE("seen json: a list stands once, by its name and by who signed it", "[reports][trust]") {
  const auto refused = [](std::vector<KnownEdition> editions) {
    Seen seen;
    seen.editions = std::move(editions);
    return refusal(encode_seen(seen));
  };
  const KnownEdition ann{"Lab", 1, "a", {"key SHA256:ann", "issuer Lab"}};
  const KnownEdition bob{"Lab", 2, "b", {"key SHA256:bob", "issuer Lab"}};
  const KnownEdition eve{"Lab", 3, "c", {"key SHA256:eve"}};
  const KnownEdition early{"Lab", 4, "d", {}};
  const KnownEdition other{"Other Lab", 4, "d", {"key SHA256:ann"}};
  CHECK(refused({ann, eve, other}).empty());
  CHECK_THAT(refused({ann, eve, bob}), Catch::Contains("the issuer 'Lab' stands twice"));
  CHECK_THAT(refused({ann, early}), Catch::Contains("stands twice"));
  CHECK_THAT(refused({early, other, ann}), Catch::Contains("stands twice"));
}

TEST_CASE("seen json: a memory of many names is read in one go", "[reports][trust][hostile]") {
  Seen seen;
  for (int i = 0; i < 8'000; ++i) {
    seen.editions.push_back({"Lab", 1, "", {"key SHA256:" + std::to_string(i)}});
  }
  for (int i = 0; i < 8'000; ++i) {
    seen.trust.push_back({"trust file number " + std::to_string(i), 1, ""});
  }
  const auto again = decode_seen(encode_seen(seen));
  REQUIRE(again);
  CHECK(*again == seen);
}

TEST_CASE("seen json: the digest of what a report replaces is there or not at all",
          "[reports][trust]") {
  auto text = encode_seen(some());
  const auto at = text.find("\"99\"");
  REQUIRE(at != std::string::npos);
  CHECK(text.find("supersedesSha256") == text.rfind("supersedesSha256"));
  text.replace(at, 4, "\"\"");
  CHECK_THAT(refusal(text), Catch::Contains("has an empty supersedesSha256"));
}

TEST_CASE("seen json: a file of the second format is read, without who signed",
          "[reports][trust]") {
  const auto seen = decode_seen(
      document("",
               R"({"reportId":"r1","sha256":"aa","revision":2,"supersedes":"r0","runId":"run",)"
               R"("runSha256":"bb","orderNonce":"n","issuer":"Lab","sequence":3,)"
               R"("issued":"2026-11-21T05:22:00.000000000Z"})",
               R"({"issuer":"Lab","sequence":1,"sha256":"d"})"));
  REQUIRE(seen);
  REQUIRE(seen->reports.size() == 1);
  CHECK(seen->reports[0].sequence == 3);
  CHECK(seen->reports[0].signers.empty());
  CHECK(seen->editions == std::vector<KnownEdition>{{"Lab", 1, "d"}});
}

TEST_CASE("seen json: signers that are no list of texts are refused", "[reports][trust]") {
  const auto good = encode_seen(some());
  REQUIRE(refusal(good).empty());
  const auto with = [&good](const std::string& from, const std::string& to) {
    auto text = good;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return refusal(text.replace(at, from.size(), to));
  };
  CHECK_THAT(with("\"key SHA256:y\"", "7"), Catch::Contains("statusLists[0].signers"));
  CHECK_THAT(with("\"key SHA256:x\"", "7"), Catch::Contains("reports[0].signers"));
  CHECK_THAT(with("\"HOST1, RACK-7\"", "7"), Catch::Contains("reports[0].device: "));
}
