#include "reports/seal/signature.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/seal/hex.h"
#include "tests/support/captures.h"

using rackproof::ErrorKind;
using rackproof::seal::PrivateKey;
using rackproof::seal::PublicKey;
using rackproof::testing::from_hex;
using rackproof::testing::key_from_hex;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string string_in(const rackproof::JsonValue& object, std::string_view name) {
  const auto* member = object.find(name);
  return member != nullptr && member->if_string() != nullptr ? *member->if_string() : "";
}

struct Tally {
  int agreed = 0;
  int cases = 0;
};

/// Puts every case of one Wycheproof group to us.
void check_group(const rackproof::JsonValue& group, Tally& tally) {
  const auto key = key_from_hex(string_in(*group.find("publicKey"), "pk"));
  for (const auto& test : *group.find("tests")->if_array()) {
    ++tally.cases;
    const bool accepted =
        key && key->verifies(from_hex(string_in(test, "msg")), from_hex(string_in(test, "sig")));
    const bool expected = string_in(test, "result") == "valid";
    INFO("tcId " << *test.find("tcId")->if_integer() << ": " << string_in(test, "comment"));
    CHECK(accepted == expected);
    tally.agreed += accepted == expected ? 1 : 0;
  }
}

}  // namespace

TEST_CASE("signature: what a key signs verifies under it and under no other", "[reports][seal]") {
  const auto key = PrivateKey::generate();
  const auto other = PrivateKey::generate();
  REQUIRE(key);
  REQUIRE(other);

  const auto signature = key->sign("the bytes");

  REQUIRE(signature);
  CHECK(signature->size() == rackproof::seal::kSignatureBytes);
  CHECK(key->public_key().verifies("the bytes", *signature));
  CHECK_FALSE(key->public_key().verifies("the byteS", *signature));
  CHECK_FALSE(other->public_key().verifies("the bytes", *signature));
}

TEST_CASE("signature: all Wycheproof Ed25519 cases are answered as they ask", "[reports][seal]") {
  const auto path = rackproof::testing::capture("wycheproof/ed25519_test.json");
  if (!path) {
    return;
  }
  const auto document = rackproof::parse_strict_json(text_of(*path));
  REQUIRE(document);
  Tally tally;
  for (const auto& group : *document->find("testGroups")->if_array()) {
    check_group(group, tally);
  }
  CHECK(tally.agreed == 151);
  CHECK(tally.cases == 151);
}

TEST_CASE("signature: the RFC 8032 key has the fingerprint that ssh-keygen prints for it",
          "[reports][seal]") {
  const auto key = key_from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  REQUIRE(key);
  CHECK(key->key_id() == "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8");
  CHECK(key->pem() ==
        "-----BEGIN PUBLIC KEY-----\n"
        "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
        "-----END PUBLIC KEY-----\n");
  CHECK(PublicKey::from_pem(key->pem()).value() == *key);
}

TEST_CASE("7.2/36: a key of small order or with a second spelling is no key", "[reports][seal]") {
  const std::string point_of_order_8 =
      GENERATE("0000000000000000000000000000000000000000000000000000000000000000",
               "0000000000000000000000000000000000000000000000000000000000000080",
               "0100000000000000000000000000000000000000000000000000000000000000",
               "0100000000000000000000000000000000000000000000000000000000000080",
               "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
               "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
               "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
               "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
               "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
               "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
               "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
  const auto key = key_from_hex(point_of_order_8);
  REQUIRE_FALSE(key);
  CHECK(key.error().kind == ErrorKind::untrusted);
}

TEST_CASE("signature: a key written as PEM is read back as the same key", "[reports][seal]") {
  const auto key = PrivateKey::generate();
  REQUIRE(key);
  const auto again = key->with_pem([](std::string_view pem) { return PrivateKey::from_pem(pem); });
  REQUIRE(again);
  CHECK(again->public_key() == key->public_key());
}

TEST_CASE("signature: a public key where a private one belongs is refused by name, and the reverse",
          "[reports][seal]") {
  const auto key = PrivateKey::generate();
  REQUIRE(key);

  const auto as_private = PrivateKey::from_pem(key->public_key().pem());
  const auto as_public =
      key->with_pem([](std::string_view pem) { return PublicKey::from_pem(pem); });

  REQUIRE_FALSE(as_private);
  CHECK(as_private.error().message == "this is a public key; a private key is expected here");
  REQUIRE_FALSE(as_public);
  CHECK(as_public.error().message == "this is a private key; a public key is expected here");
}

TEST_CASE("signature: keys of other kinds are refused", "[reports][seal]") {
  const std::string p256 =
      "-----BEGIN PUBLIC KEY-----\n"
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
      "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n"
      "-----END PUBLIC KEY-----\n";
  CHECK_FALSE(PublicKey::from_pem(p256));
  // X25519 differs from Ed25519 in one byte of its object identifier.
  CHECK_FALSE(
      PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\n"
                          "MCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                          "-----END PUBLIC KEY-----\n"));
  const auto encrypted = PrivateKey::from_pem(
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
  REQUIRE_FALSE(encrypted);
  CHECK(encrypted.error().kind == ErrorKind::unsupported);
}
