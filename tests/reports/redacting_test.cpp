#include "reports/redacting.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "reports/bundle_reader.h"
#include "reports/verify.h"
#include "schemas/json/redaction_json.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::edit;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

const char* const kLog = "logs/idle.log";

/// A sealed bundle and a copy of it with redactions.
struct Redacted {
  SmallBundle bundle;
  std::string path = bundle.beside("redacted");

  Redacted() { bundle.sealed(); }

  Result<Redactions> redact(const RedactionRequest& request) const {
    auto writer = BundleWriter::create(path);
    REQUIRE(writer);
    auto redactions = redact_bundle(bundle.path(), request, *writer);
    if (redactions) {
      REQUIRE(writer->finish());
    }
    return redactions;
  }
  /// The original log, where none is.
  void put_back() const {
    fs::create_directories(path + "/logs");
    fs::copy_file(bundle.at(kLog), path + "/" + kLog);
  }
  [[nodiscard]] Verification verified(RedactionDemand demand = RedactionDemand::allowed) const {
    auto trust = trusting(bundle.key().public_key());
    trust.reports.redactions = demand;
    auto verification =
        verify(path, {.trust = trust, .now = testing::small_start() + std::chrono::minutes(10)});
    REQUIRE(verification);
    return *std::move(verification);
  }
  [[nodiscard]] std::string why_untrusted() const {
    const auto verification = verified();
    CHECK(standing_of(verification) == Standing::untrusted);
    REQUIRE_FALSE(verification.integrity.ok);
    return verification.integrity.details.at(0);
  }
};

RedactionRequest withhold(const std::string& member) {
  return {{{member, "", true}}, "names of a customer", "ops"};
}

RedactionRequest show(const std::string& member, const std::string& text) {
  return {{{member, text, false}}, "names of a customer", "ops"};
}

}  // namespace

TEST_CASE("redacting: a bundle without one of its logs verifies, and says what is gone",
          "[reports][redaction]") {
  const Redacted redacted;
  const auto redactions = redacted.redact(withhold(kLog));
  REQUIRE(redactions);
  CHECK_FALSE(fs::exists(redacted.path + "/" + kLog));

  const auto verification = redacted.verified();
  CHECK(standing_of(verification) == Standing::good);
  CHECK_THAT(verification.integrity.sentence,
             Catch::Contains("1 withheld or made unreadable in parts: logs/idle.log (names of a "
                             "customer)"));
}

TEST_CASE("redacting: the digest of the original stays", "[reports][redaction]") {
  const Redacted redacted;
  REQUIRE(redacted.redact(show(kLog, "nothing **\n")));
  const auto noted = decode_redactions(read_whole(redacted.path + "/" + bundle::kRedactions));
  REQUIRE(noted);
  const auto original = read_bundle(redacted.bundle.path());
  REQUIRE(original);
  CHECK(noted->entries.at(0).original_sha256 == original->members.at(kLog).sha256);
  CHECK(noted->entries.at(0).by == "ops");
  CHECK(read_whole(redacted.path + "/" + kLog) == "nothing **\n");
  CHECK(standing_of(redacted.verified()) == Standing::good);
}

TEST_CASE("redacting: a redacted bundle can be packed, and redacted further",
          "[reports][redaction]") {
  const Redacted redacted;
  REQUIRE(redacted.redact(withhold(kLog)));
  const auto archive = redacted.bundle.beside("redacted.tar");
  REQUIRE(pack_bundle(redacted.path, archive));
  const auto verification =
      verify(archive, {.trust = trusting(redacted.bundle.key().public_key()),
                       .now = testing::small_start() + std::chrono::minutes(10)});
  REQUIRE(verification);
  CHECK(standing_of(*verification) == Standing::good);

  auto writer = BundleWriter::create(redacted.bundle.beside("again"));
  REQUIRE(writer);
  CHECK_FALSE(redact_bundle(redacted.path, withhold(kLog), *writer));
}

TEST_CASE("redacting: a trust file may refuse what was redacted", "[reports][redaction]") {
  const Redacted redacted;
  REQUIRE(redacted.redact(withhold(kLog)));
  const auto verification = redacted.verified(RedactionDemand::refused);
  CHECK(standing_of(verification) == Standing::untrusted);
  CHECK_THAT(verification.verdict.details.at(0),
             Catch::Contains("refuses bundles out of which logs were taken"));
}

TEST_CASE("redacting: a redaction that is not noted, or not so, is refused",
          "[reports][redaction]") {
  const Redacted redacted;
  SECTION("48.1 a log was taken out and nothing notes it") {
    REQUIRE(redacted.redact(withhold(kLog)));
    fs::remove(redacted.path + "/" + bundle::kRedactions);
    CHECK_THAT(redacted.why_untrusted(),
               Catch::Contains("missing from the bundle, and no redaction"));
  }
  SECTION("48.2 a log was blackened and nothing notes it") {
    REQUIRE(redacted.redact(show(kLog, "nothing **\n")));
    fs::remove(redacted.path + "/" + bundle::kRedactions);
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("logs/idle.log: changed"));
  }
  SECTION("48.3 the note tells of another original") {
    REQUIRE(redacted.redact(withhold(kLog)));
    edit(redacted.path + "/" + bundle::kRedactions, [](std::string& text) {
      const auto at = text.find("originalSha256\": \"") + 18;
      text[at] = text[at] == 'a' ? 'b' : 'a';
    });
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("another original than the manifest"));
  }
  SECTION("48.4 what is shown changed after it was redacted") {
    REQUIRE(redacted.redact(show(kLog, "nothing **\n")));
    overwrite(redacted.path + "/" + kLog, "nothing !!\n");
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("changed since it was redacted"));
  }
  SECTION("48.5 noted as withheld and there all the same") {
    REQUIRE(redacted.redact(withhold(kLog)));
    redacted.put_back();
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("noted as withheld, but it is there"));
  }
  SECTION("48.6 noted as shown in parts and not there") {
    REQUIRE(redacted.redact(show(kLog, "nothing **\n")));
    fs::remove(redacted.path + "/" + kLog);
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("but nothing is there"));
  }
  SECTION("48.7 evidence that verdicts rest on is noted as withheld") {
    REQUIRE(redacted.redact(withhold(kLog)));
    edit(redacted.path + "/" + bundle::kRedactions,
         [](std::string& text) { text.replace(text.find("logs/idle.log"), 13, "events.jsonl"); });
    redacted.put_back();
    fs::remove(redacted.path + "/" + bundle::kEvents);
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("only logs can be"));
  }
  SECTION("48.8 a note on what was never listed") {
    REQUIRE(redacted.redact(withhold(kLog)));
    auto noted = *decode_redactions(read_whole(redacted.path + "/" + bundle::kRedactions));
    auto other = noted.entries.at(0);
    other.path = "logs/other.log";
    noted.entries.push_back(other);
    overwrite(redacted.path + "/" + bundle::kRedactions, encode_redactions(noted));
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("the manifest never listed it"));
  }
  SECTION("48.9 a note without a reason") {
    REQUIRE(redacted.redact(withhold(kLog)));
    edit(redacted.path + "/" + bundle::kRedactions,
         [](std::string& text) { text.replace(text.find("names of a customer"), 19, ""); });
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("gives no reason"));
  }
  SECTION("48.10 a note that shows the original") {
    REQUIRE(redacted.redact(show(kLog, "nothing **\n")));
    const auto original = read_bundle(redacted.bundle.path())->members.at(kLog).sha256;
    auto noted = *decode_redactions(read_whole(redacted.path + "/" + bundle::kRedactions));
    noted.entries.at(0).shown_sha256 = original;
    overwrite(redacted.path + "/" + bundle::kRedactions, encode_redactions(noted));
    fs::remove(redacted.path + "/" + kLog);
    redacted.put_back();
    CHECK_THAT(redacted.why_untrusted(), Catch::Contains("shows the original"));
  }
}

TEST_CASE("redacting: what cannot be redacted is refused and nothing is made",
          "[reports][redaction]") {
  const Redacted redacted;
  const auto refused = [&](const RedactionRequest& request, const char* why) {
    const auto done = redacted.redact(request);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::malformed);
    CHECK_THAT(done.error().message, Catch::Contains(why));
    CHECK_FALSE(fs::exists(redacted.path));
  };
  refused(withhold("samples.db"), "only logs can be redacted");
  refused(withhold("logs/none.log"), "lists no such member");
  refused(show(kLog, std::string(100, 'x')), "longer than the original");
  refused({{{kLog, "", true}, {kLog, "", true}}, "twice", ""}, "named twice");
  refused({{{kLog, "", true}}, "", ""}, "gives a reason");
}
