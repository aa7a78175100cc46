#include "reports/sigstore_bundle.h"

#include <optional>
#include <stop_token>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "reports/seal/certificate.h"
#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "tests/support/temp_dir.h"
#include "tests/support/time_ground.h"

using namespace rackproof;

namespace {

constexpr std::string_view kPayload = "{\"_type\":\"https://in-toto.io/Statement/v1\"}";

struct Exported {
  seal::PrivateKey key = seal::PrivateKey::generate().value();
  JsonValue bundle =
      parse_strict_json(sigstore_bundle({seal::seal(kPayload, key).value()}).value()).value();

  [[nodiscard]] const JsonValue& envelope() const { return *bundle.find("dsseEnvelope"); }
  [[nodiscard]] const JsonValue& signature() const {
    return envelope().find("signatures")->if_array()->front();
  }
};

std::string text(const JsonValue& object, std::string_view name) {
  return *object.find(name)->if_string();
}

/// A key with a certificate of the site's CA, an envelope sealed with it and a stamp over that.
struct Certified {
  testing::Identity identity;
  seal::PrivateKey key;
  std::string chain;
  std::string envelope;
  std::string stamp;

  explicit Certified(const testing::CertificateWish& wish)
      : identity(testing::site().issue("signer", wish)),
        key(seal::PrivateKey::from_pem(testing::file_text(identity.key)).value()),
        chain(testing::file_text(identity.certificate)),
        envelope(seal::seal(kPayload, key).value()),
        stamp(testing::site().reply(testing::site().query(signature()), testing::stamping())) {}

  [[nodiscard]] std::string signature() const {
    return seal::parse_envelope(envelope)->signatures.front().bytes;
  }
  [[nodiscard]] JsonValue exported(const std::string& with_chain,
                                   const std::string& with_stamp) const {
    const auto bundle = sigstore_bundle({envelope, with_chain, with_stamp});
    INFO((bundle ? "" : bundle.error().message));
    REQUIRE(bundle);
    return parse_strict_json(*bundle).value();
  }
  [[nodiscard]] JsonValue exported(const std::string& with_chain) const {
    return exported(with_chain, stamp);
  }
};

std::string carried_stamp(const JsonValue& bundle) {
  const auto& stamps = *bundle.find("verificationMaterial")
                            ->find("timestampVerificationData")
                            ->find("rfc3161Timestamps")
                            ->if_array();
  REQUIRE(stamps.size() == 1);
  return from_base64(text(stamps.front(), "signedTimestamp")).value();
}

/// The exit status of openssl over what a verifier takes out of the bundle.
std::optional<int> openssl_verifies(const Exported& exported, const std::string& payload) {
  const testing::TempDir dir;
  const auto message =
      dir.write("pae", seal::pre_authentication(text(exported.envelope(), "payloadType"), payload));
  const auto key = dir.write("key.pub", exported.key.public_key().pem());
  const auto signature = dir.write("sig", from_base64(text(exported.signature(), "sig")).value());
  ChildCommand command;
  command.argv = {"openssl", "pkeyutl", "-verify", "-pubin",   "-inkey", key,
                  "-rawin",  "-in",     message,   "-sigfile", signature};
  return run_child(command, std::stop_token(), {}).value().exit_code;
}

}  // namespace

TEST_CASE("sigstore: version, one signature, and the hint is its keyid letter for letter",
          "[reports]") {
  const Exported exported;
  CHECK(text(exported.bundle, "mediaType") == "application/vnd.dev.sigstore.bundle.v0.3+json");
  CHECK(exported.bundle.if_object()->size() == 3);
  const auto& material = *exported.bundle.find("verificationMaterial");
  REQUIRE(material.if_object()->size() == 1);
  CHECK(text(*material.find("publicKey"), "hint") == exported.key.public_key().key_id());
  CHECK(text(exported.signature(), "keyid") == exported.key.public_key().key_id());
  CHECK(exported.envelope().find("signatures")->if_array()->size() == 1);
}

TEST_CASE("sigstore: the payload is the statement byte for byte, and openssl verifies it",
          "[reports]") {
  const Exported exported;
  const auto payload = from_base64(text(exported.envelope(), "payload"));
  REQUIRE(payload);
  CHECK(*payload == kPayload);
  CHECK(openssl_verifies(exported, *payload) == 0);
  CHECK(openssl_verifies(exported, *payload + "\n") == 1);
}

TEST_CASE("sigstore: what is no envelope, or names no key, is no bundle", "[reports]") {
  CHECK(sigstore_bundle({""}).error().kind == ErrorKind::malformed);
  CHECK(sigstore_bundle({kPayload}).error().kind == ErrorKind::malformed);
  const auto key = seal::PrivateKey::generate().value();
  auto nameless = seal::seal(kPayload, key).value();
  const auto id = key.public_key().key_id();
  nameless.erase(nameless.find(id), id.size());
  CHECK(sigstore_bundle({nameless}).error().kind == ErrorKind::malformed);
}

TEST_CASE("sigstore: a certificate that was valid when it was stamped stands for the key",
          "[reports]") {
  const Certified signer({});
  const auto exported = signer.exported(signer.chain);
  const auto& material = *exported.find("verificationMaterial");
  REQUIRE(material.if_object()->size() == 2);
  const auto leaf = seal::parse_certificates(signer.chain).value().front();
  CHECK(from_base64(text(*material.find("certificate"), "rawBytes")).value() == leaf.der);
  CHECK(carried_stamp(exported) == signer.stamp);
}

TEST_CASE("sigstore: without such a certificate the key's fingerprint stands for it", "[reports]") {
  testing::CertificateWish late;
  late.from = "20980101000000Z";
  const Certified signer(late);
  const Certified another({});
  for (const auto& chain : {signer.chain, another.chain, std::string()}) {
    const auto exported = signer.exported(chain);
    const auto& material = *exported.find("verificationMaterial");
    CHECK(text(*material.find("publicKey"), "hint") == signer.key.public_key().key_id());
    CHECK(material.find("certificate") == nullptr);
    CHECK(carried_stamp(exported) == signer.stamp);
  }
}

TEST_CASE("sigstore: a token alone is carried in the response that readers expect", "[reports]") {
  const Certified signer({});
  const auto& dir = testing::site().directory();
  const auto token = dir.at("token");
  testing::openssl(
      {"ts", "-reply", "-in", dir.write("whole.tsr", signer.stamp), "-token_out", "-out", token});
  const auto alone = testing::file_text(token);
  REQUIRE(alone != signer.stamp);
  const auto exported = signer.exported(signer.chain, alone);
  const auto carried = dir.write("carried.tsr", carried_stamp(exported));
  testing::openssl({"ts", "-verify", "-in", carried, "-data", dir.write("sig", signer.signature()),
                    "-CAfile", testing::site().root_identity().certificate});
}

TEST_CASE("sigstore: a stamp over something else, or what is none, is no export", "[reports]") {
  const Certified signer({});
  const auto refusal = [&signer](std::string_view chain, std::string_view stamp) {
    return sigstore_bundle({signer.envelope, chain, stamp}).error().message;
  };
  CHECK_THAT(refusal(signer.chain, testing::good()),
             Catch::StartsWith("its time stamp: ") && Catch::Contains("it stamps other bytes"));
  CHECK_THAT(refusal(signer.chain, "x"), Catch::StartsWith("its time stamp: "));
  CHECK_THAT(refusal("no certificate", signer.stamp), Catch::StartsWith("its certificates: "));
}
