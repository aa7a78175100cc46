#include "reports/signers.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::seal::Role;
using rackproof::testing::small_start;

namespace {

seal::PublicKey fresh_key() {
  return seal::PrivateKey::generate()->public_key();
}

Occasion at_noon() {
  return {{"HOST1", "RACK-7"}, small_start(), small_start() + 24h};
}

/// A certifier whose window holds the run and not the day after.
seal::TrustedKey expired_key() {
  seal::TrustedKey entry{fresh_key(), {Role::certifier}};
  entry.window = {small_start() - 1h, small_start() + 1h};
  return entry;
}

ProvenTime stamped_at(UtcTime time) {
  return {.not_before = {}, .not_after = TimeBound{time, "time stamp of a test"}};
}

std::string why_not(const seal::TrustedKey& entry, const ProvenTime& proven = {},
                    const Occasion& occasion = at_noon()) {
  const auto may = may_speak(entry, Role::certifier, occasion, proven);
  return may ? "" : may.error().message;
}

Device device(DeviceKind kind, const std::string& serial) {
  Device made;
  made.kind = kind;
  made.serial = serial;
  return made;
}

Signer signer_at(const ProvenTime& time) {
  return {Role::certifier, "SHA256:x", "", time};
}

SealedStatement signed_by(const std::vector<seal::TrustedKey>& keys) {
  SealedStatement statement;
  statement.role = Role::certifier;
  statement.sealed = true;
  for (const auto& key : keys) {
    statement.signatures.push_back({key, statement.signatures.size(), "sig"});
  }
  statement.proven.resize(keys.size());
  return statement;
}

}  // namespace

TEST_CASE("signers: a key is believed of reports from its lowest sequence on",
          "[reports][verify]") {
  seal::TrustedKey entry{fresh_key(), {Role::certifier}};
  auto occasion = at_noon();
  CHECK(why_not(entry, {}, occasion).empty());
  entry.lowest_sequence = 7;
  SECTION("30.66 a report below the lowest sequence of its signer") {
    occasion.sequence = 6;
    CHECK(why_not(entry, {}, occasion) ==
          "is believed of reports from sequence 7 on, and this one has 6");
  }
  SECTION("30.67 a report without number by a signer who must count") {
    CHECK_THAT(why_not(entry, {}, occasion), Catch::EndsWith("and this one has none"));
  }
  occasion.sequence = 7;
  CHECK(why_not(entry, {}, occasion).empty());
}

TEST_CASE("signers: a key without limits may speak", "[reports][trust]") {
  CHECK(why_not({fresh_key(), {Role::certifier}}).empty());
}

TEST_CASE("signers: a key may not speak beyond what it is trusted for", "[reports][trust]") {
  seal::TrustedKey entry{fresh_key(), {Role::certifier}};
  SECTION("17.3 as a role that it has not") {
    entry.roles = {Role::collector};
    CHECK_THAT(why_not(entry), Catch::Contains("is not trusted as certifier"));
  }
  SECTION("31.1 of rack A by a key of rack B") {
    entry.dut = {"RACK-8"};
    CHECK_THAT(why_not(entry), Catch::Contains("may speak for RACK-8, not for this device") &&
                                   Catch::Contains("HOST1, RACK-7"));
  }
  SECTION("31.2 of a device without any serial number") {
    entry.dut = {"*"};
    auto occasion = at_noon();
    occasion.dut_serials.clear();
    CHECK_THAT(why_not(entry, {}, occasion), Catch::Contains("serial numbers: none"));
  }
  SECTION("31.3 with a predicate type that it may not sign") {
    entry.roles = {Role::certifier, Role::collector};
    entry.predicates = {std::string(seal::predicate_of(Role::collector))};
    CHECK_THAT(why_not(entry),
               Catch::Contains("may not sign") && Catch::Contains("compliance-report/v1"));
  }
}

TEST_CASE("signers: a serial number is compared byte for byte", "[reports][trust]") {
  seal::TrustedKey entry{fresh_key(), {Role::certifier}};
  const std::string one_code_point = "\xC3\xA9";  // e with acute accent (NFC)
  const std::string turned = "\xE2\x80\xAE";      // what follows is shown right to left
  entry.dut = {"RACK-" + one_code_point};
  auto occasion = at_noon();
  occasion.dut_serials = entry.dut;
  REQUIRE(why_not(entry, {}, occasion).empty());
  SECTION("34.3 one that looks alike is another") {
    const std::string cyrillic_a = "\xD0\x90";
    occasion.dut_serials = {"R" + cyrillic_a + "CK-" + one_code_point};
    CHECK_THAT(why_not(entry, {}, occasion), Catch::Contains("not for this device"));
  }
  SECTION("34.4 one that is written backwards is another, and is shown as it is") {
    occasion.dut_serials = {turned + one_code_point + "-KCAR"};
    const auto why = why_not(entry, {}, occasion);
    CHECK_THAT(why, Catch::Contains("not for this device"));
    CHECK(why.find(turned) == std::string::npos);
  }
  SECTION("34.5 the same letter in two code points (NFD) is another") {
    occasion.dut_serials = {"RACK-e\xCC\x81"};
    CHECK_THAT(why_not(entry, {}, occasion), Catch::Contains("not for this device"));
  }
}

TEST_CASE("signers: a window is held against claim and proof, or against claim and now",
          "[reports][trust]") {
  auto entry = expired_key();
  SECTION("39.1 expired since, and nothing proves that it signed before") {
    CHECK_THAT(why_not(entry), Catch::Contains("not at the time of verifying, and nothing proves"));
  }
  SECTION("expired since, and stamped before") {
    CHECK(why_not(entry, stamped_at(small_start() + 30min)).empty());
  }
  SECTION("37.1 the window of a bare key ends before the proven time") {
    CHECK_THAT(why_not(entry, stamped_at(small_start() + 2h)),
               Catch::Contains("not at the proven time"));
  }
  SECTION("37.2 the window of a bare key begins after the claimed time") {
    entry.window = {small_start() + 1h, small_start() + 48h};
    CHECK_THAT(why_not(entry), Catch::Contains("not at the claimed time"));
    CHECK_THAT(why_not(entry, stamped_at(small_start() + 2h)),
               Catch::Contains("not at the claimed time"));
  }
}

TEST_CASE("signers: only those who may are counted", "[reports][trust]") {
  TrustPolicy trust;
  trust.signers.demand(Role::certifier, 2);
  seal::TrustedKey ann{fresh_key(), {Role::certifier}, "ann"};
  const auto bob = expired_key();

  SECTION("17.1 two of two met only by a key that is expired") {
    const auto found = accepted_signers(signed_by({ann, bob}), trust, at_noon());
    CHECK_FALSE(found.enough);
    REQUIRE(found.signers.size() == 1);
    CHECK(found.signers.front().trust_id == "ann");
    REQUIRE(found.refused.size() == 1);
    CHECK_THAT(found.refused.front(), Catch::StartsWith(bob.key.key_id() + " is good "));
  }
  SECTION("one key by two ways of being trusted counts once") {
    auto again = ann;
    again.id = "again";
    CHECK_FALSE(accepted_signers(signed_by({ann, again}), trust, at_noon()).enough);
  }
  SECTION("two keys are two") {
    auto statement = signed_by({ann, bob});
    statement.proven[1] = stamped_at(small_start() + 10min);
    const auto found = accepted_signers(statement, trust, at_noon());
    CHECK(found.enough);
    CHECK(together(found.signers).not_after->at == small_start() + 10min);
  }
}

TEST_CASE("signers: a device is named by its own serial and those of rack and chassis",
          "[reports][trust]") {
  Inventory inventory;
  inventory.serial = "HOST1";
  inventory.devices = {device(DeviceKind::rack, "RACK-7"), device(DeviceKind::disk, "DISK"),
                       device(DeviceKind::chassis, "")};
  CHECK(dut_serials(inventory) == std::vector<std::string>{"HOST1", "RACK-7"});
}

TEST_CASE("signers: the narrowest proof of several is told", "[reports][trust]") {
  const std::vector<Signer> signers{signer_at(stamped_at(small_start() + 3h)),
                                    signer_at(stamped_at(small_start() + 2h)), signer_at({})};
  const auto all = together(signers);
  CHECK(all.not_after->at == small_start() + 2h);
  CHECK_FALSE(all.not_before);
}
