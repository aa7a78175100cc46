#include "reports/seal/private_key.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using rackproof::ErrorKind;
using rackproof::seal::KeyAlgorithm;
using rackproof::seal::PrivateKey;
using rackproof::seal::PublicKey;
using rackproof::testing::TempDir;

namespace {

constexpr std::string_view kPassphrase = "correct horse";

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool openssl(const std::string& arguments) {
  return std::system(("openssl " + arguments + " 2>/dev/null").c_str()) == 0;
}

/// What `openssl` writes for `arguments`.
std::string made_by_openssl(const std::string& arguments) {
  const TempDir dir;
  REQUIRE(openssl(arguments + " -out " + dir.at("out")));
  return text_of(dir.at("out"));
}

std::string refusal_of(const std::string& pem) {
  const auto key = PrivateKey::from_pem(pem);
  return key ? "accepted" : key.error().message;
}

std::string algorithm_for_openssl(KeyAlgorithm algorithm) {
  return algorithm == KeyAlgorithm::ed25519 ? "-algorithm ed25519"
                                            : "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
}

}  // namespace

TEST_CASE("private key: written as PEM it is read back as the same key", "[reports][seal]") {
  const auto key = PrivateKey::generate(GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256));
  REQUIRE(key);
  const auto again = key->with_pem([](std::string_view pem) { return PrivateKey::from_pem(pem); });
  REQUIRE(again);
  CHECK(again->public_key() == key->public_key());
}

TEST_CASE("private key: encrypted it opens under its passphrase and under no other",
          "[reports][seal]") {
  const auto key = PrivateKey::generate(GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256));
  REQUIRE(key);
  const auto pem =
      key->with_encrypted_pem(kPassphrase, [](std::string_view text) { return std::string(text); });

  const auto again = PrivateKey::from_encrypted_pem(pem, kPassphrase);
  REQUIRE(again);
  CHECK(again->public_key() == key->public_key());

  for (const auto* wrong : {"correct horsE", "correct hors", ""}) {
    const auto shut = PrivateKey::from_encrypted_pem(pem, wrong);
    REQUIRE_FALSE(shut);
    CHECK(shut.error().kind == ErrorKind::denied);
  }
  const auto without = PrivateKey::from_pem(pem);
  REQUIRE_FALSE(without);
  CHECK(without.error().kind == ErrorKind::unsupported);
}

TEST_CASE("private key: openssl reads what was encrypted here, and the reverse",
          "[reports][seal]") {
  const auto algorithm = GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256);
  const TempDir dir;
  const auto key = PrivateKey::generate(algorithm);
  REQUIRE(key);
  key->with_encrypted_pem(kPassphrase, [&dir](std::string_view pem) {
    std::ofstream(dir.at("ours")) << pem;
    return true;
  });
  REQUIRE(openssl("pkey -in " + dir.at("ours") + " -passin 'pass:correct horse' -pubout -out " +
                  dir.at("pub")));
  CHECK(text_of(dir.at("pub")) == key->public_key().pem());

  REQUIRE(openssl("genpkey " + algorithm_for_openssl(algorithm) +
                  " -aes256 -pass 'pass:correct horse' -out " + dir.at("theirs")));
  REQUIRE(openssl("pkey -in " + dir.at("theirs") + " -passin 'pass:correct horse' -pubout -out " +
                  dir.at("theirs.pub")));
  const auto theirs = PrivateKey::from_encrypted_pem(text_of(dir.at("theirs")), kPassphrase);
  REQUIRE(theirs);
  CHECK(theirs->public_key().pem() == text_of(dir.at("theirs.pub")));
}

TEST_CASE("private key: openssl verifies its signatures", "[reports][seal]") {
  const auto key = PrivateKey::generate(GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256));
  REQUIRE(key);
  const TempDir dir;
  const std::string message = "DSSEv1 1 t 5 bytes";
  std::ofstream(dir.at("message")) << message;
  std::ofstream(dir.at("pub")) << key->public_key().pem();
  std::ofstream(dir.at("signature")) << key->sign(message).value();
  const auto verify = "pkeyutl -verify -pubin -inkey " + dir.at("pub") + " -rawin -in " +
                      dir.at("message") + " -sigfile " + dir.at("signature") + " >/dev/null";
  CHECK(openssl(verify));
  std::ofstream(dir.at("message"), std::ios::app) << " more";
  CHECK_FALSE(openssl(verify));
}

TEST_CASE("private key: a public key in its place is refused by name, and the reverse",
          "[reports][seal]") {
  const auto key = PrivateKey::generate();
  REQUIRE(key);
  CHECK(refusal_of(key->public_key().pem()) ==
        "this is a public key; a private key is expected here");
  const auto as_public =
      key->with_pem([](std::string_view pem) { return PublicKey::from_pem(pem); });
  REQUIRE_FALSE(as_public);
  CHECK(as_public.error().message == "this is a private key; a public key is expected here");
}

TEST_CASE("private key: keys of other kinds and forms are refused by name", "[reports][seal]") {
  CHECK(refusal_of(made_by_openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048")) ==
        "this is an RSA key of 2048 bits; Ed25519 or ECDSA P-256 is expected");
  CHECK(refusal_of(made_by_openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096")) ==
        "this is an RSA key of 4096 bits; Ed25519 or ECDSA P-256 is expected");
  CHECK(refusal_of(made_by_openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384")) ==
        "this is an EC key on secp384r1; Ed25519 or ECDSA P-256 is expected");
  CHECK(refusal_of(made_by_openssl("genpkey -algorithm X25519")) ==
        "this is a key of type X25519; Ed25519 or ECDSA P-256 is expected");
  CHECK(refusal_of(made_by_openssl("ecparam -genkey -noout -name prime256v1")) ==
        "a private key in the form 'EC PRIVATE KEY'; PKCS#8 is expected: openssl pkcs8 -topk8 "
        "writes it");
  CHECK(refusal_of("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n") ==
        "not a PKCS#8 private key");
}
