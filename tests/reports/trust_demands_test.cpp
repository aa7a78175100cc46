#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/trust_file.h"
#include "tests/reports/trust_text.h"

using namespace rackproof;
using rackproof::testing::some_key_table;

namespace {

Result<TrustPolicy> parse(const std::string& policy) {
  return parse_trust(some_key_table("\"collector\"") + policy, "t.toml", "");
}

}  // namespace

TEST_CASE("trust file: nothing is demanded that is not written", "[reports][trust]") {
  const auto trust = parse("");
  REQUIRE(trust);
  CHECK(trust->reports.time == TimeDemand::claimed);
  CHECK(trust->reports.order == Demand::optional);
  CHECK(trust->reports.status == Demand::optional);
  CHECK(trust->reports.status_sequence == 0);
  CHECK(trust->reports.references.empty());
}

TEST_CASE("trust file: time, order, status and references may be demanded", "[reports][trust]") {
  const auto trust = parse(
      "[policy]\ntime = \"stamped\"\norder = \"required\"\nstatus = \"required\"\n"
      "[[policy.reference]]\nid = \"trn2-48xl\"\nminimum_revision = 3\ndigests = [\"" +
      std::string(64, 'a') + "\"]\n[[policy.reference]]\nid = \"other\"\n");
  REQUIRE(trust);
  CHECK(trust->reports.time == TimeDemand::stamped);
  CHECK(trust->reports.order == Demand::required);
  CHECK(trust->reports.status == Demand::required);
  REQUIRE(trust->reports.references.size() == 2);
  CHECK(trust->reports.references[0].minimum_revision == 3);
  CHECK(trust->reports.references[0].digests.size() == 1);
  CHECK(trust->reports.references[1].minimum_revision == 0);
}

TEST_CASE("trust file: journal, log, sequence and tiers may be demanded", "[reports][trust]") {
  const auto none = parse("[policy]\n");
  REQUIRE(none);
  CHECK(none->reports.journal == JournalDemand::optional);
  CHECK(none->reports.log == Demand::optional);
  CHECK(none->reports.sequence == Demand::optional);
  const auto trust = parse(
      "[policy]\njournal = \"signed\"\nlog = \"required\"\nsequence = \"required\"\n"
      "[[policy.reference]]\nid = \"a\"\ntiers = [\"accept\", \"soak\"]\n");
  REQUIRE(trust);
  CHECK(trust->reports.journal == JournalDemand::signed_heads);
  CHECK(trust->reports.log == Demand::required);
  CHECK(trust->reports.sequence == Demand::required);
  CHECK(trust->reports.references.at(0).tiers == std::vector<std::string>{"accept", "soak"});
  CHECK(parse("[policy]\njournal = \"required\"\n")->reports.journal == JournalDemand::kept);
}

TEST_CASE("trust file: a quote of a TPM may be demanded", "[reports][trust]") {
  CHECK(parse("[policy]\n")->reports.tpm_quote == Demand::optional);
  CHECK(parse("[policy]\ntpm_quote = \"required\"\n")->reports.tpm_quote == Demand::required);
  CHECK_FALSE(parse("[policy]\ntpm_quote = \"yes\"\n"));
}

TEST_CASE("trust file: a demand that nobody understands is refused", "[reports][trust]") {
  const auto why_not = [](const std::string& policy) {
    const auto trust = parse("[policy]\n" + policy);
    return trust ? std::string() : trust.error().message;
  };
  CHECK_THAT(why_not("time = \"proven\"\n"), Catch::Contains("one of: claimed, stamped"));
  CHECK_THAT(why_not("order = true\n"), Catch::Contains("must be text"));
  CHECK_THAT(why_not("status_sequence = -1\n"), Catch::Contains("below 0"));
  CHECK_THAT(why_not("journal = \"sealed\"\n"), Catch::Contains("optional, required, signed"));
  CHECK_THAT(why_not("[[policy.reference]]\nid = \"a\"\ntiers = [\"easy\"]\n"),
             Catch::Contains("not 'easy'"));
  CHECK_THAT(why_not("[[policy.reference]]\nid = \"a\"\ntiers = []\n"),
             Catch::Contains("is empty"));
  CHECK_THAT(why_not("states = \"required\"\n"), Catch::Contains("did you mean 'status'"));
  CHECK_THAT(why_not("[[policy.reference]]\nminimum_revision = 1\n"), Catch::Contains("'id'"));
  CHECK_THAT(why_not("[[policy.reference]]\nid = \"a\"\nminimum_revision = -1\n"),
             Catch::Contains("below 0"));
  CHECK_THAT(why_not("[[policy.reference]]\nid = \"a\"\ndigests = [\"AB\"]\n"),
             Catch::Contains("64 hex digits"));
  CHECK_THAT(why_not("[[policy.reference]]\nid = \"a\"\ndigests = []\n"),
             Catch::Contains("is empty"));
  CHECK_THAT(why_not("[[policy.reference]]\nid = \"a\"\n[[policy.reference]]\nid = \"a\"\n"),
             Catch::Contains("another entry names"));
}
