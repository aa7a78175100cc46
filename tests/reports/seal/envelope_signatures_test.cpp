// Envelopes with several signatures: who counts, how often, and what makes the whole be refused.

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "tests/reports/seal/signed_envelope.h"

using namespace rackproof;
using rackproof::seal::Role;
using rackproof::testing::envelope_of;
using rackproof::testing::signature_entry;
using rackproof::testing::signed_entry;

namespace {

constexpr std::string_view kPayload = R"({"_type":"https://in-toto.io/Statement/v1"})";

/// Two certifiers of whom both are needed, a collector, and a stranger.
struct Signatories {
  seal::PrivateKey ann = seal::PrivateKey::generate().value();
  seal::PrivateKey bob = seal::PrivateKey::generate().value();
  seal::PrivateKey collector = seal::PrivateKey::generate().value();
  seal::PrivateKey stranger = seal::PrivateKey::generate().value();
  seal::Trust trust;

  Signatories() {
    REQUIRE(trust.add({ann.public_key(), {Role::certifier}}));
    REQUIRE(trust.add({bob.public_key(), {Role::certifier}}));
    REQUIRE(trust.add({collector.public_key(), {Role::collector}}));
    trust.demand(Role::certifier, 2);
  }
  [[nodiscard]] Result<seal::Opened> open(const std::vector<std::string>& entries) const {
    return seal::open(envelope_of(kPayload, entries), trust, Role::certifier);
  }
  /// "" where it opens; refused as anything but untrusted is told.
  [[nodiscard]] std::string why_not(const std::vector<std::string>& entries) const {
    const auto opened = open(entries);
    if (opened) {
      return "";
    }
    return (opened.error().kind == ErrorKind::untrusted ? "" : "not untrusted: ") +
           opened.error().message;
  }
};

}  // namespace

TEST_CASE("envelope: two certifiers of two that are needed open it", "[reports][seal]") {
  const Signatories all;
  const auto opened = all.open({signed_entry(all.ann, kPayload), signed_entry(all.bob, kPayload)});
  REQUIRE(opened);
  CHECK(opened->payload == kPayload);
  REQUIRE(opened->signatures.size() == 2);
  CHECK(opened->signatures[1].who.key == all.bob.public_key());
  CHECK(opened->signatures[1].signature == 1);
  CHECK(opened->signatures[1].bytes.size() == seal::kSignatureBytes);
  CHECK(opened->passed_over.empty());
}

TEST_CASE("envelope: a stranger beside those who are needed is passed over and named",
          "[reports][seal]") {
  const Signatories all;
  const auto opened = all.open({signed_entry(all.stranger, kPayload),
                                signed_entry(all.ann, kPayload), signed_entry(all.bob, kPayload)});
  REQUIRE(opened);
  REQUIRE(opened->signatures.size() == 2);
  CHECK(opened->signatures[0].signature == 1);
  CHECK(opened->passed_over ==
        std::vector<std::string>{all.stranger.public_key().key_id() + " is nobody who is trusted"});
}

TEST_CASE("envelope: what is needed of distinct keys", "[reports][seal]") {
  const Signatories all;
  const auto ann = signed_entry(all.ann, kPayload);
  const auto bob = signed_entry(all.bob, kPayload);

  SECTION("16.1 the same key signing twice does not make two") {
    CHECK_THAT(all.why_not({ann, ann}), Catch::Contains("1 of the 2 different keys"));
    CHECK(all.open({ann, ann, bob}));
    CHECK_THAT(all.why_not({ann}), Catch::Contains("1 of the 2 different keys"));
  }
  SECTION("16.2 the same key under two ids") {
    const auto opened = seal::parse_envelope(envelope_of(kPayload, {ann}));
    const auto again =
        signature_entry(all.bob.public_key().key_id(), opened.value().signatures.front().bytes);
    CHECK_THAT(all.why_not({ann, again}), Catch::Contains("is not by that key"));
    const auto nobody = signature_entry(all.stranger.public_key().key_id(),
                                        opened.value().signatures.front().bytes);
    CHECK_THAT(all.why_not({ann, nobody}), Catch::Contains("1 of the 2 different keys"));
  }
  SECTION("16.3 one key by two ways of being trusted counts once") {
    auto trusted = all.trust.keys();
    trusted.push_back({all.ann.public_key(), {Role::certifier}, "by a second certificate"});
    const auto refused = seal::open(envelope_of(kPayload, {ann}), trusted, Role::certifier, 2);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("1 of the 2 different keys"));
    CHECK(seal::open(envelope_of(kPayload, {ann, bob}), trusted, Role::certifier, 2));
  }
  SECTION("16.4 the same key once with its id and once without") {
    const auto opened = seal::parse_envelope(envelope_of(kPayload, {ann}));
    const auto nameless = signature_entry("", opened.value().signatures.front().bytes);
    CHECK_THAT(all.why_not({ann, nameless}), Catch::Contains("1 of the 2 different keys"));
    CHECK(all.open({nameless, bob}));
  }
  SECTION("17.2 two of two met only by a key of another role") {
    CHECK_THAT(all.why_not({ann, signed_entry(all.collector, kPayload)}),
               Catch::Contains("1 of the 2 different keys") &&
                   Catch::Contains("is trusted, but not as certifier"));
  }
  SECTION("13.2 a stranger's signature under a trusted key id beside good ones") {
    const auto forged = signature_entry(
        all.bob.public_key().key_id(),
        all.stranger.sign(seal::pre_authentication(seal::kPayloadType, kPayload)).value());
    CHECK_THAT(all.why_not({ann, forged}), Catch::Contains("is not by that key over these bytes"));
  }
}

TEST_CASE("envelope: signatures that fail, or are of an unknown kind, take nothing from the others",
          "[reports][seal]") {
  const Signatories all;
  const auto ann = signed_entry(all.ann, kPayload);
  const auto bob = signed_entry(all.bob, kPayload);
  const auto bobs = all.bob.public_key().key_id();
  const auto forged = signature_entry(bobs, std::string(64, 'x'));
  const auto longer = signature_entry("ml-dsa-44:7f3a", std::string(2420, 'x'));  // FIPS 204
  const auto opened = all.open({forged, longer, ann, bob});
  REQUIRE(opened);
  CHECK(seal::distinct_keys(opened->signatures) == 2);
  REQUIRE(opened->passed_over.size() == 2);
  CHECK_THAT(opened->passed_over[0], Catch::Contains("the signature under " + bobs +
                                                     " is not by that key over these bytes"));
  CHECK(opened->passed_over[1] == "ml-dsa-44:7f3a is nobody who is trusted");
  CHECK_THAT(all.why_not({ann, forged, longer}), Catch::Contains("1 of the 2 different keys"));
}

TEST_CASE("envelope: sixteen signatures are read, and not one more", "[reports][seal]") {
  const Signatories all;
  std::vector<std::string> entries{signed_entry(all.ann, kPayload),
                                   signed_entry(all.bob, kPayload)};
  while (entries.size() < seal::kMaxSignatures) {
    entries.push_back(signed_entry(seal::PrivateKey::generate().value(), kPayload));
  }
  CHECK(all.open(entries));
  entries.push_back(signed_entry(all.stranger, kPayload));
  CHECK_THAT(all.why_not(entries), Catch::Contains("expected an array of 1 to 16"));
}
