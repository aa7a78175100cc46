#include "reports/status_list.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "tests/reports/status_parts.h"

using namespace rackproof;
using rackproof::testing::status_list;

namespace {

std::string why_not(const std::string& envelope, const TrustPolicy& trust) {
  const auto opened = open_status(envelope, trust);
  if (opened) {
    return "opened";
  }
  CHECK(opened.error().kind == ErrorKind::untrusted);
  return opened.error().message;
}

}  // namespace

TEST_CASE("status list: opens for a key of role status", "[reports][status]") {
  const auto key = seal::PrivateKey::generate();
  const auto envelope = seal_status(status_list({}), *key).value();
  const auto opened = open_status(envelope, trusting_as_status(key->public_key()));
  REQUIRE(opened);
  CHECK(opened->list == status_list({}));
  CHECK(opened->statement.role == seal::Role::status);
  CHECK(opened->statement.signatures.size() == 1);
  CHECK(opened->statement.proven.size() == 1);
}

TEST_CASE("status list: a key of another role, or of nobody, does not open it",
          "[reports][status]") {
  const auto key = seal::PrivateKey::generate();
  const auto envelope = seal_status(status_list({}), *key).value();
  SECTION("30.20 a certifier's key is not one that keeps status lists") {
    CHECK_THAT(why_not(envelope, trusting(key->public_key())),
               Catch::Contains("is trusted, but not as status"));
  }
  SECTION("30.21 a stranger's list") {
    const auto other = seal::PrivateKey::generate();
    CHECK_THAT(why_not(envelope, trusting_as_status(other->public_key())),
               Catch::Contains("is nobody who is trusted"));
  }
  SECTION("30.22 a list that was changed after it was signed") {
    auto changed = envelope;
    const auto at = changed.find("\"payload\":\"") + 20;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    CHECK_THAT(why_not(changed, trusting_as_status(key->public_key())),
               Catch::Contains("is not by that key over these bytes"));
  }
}

TEST_CASE("status list: one below the trust file's floor is too old", "[reports][status]") {
  ReportPolicy policy;
  CHECK(check_not_too_old(status_list({}, 5), policy));
  policy.status_sequence = 5;
  CHECK(check_not_too_old(status_list({}, 5), policy));
  policy.status_sequence = 6;
  const auto old = check_not_too_old(status_list({}, 5), policy);
  REQUIRE_FALSE(old);
  CHECK(old.error().kind == ErrorKind::untrusted);
  CHECK_THAT(old.error().message, Catch::Contains("sequence 5") && Catch::Contains("below 6"));
}
