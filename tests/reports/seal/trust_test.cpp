#include "reports/seal/trust.h"

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"
#include "schemas/predicate_types.h"

using namespace rackproof;
using namespace rackproof::seal;

namespace {

UtcTime at(const char* text) {
  return parse_utc(text).value();
}

TrustedKey some_key() {
  return {PrivateKey::generate()->public_key(), {Role::certifier}};
}

}  // namespace

TEST_CASE("trust: a key signs only as what it is listed for", "[reports][seal]") {
  const auto collector = PrivateKey::generate();
  const auto certifier = PrivateKey::generate();
  Trust trust;
  REQUIRE(trust.add({collector->public_key(), {Role::collector}}));
  REQUIRE(trust.add({certifier->public_key(), {Role::certifier}}));

  REQUIRE(trust.keys_for(Role::collector).size() == 1);
  CHECK(trust.keys_for(Role::collector).front() == collector->public_key());
  CHECK(trust.keys_for(Role::certifier).front() == certifier->public_key());
}

TEST_CASE("trust: a key given by hand may sign as both", "[reports][seal]") {
  const auto key = PrivateKey::generate();
  const auto trust = trust_in(key->public_key());
  CHECK(trust.keys_for(Role::collector).size() == 1);
  CHECK(trust.keys_for(Role::certifier).size() == 1);
}

TEST_CASE("52.2 one key listed under two entries is refused", "[reports][seal]") {
  const auto key = PrivateKey::generate();
  Trust trust;
  REQUIRE(trust.add({key->public_key(), {Role::collector}}));
  CHECK_FALSE(trust.add({key->public_key(), {Role::certifier}}));
}

TEST_CASE("trust: nobody is trusted by an empty list", "[reports][seal]") {
  CHECK(Trust().empty());
  CHECK(Trust().keys_for(Role::certifier).empty());
}

TEST_CASE("trust: an id names one key", "[reports][seal]") {
  Trust trust;
  auto first = some_key();
  auto second = some_key();
  first.id = second.id = "site";
  REQUIRE(trust.add(first));
  const auto refused = trust.add(second);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "the id 'site' is given to two keys");
}

TEST_CASE("trust: one key is enough until more are demanded of a role", "[reports][seal]") {
  Trust trust;
  trust.demand(Role::certifier, 2);
  CHECK(trust.threshold(Role::certifier) == 2);
  CHECK(trust.threshold(Role::collector) == 1);
}

TEST_CASE("trust: a key signs the types of its roles, or those that are listed",
          "[reports][seal]") {
  auto entry = some_key();
  CHECK(entry.may_sign(kReportPredicate));
  CHECK_FALSE(entry.may_sign(kRunRecordPredicate));
  entry.roles = {Role::certifier, Role::collector};
  entry.predicates = {std::string(kRunRecordPredicate)};
  CHECK(entry.may_sign(kRunRecordPredicate));
  CHECK_FALSE(entry.may_sign(kReportPredicate));
}

TEST_CASE("trust: a key in scope of some racks speaks for no other", "[reports][seal]") {
  auto entry = some_key();
  CHECK(entry.may_speak_for({}));
  entry.dut = {"RACK-7*", "HOST1"};
  CHECK(entry.may_speak_for({"RACK-70"}));
  CHECK(entry.may_speak_for({"other", "HOST1"}));
  CHECK_FALSE(entry.may_speak_for({"RACK-6", "HOST11", "xRACK-7"}));
  CHECK_FALSE(entry.may_speak_for({}));
}

TEST_CASE("trust: both ends of a window belong to it", "[reports][seal]") {
  const Window window{at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")};
  CHECK(window.contains(at("2026-01-01T00:00:00Z")));
  CHECK(window.contains(at("2027-01-01T00:00:00Z")));
  CHECK_FALSE(window.contains(at("2025-12-31T23:59:59Z")));
  CHECK_FALSE(window.contains(at("2027-01-01T00:00:01Z")));
  CHECK(Window{}.contains(at("1970-01-01T00:00:00Z")));
  CHECK(Window{}.words() == "always");
}
