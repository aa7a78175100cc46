#include "reports/sigstore_bundle.h"

#include <optional>
#include <stop_token>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

constexpr std::string_view kPayload = "{\"_type\":\"https://in-toto.io/Statement/v1\"}";

struct Exported {
  seal::PrivateKey key = seal::PrivateKey::generate().value();
  JsonValue bundle =
      parse_strict_json(sigstore_bundle(seal::seal(kPayload, key).value()).value()).value();

  [[nodiscard]] const JsonValue& envelope() const { return *bundle.find("dsseEnvelope"); }
  [[nodiscard]] const JsonValue& signature() const {
    return envelope().find("signatures")->if_array()->front();
  }
};

std::string text(const JsonValue& object, std::string_view name) {
  return *object.find(name)->if_string();
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
  CHECK(sigstore_bundle("").error().kind == ErrorKind::malformed);
  CHECK(sigstore_bundle(kPayload).error().kind == ErrorKind::malformed);
  const auto key = seal::PrivateKey::generate().value();
  auto nameless = seal::seal(kPayload, key).value();
  const auto id = key.public_key().key_id();
  nameless.erase(nameless.find(id), id.size());
  CHECK(sigstore_bundle(nameless).error().kind == ErrorKind::malformed);
}
