#include <string>

#include <catch2/catch.hpp>

#include "reports/trust_file.h"
#include "tests/reports/trust_text.h"

using namespace rackproof;
using rackproof::seal::Role;
using rackproof::testing::some_key_table;

namespace {

Result<TrustPolicy> parse(const std::string& text) {
  return parse_trust(text, "t.toml", "/nonexistent");
}

std::string why_not(const std::string& text) {
  const auto trust = parse(text);
  return trust ? "" : trust.error().message;
}

}  // namespace

TEST_CASE("trust file: a key has an id, types, devices and a window", "[reports][trust]") {
  const auto trust = parse(some_key_table("\"collector\", \"certifier\"", R"(
id = "site-7"
predicates = ["https://rackproof.org/attestation/run-record/v1"]
dut = ["RACK-7*", "HOST1"]
not_before = "2026-01-01T00:00:00Z"
not_after = "2027-01-01T00:00:00Z"
)"));
  REQUIRE(trust);
  REQUIRE(trust->signers.keys().size() == 1);
  const auto& entry = trust->signers.keys().front();
  CHECK(entry.id == "site-7");
  CHECK(entry.roles == std::vector{Role::collector, Role::certifier});
  CHECK(entry.predicates.size() == 1);
  CHECK(entry.dut == std::vector<std::string>{"RACK-7*", "HOST1"});
  CHECK(format_utc(entry.window.not_after.value()) == "2027-01-01T00:00:00.000000000Z");
}

TEST_CASE("trust file: who signs reports may have a lowest sequence", "[reports][trust]") {
  const auto trust = parse(some_key_table("\"certifier\"", "lowest_sequence = 7\n"));
  REQUIRE(trust);
  CHECK(trust->signers.keys().at(0).lowest_sequence == 7);
  CHECK(parse(some_key_table("\"certifier\""))->signers.keys().at(0).lowest_sequence == 0);
  CHECK_THAT(why_not(some_key_table("\"certifier\"", "lowest_sequence = 0\n")),
             Catch::Contains("must be 1 or more"));
  CHECK_THAT(why_not(some_key_table("\"collector\"", "lowest_sequence = 7\n")),
             Catch::Contains("only what has the role \"certifier\" has one"));
}

TEST_CASE("trust file: a TPM's key has a role of its own, which signs no statement",
          "[reports][trust]") {
  const auto trust = parse(some_key_table("\"tpm\"", "dut = [\"RACK-7*\"]\n"));
  REQUIRE(trust);
  const auto& entry = trust->signers.keys().front();
  CHECK(entry.roles == std::vector{Role::tpm});
  for (const auto& role : seal::kRoles) {
    CHECK(entry.may_sign_as(role.value) == (role.value == Role::tpm));
    CHECK((role.value == Role::tpm || !entry.may_sign(seal::predicate_of(role.value))));
  }
  CHECK_THAT(why_not(some_key_table("\"tpm\"",
                                    "predicates = [\"https://rackproof.org/"
                                    "attestation/run-record/v1\"]\n")),
             Catch::Contains("is no type that its roles sign"));
  CHECK_FALSE(why_not(some_key_table("\"tpm\"") + "[threshold]\ntpm = 2\n").empty());
}

TEST_CASE("trust file: thresholds are per role", "[reports][trust]") {
  const auto trust = parse(some_key_table("\"certifier\"") + "[threshold]\ncertifier = 2\n");
  REQUIRE(trust);
  CHECK(trust->signers.threshold(Role::certifier) == 2);
  CHECK(trust->signers.threshold(Role::collector) == 1);
}

TEST_CASE("trust file: a key that is not as it must be is refused, with file and line",
          "[reports][trust]") {
  struct Row {
    const char* what;
    std::string text;
    const char* because;
  };
  const std::string role = "\"collector\"";
  for (const auto& row : {
           Row{"52.3 two keys under one id",
               some_key_table(role, "id = \"a\"\n") + some_key_table(role, "id = \"a\"\n"),
               "the id 'a' is given to two keys"},
           Row{"a key that nobody reads", some_key_table(role, "not_afer = \"x\"\n"),
               "t.toml:8: key: unknown key 'not_afer' (did you mean 'not_after'?)"},
           Row{"an unknown role", some_key_table("\"owner\""), "not 'owner'"},
           Row{"a role twice", some_key_table(role + "," + role), "says \"collector\" twice"},
           Row{"a type of another role",
               some_key_table(role,
                              "predicates = "
                              "[\"https://rackproof.org/attestation/compliance-report/v1\"]"),
               "is no type that its roles sign"},
           Row{"no type at all", some_key_table(role, "predicates = []"), "is empty"},
           Row{"no device at all", some_key_table(role, "dut = []"), "is empty"},
           Row{"a time that is none", some_key_table(role, "not_after = \"next year\""),
               "needs a time"},
           Row{"a window that ends before it begins",
               some_key_table(role,
                              "not_before = \"2027-01-01T00:00:00Z\"\n"
                              "not_after = \"2026-01-01T00:00:00Z\""),
               "is before not_before"},
           Row{"a threshold of none", some_key_table(role) + "[threshold]\ncollector = 0\n",
               "must be 1 to 16"},
           Row{"a threshold beyond any envelope",
               some_key_table(role) + "[threshold]\ncollector = 17\n", "must be 1 to 16"},
           Row{"a threshold of an unknown role", some_key_table(role) + "[threshold]\nowner = 1\n",
               "unknown key 'owner'"},
       }) {
    INFO(row.what);
    CHECK_THAT(why_not(row.text), Catch::Contains(row.because) && Catch::StartsWith("t.toml:"));
  }
}

TEST_CASE("trust file: a key that anybody could sign for is refused at load", "[reports][trust]") {
  // SubjectPublicKeyInfo of the point of order 1 (RFC 8410).
  const auto refused = parse(
      "[[key]]\npublic_key = '''\n-----BEGIN PUBLIC KEY-----\n"
      "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
      "-----END PUBLIC KEY-----\n'''\nroles = [\"collector\"]\n");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::untrusted);
  CHECK_THAT(refused.error().message, Catch::Contains("small order"));
}
