#include <string>

#include <catch2/catch.hpp>

#include "reports/trust_file.h"
#include "tests/reports/trust_text.h"

using namespace rackproof;
using rackproof::testing::some_key_table;

namespace {

Result<TrustPolicy> parse(const std::string& header) {
  return parse_trust(header + some_key_table("\"collector\""), "t.toml", "");
}

}  // namespace

TEST_CASE("trust file: it has a name, a sequence and an end", "[reports][trust]") {
  const auto trust =
      parse("[trust]\nname = \"fleet\"\nsequence = 7\nvalid_until = \"2027-01-01T00:00:00Z\"\n");
  REQUIRE(trust);
  CHECK(trust->name == "fleet");
  CHECK(trust->sequence == 7);
  CHECK(trust->digest.size() == 64);
  CHECK(check_still_valid(*trust, parse_utc("2027-01-01T00:00:00Z").value()));
  const auto old = check_still_valid(*trust, parse_utc("2027-01-01T00:00:01Z").value());
  REQUIRE_FALSE(old);
  CHECK(old.error().kind == ErrorKind::untrusted);
  CHECK_THAT(old.error().message, Catch::Contains("'fleet' is too old"));
}

TEST_CASE("trust file: without a head it has no sequence and no end", "[reports][trust]") {
  const auto trust = parse("");
  REQUIRE(trust);
  CHECK(trust->sequence == 0);
  CHECK(check_still_valid(*trust, parse_utc("2200-01-01T00:00:00Z").value()));
}

TEST_CASE("trust file: a head that is not as it must be is refused", "[reports][trust]") {
  const auto why_not = [](const std::string& header) {
    const auto trust = parse(header);
    return trust ? std::string() : trust.error().message;
  };
  CHECK_THAT(why_not("[trust]\nsequence = 1\n"), Catch::Contains("'name'"));
  CHECK_THAT(why_not("[trust]\nname = \"a\"\n"), Catch::Contains("'sequence' must be"));
  CHECK_THAT(why_not("[trust]\nname = \"a\"\nsequence = 0\n"), Catch::Contains("from 1"));
  CHECK_THAT(why_not("[trust]\nname = \"a\"\nsequence = 1\nvalid_until = \"soon\"\n"),
             Catch::Contains("t.toml:4:") && Catch::Contains("needs a time"));
  CHECK_THAT(why_not("[trust]\nname = \"a\"\nsequence = 1\nvalid_util = \"x\"\n"),
             Catch::Contains("did you mean 'valid_until'"));
  CHECK_THAT(why_not("[trusts]\n"), Catch::Contains("unknown key 'trusts'"));
}
