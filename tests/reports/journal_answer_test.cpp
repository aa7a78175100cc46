#include "reports/journal_answer.h"

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"
#include "reports/trust_policy.h"

using namespace rackproof;

namespace {

seal::SignedBy signed_by_chain(const seal::PublicKey& key) {
  return {.who = {.key = key, .roles = {seal::Role::collector}, .only_claimed = true},
          .signature = 0,
          .bytes = {}};
}

}  // namespace

TEST_CASE("journal answer: keys of a chain count once somebody vouched for them",
          "[reports][journal]") {
  const auto pinned = seal::PrivateKey::generate()->public_key();
  const auto vouched = seal::PrivateKey::generate()->public_key();
  const auto claimed = seal::PrivateKey::generate()->public_key();
  const auto trust = trusting(pinned);
  SealedStatement record;
  record.signatures = {signed_by_chain(vouched), signed_by_chain(claimed)};
  AcceptedSigners accepted;
  CHECK(collector_keys(trust, record, accepted) == std::vector{pinned});
  accepted.signers = {{seal::Role::collector, vouched.key_id(), "", {}}};
  CHECK(collector_keys(trust, record, accepted) == std::vector{pinned, vouched});
}
