#include "reports/seal/signature.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/ecdsa_signature.h"
#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/seal/hex.h"
#include "tests/support/captures.h"
#include "tests/support/temp_dir.h"

using rackproof::ErrorKind;
using rackproof::seal::KeyAlgorithm;
using rackproof::seal::PrivateKey;
using rackproof::seal::PublicKey;
using rackproof::testing::from_hex;
using rackproof::testing::key_from_hex;
using rackproof::testing::octets;
using rackproof::testing::TempDir;

namespace {

constexpr std::string_view kP256 =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
    "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n"
    "-----END PUBLIC KEY-----\n";

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

rackproof::Result<PublicKey> key_of(const rackproof::JsonValue& group) {
  const auto point = string_in(*group.find("publicKey"), "uncompressed");
  if (point.empty()) {
    return key_from_hex(string_in(*group.find("publicKey"), "pk"));
  }
  return PublicKey::from_point(octets(from_hex(point)));
}

/// Puts every case of one Wycheproof group to us; `as_der` makes of its signature what we take.
template <typename AsDer>
void check_group(const rackproof::JsonValue& group, Tally& tally, AsDer as_der) {
  const auto key = key_of(group);
  for (const auto& test : *group.find("tests")->if_array()) {
    ++tally.cases;
    const auto signature = as_der(from_hex(string_in(test, "sig")));
    const bool accepted = key && key->verifies(from_hex(string_in(test, "msg")), signature);
    const bool expected = string_in(test, "result") == "valid";
    INFO("tcId " << *test.find("tcId")->if_integer() << ": " << string_in(test, "comment"));
    CHECK(accepted == expected);
    tally.agreed += accepted == expected ? 1 : 0;
  }
}

/// All cases of a file of Wycheproof vectors; nothing where the captures are absent.
template <typename AsDer>
std::optional<Tally> check_vectors(const std::string& name, AsDer as_der) {
  const auto path = rackproof::testing::capture("wycheproof/" + name);
  if (!path) {
    return std::nullopt;
  }
  const auto document = rackproof::parse_strict_json(text_of(*path));
  REQUIRE(document);
  Tally tally;
  for (const auto& group : *document->find("testGroups")->if_array()) {
    check_group(group, tally, as_der);
  }
  return tally;
}

std::string as_it_is(std::string signature) {
  return signature;
}

/// The text `openssl` prints for `arguments`, made in `dir`.
std::string made_by_openssl(const std::string& arguments) {
  const rackproof::testing::TempDir dir;
  const auto out = dir.at("out");
  REQUIRE(std::system(("openssl " + arguments + " -out " + out + " 2>/dev/null").c_str()) == 0);
  return text_of(out);
}

std::string refusal_of(const std::string& pem) {
  const auto key = PublicKey::from_pem(pem);
  return key ? "accepted" : key.error().message;
}

}  // namespace

TEST_CASE("signature: what a key signs verifies under it and under no other", "[reports][seal]") {
  const auto algorithm = GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256);
  const auto key = PrivateKey::generate(algorithm);
  const auto other = PrivateKey::generate(GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256));
  REQUIRE(key);
  REQUIRE(other);

  const auto signature = key->sign("the bytes");

  REQUIRE(signature);
  CHECK(key->algorithm() == algorithm);
  CHECK(signature->size() <= rackproof::seal::kMaxSignatureBytes);
  CHECK(key->public_key().verifies("the bytes", *signature));
  CHECK_FALSE(key->public_key().verifies("the byteS", *signature));
  CHECK_FALSE(other->public_key().verifies("the bytes", *signature));
}

TEST_CASE("signature: all 151 Wycheproof Ed25519 cases are answered as they ask",
          "[reports][seal]") {
  const auto tally = check_vectors("ed25519_test.json", as_it_is);
  if (tally) {
    CHECK(tally->agreed == 151);
    CHECK(tally->cases == 151);
  }
}

TEST_CASE("signature: all 484 Wycheproof P-256 cases in DER are answered as they ask",
          "[reports][seal]") {
  const auto tally = check_vectors("ecdsa_secp256r1_sha256_test.json", as_it_is);
  if (tally) {
    CHECK(tally->agreed == 484);
    CHECK(tally->cases == 484);
  }
}

TEST_CASE(
    "signature: all 262 Wycheproof P-256 cases of r and s are answered as they ask once in DER",
    "[reports][seal]") {
  const auto tally =
      check_vectors("ecdsa_secp256r1_sha256_p1363_test.json", [](const std::string& raw) {
        const auto der = rackproof::seal::p256_der_of(raw);
        return der ? *der : std::string();
      });
  if (tally) {
    CHECK(tally->agreed == 262);
    CHECK(tally->cases == 262);
  }
}

TEST_CASE("signature: DSSE's own P-256 vector verifies as DER and is refused as r and s",
          "[reports][seal]") {
  const auto pem = rackproof::testing::capture("dsse/spec-p256.pub.pem");
  const auto der = rackproof::testing::capture("dsse/spec-p256-asn1der.json");
  const auto raw = rackproof::testing::capture("dsse/spec-p256-p1363.json");
  if (!pem || !der || !raw) {
    return;
  }
  const auto key = PublicKey::from_pem(text_of(*pem));
  REQUIRE(key);
  const auto check = [&key](const std::string& path) {
    const auto envelope = rackproof::parse_strict_json(text_of(path));
    const auto payload = rackproof::from_base64(string_in(*envelope, "payload"));
    const auto& entry = envelope->find("signatures")->if_array()->front();
    const auto signature = rackproof::from_base64(string_in(entry, "sig"));
    return key->check(
        rackproof::seal::pre_authentication(string_in(*envelope, "payloadType"), *payload),
        *signature);
  };
  CHECK(check(*der));
  const auto refused = check(*raw);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::untrusted);
  CHECK(refused.error().message ==
        "P-256 signature: 64 bytes that are no DER, r||s it seems; DER is expected");
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

TEST_CASE("signature: a P-256 key has the fingerprint that ssh-keygen prints for it",
          "[reports][seal]") {
  const auto key = PublicKey::from_pem(kP256);
  REQUIRE(key);
  CHECK(key->algorithm() == KeyAlgorithm::p256);
  CHECK(key->key_id() == "SHA256:f4AuBLdH4Lj/dIuwAUXXebzoI9B/cJ4iSQ3/qByIl4M");
  CHECK(key->pem() == kP256);
  CHECK(PublicKey::from_point(key->bytes()).value() == *key);
  const auto der = key->spki_der();
  CHECK(PublicKey::from_spki_der(octets(der)).value() == *key);
  CHECK_FALSE(PublicKey::from_spki_der(octets(der + '\0')));
  CHECK_FALSE(PublicKey::from_spki_der(octets(der.substr(0, der.size() - 1))));
}

TEST_CASE("signature: a point off the curve, compressed or hybrid is no P-256 key",
          "[reports][seal]") {
  const auto key = PublicKey::from_pem(kP256);
  REQUIRE(key);
  auto point = std::string(key->bytes().begin(), key->bytes().end());

  auto moved = point;
  moved.back() = static_cast<char>(moved.back() ^ 1);
  const auto off = PublicKey::from_point(octets(moved));
  REQUIRE_FALSE(off);
  CHECK(off.error().message == "a P-256 key whose point is not on the curve");

  point.front() = 6;  // hybrid: y's parity in the head and y as well
  CHECK(PublicKey::from_point(octets(point)).error().message ==
        "not a P-256 point of 65 bytes: 0x04, x and y, not compressed");
  CHECK_FALSE(PublicKey::from_point(octets(point.substr(0, 33))));
  CHECK_FALSE(PublicKey::from_point({}));

  const TempDir dir;
  std::ofstream(dir.at("key")) << kP256;
  CHECK(refusal_of(made_by_openssl("ec -pubin -conv_form compressed -in " + dir.at("key"))) ==
        "a P-256 key with a compressed point, with explicit parameters or with bytes after it; "
        "write it anew: openssl ec -pubin -conv_form uncompressed -param_enc named_curve");
}

TEST_CASE("signature: keys of other kinds are refused by name", "[reports][seal]") {
  const auto public_of = [](const std::string& how) {
    const TempDir dir;
    std::ofstream(dir.at("key")) << made_by_openssl("genpkey " + how);
    return made_by_openssl("pkey -pubout -in " + dir.at("key"));
  };
  CHECK(refusal_of(public_of("-algorithm RSA -pkeyopt rsa_keygen_bits:2048")) ==
        "this is an RSA key of 2048 bits; Ed25519 or ECDSA P-256 is expected");
  CHECK(refusal_of(public_of("-algorithm EC -pkeyopt ec_paramgen_curve:secp384r1")) ==
        "this is an EC key on secp384r1; Ed25519 or ECDSA P-256 is expected");
  CHECK(refusal_of(public_of("-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1")) ==
        "this is an EC key on secp256k1; Ed25519 or ECDSA P-256 is expected");
  CHECK(refusal_of(public_of("-algorithm ED448")) ==
        "this is a key of type ED448; Ed25519 or ECDSA P-256 is expected");
  // X25519 differs from Ed25519 in one byte of its object identifier.
  CHECK(refusal_of("-----BEGIN PUBLIC KEY-----\n"
                   "MCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                   "-----END PUBLIC KEY-----\n") ==
        "this is a key of type X25519; Ed25519 or ECDSA P-256 is expected");
}
