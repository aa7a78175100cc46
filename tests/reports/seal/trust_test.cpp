#include "reports/seal/trust.h"

#include <catch2/catch.hpp>

using namespace rackproof::seal;

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

TEST_CASE("7.2/16: one key listed under two entries is refused", "[reports][seal]") {
  const auto key = PrivateKey::generate();
  Trust trust;
  REQUIRE(trust.add({key->public_key(), {Role::collector}}));
  CHECK_FALSE(trust.add({key->public_key(), {Role::certifier}}));
}

TEST_CASE("trust: nobody is trusted by an empty list", "[reports][seal]") {
  CHECK(Trust().empty());
  CHECK(Trust().keys_for(Role::certifier).empty());
}
