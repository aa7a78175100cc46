#include <string>

#include <catch2/catch.hpp>

#include "reports/trust_file.h"
#include "tests/reports/trust_text.h"
#include "tests/support/time_authority.h"

using namespace rackproof;

namespace {

const testing::TimeAuthority& site() {
  static const testing::TimeAuthority kAuthority("site");
  return kAuthority;
}

Result<TrustPolicy> parse(const std::string& table) {
  return parse_trust(testing::some_key_table("\"collector\"") + table, "t.toml",
                     site().directory().path().string());
}

std::string refusal(const std::string& table) {
  const auto trust = parse(table);
  return trust ? "read" : trust.error().message;
}

/// A [[time_stamper]] of the site with further lines.
std::string stamper(const std::string& id, const std::string& more = "") {
  return "[[time_stamper]]\nid = \"" + id + "\"\nroot = \"root.pem\"\n" + more;
}

}  // namespace

TEST_CASE("trust file: time stampers are read with what they may", "[reports][trust]") {
  const auto trust = parse(
      stamper("a",
              "policies = [\"1.2.3.4.1\"]\nmust_show_revocation = true\nmust_be_renewed = true\n"
              "not_after = \"2030-01-01T00:00:00Z\"\n") +
      "[[time_stamper]]\nid = \"b\"\nroot = '''\n" + site().root() + "'''\n");
  INFO((trust ? "" : trust.error().message));
  REQUIRE(trust);
  REQUIRE(trust->time_stampers.size() == 2);
  CHECK(trust->time_stampers[0].root == site().root());
  CHECK(trust->time_stampers[0].policies == std::vector<std::string>{"1.2.3.4.1"});
  CHECK(trust->time_stampers[0].must_show_revocation);
  CHECK(trust->time_stampers[0].must_be_renewed);
  CHECK_FALSE(trust->time_stampers[1].must_be_renewed);
  CHECK(trust->time_stampers[0].until);
  CHECK(trust->time_stampers[1].root.find("BEGIN CERTIFICATE") != std::string::npos);
  CHECK_FALSE(trust->time_stampers[1].must_show_revocation);
}

TEST_CASE("trust file: a time stamper that cannot be one is refused", "[reports][trust]") {
  CHECK_THAT(refusal(stamper("a") + stamper("a")), Catch::Contains("of another time stamper"));
  CHECK_THAT(refusal("[[time_stamper]]\nid = \"a\"\n"), Catch::Contains("root"));
  CHECK_THAT(refusal("[[time_stamper]]\nroot = \"root.pem\"\n"), Catch::Contains("id"));
  CHECK_THAT(refusal("[[time_stamper]]\nid = \"a\"\nroot = \"none.pem\"\n"),
             Catch::Contains("none.pem"));
  CHECK_THAT(refusal("[[time_stamper]]\nid = \"a\"\nroot = \"root.key\"\n"),
             Catch::Contains("not a private key"));
  CHECK_THAT(refusal(stamper("a", "policies = [\"x\"]\n")), Catch::Contains("no dotted OID"));
  CHECK_THAT(refusal(stamper("a", "polices = []\n")), Catch::Contains("polices"));
}
