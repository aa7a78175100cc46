#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "reports/seal/add_signature.h"
#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::seal::KeyAlgorithm;
using rackproof::testing::TempDir;

namespace {

constexpr std::string_view kPayload = R"({"_type":"https://in-toto.io/Statement/v1"})";

/// Exit code of a program that has nothing of ours in it.
int ran(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  command.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
  const auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  UNSCOPED_INFO(ended->output << ended->error_output);
  return ended->exit_code.value_or(-1);
}

int by_securesystemslib(const std::string& envelope, const std::vector<std::string>& keys) {
  std::vector<std::string> argv{"/usr/bin/python3",
                                rackproof::testing::source_dir() + "/tests/support/check_dsse.py",
                                envelope};
  argv.insert(argv.end(), keys.begin(), keys.end());
  return ran(std::move(argv));
}

int by_openssl(const TempDir& dir, const std::string& key, std::string_view message,
               std::string_view signature) {
  return ran({"openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in",
              dir.write("message", message), "-sigfile", dir.write("signature", signature)});
}

std::string forged(std::string envelope) {
  const auto payload = to_base64(kPayload);
  const auto at = envelope.find(payload);
  REQUIRE(at != std::string::npos);
  return envelope.replace(at, payload.size(), to_base64(R"({"_type":"something else"})"));
}

}  // namespace

TEST_CASE("other verifiers: openssl and securesystemslib verify envelopes of either algorithm",
          "[reports][seal]") {
  const auto key = seal::PrivateKey::generate(GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256));
  const auto stranger = seal::PrivateKey::generate(key->algorithm());
  const TempDir dir;
  const auto pub = dir.write("pub", key->public_key().pem());
  const auto other = dir.write("other", stranger->public_key().pem());
  const auto envelope = seal::seal(kPayload, *key).value();

  const auto path = dir.write("envelope", envelope);
  CHECK(by_securesystemslib(path, {pub}) == 0);
  CHECK(by_securesystemslib(path, {other}) == 10);
  CHECK(by_securesystemslib(dir.write("forged", forged(envelope)), {pub}) == 10);

  const auto signature = seal::parse_envelope(envelope)->signatures.front().bytes;
  const auto message = seal::pre_authentication(seal::kPayloadType, kPayload);
  CHECK(by_openssl(dir, pub, message, signature) == 0);
  CHECK(by_openssl(dir, other, message, signature) == 1);
  CHECK(by_openssl(dir, pub, message + " ", signature) == 1);
}

TEST_CASE("other verifiers: securesystemslib verifies both signatures of two keys",
          "[reports][seal]") {
  const auto first = seal::PrivateKey::generate(KeyAlgorithm::ed25519);
  const auto second = seal::PrivateKey::generate(KeyAlgorithm::p256);
  const TempDir dir;
  const auto one = dir.write("one", first->public_key().pem());
  const auto two = dir.write("two", second->public_key().pem());
  const auto path = dir.write(
      "envelope", seal::add_signature(seal::seal(kPayload, *first).value(), *second).value());
  CHECK(by_securesystemslib(path, {one, two}) == 0);
  const auto stranger = seal::PrivateKey::generate(KeyAlgorithm::p256);
  CHECK(by_securesystemslib(path, {one, dir.write("three", stranger->public_key().pem())}) == 10);
}
