#include "reports/journal_answer.h"

#include <chrono>
#include <string>
#include <vector>

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
  const auto counting = [&](const Occasion& occasion = {}) {
    std::vector<seal::PublicKey> keys;
    for (const auto& each : collector_keys(trust, record, accepted, occasion)) {
      if (each.refusal.empty()) {
        keys.push_back(each.key);
      }
    }
    return keys;
  };
  CHECK(counting() == std::vector{pinned});
  accepted.signers = {{seal::Role::collector, vouched.key_id(), "", {}}};
  CHECK(counting() == std::vector{pinned, vouched});
}

TEST_CASE("journal answer: a pinned key that may not speak of this run does not count",
          "[reports][journal]") {
  TrustPolicy trust;
  seal::TrustedKey entry{seal::PrivateKey::generate()->public_key(), {seal::Role::collector}};
  entry.id = "site";
  entry.dut = {"RACK-8"};
  entry.window.not_after = UtcTime(std::chrono::hours(1));
  REQUIRE(trust.signers.add(entry));
  const SealedStatement record;
  AcceptedSigners accepted;
  const auto refusal = [&](const std::string& serial, int claimed, int now) {
    const Occasion occasion{
        {serial}, UtcTime(std::chrono::minutes(claimed)), UtcTime(std::chrono::minutes(now))};
    return collector_keys(trust, record, accepted, occasion).at(0).refusal;
  };
  CHECK(refusal("RACK-8", 10, 20).empty());
  CHECK_THAT(refusal("RACK-7", 10, 20), Catch::Contains("('site') may speak for RACK-8, not for "));
  CHECK_THAT(refusal("RACK-8", 70, 80), Catch::Contains("not at the claimed time"));
  CHECK_THAT(refusal("RACK-8", 10, 80), Catch::Contains("not at the time of verifying"));
  accepted.signers = {
      {.role = seal::Role::collector, .key_id = "other", .trust_id = "", .time = {}}};
  accepted.signers[0].time.not_after = TimeBound{UtcTime(std::chrono::minutes(20)), "a stamp"};
  CHECK(refusal("RACK-8", 10, 80).empty());
}
