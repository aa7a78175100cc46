#include "cli/signing.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "reports/seal/key_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::seal::KeyAlgorithm;
using rackproof::testing::TempDir;

namespace {

/// A pipe that holds `text` and ends after it.
Descriptor holding(std::string_view text) {
  std::array<int, 2> ends{-1, -1};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const Descriptor writer(ends[1]);
  REQUIRE(::write(writer.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  return Descriptor(ends[0]);
}

std::string refusal_of(const KeyChoice& choice) {
  const auto signer = open_signer(choice);
  return signer ? "opened" : signer.error().message;
}

/// A program that signs with the key in `dir`.
std::string signing_program(const TempDir& dir) {
  const auto script = dir.write("sign", "#!/bin/sh\ncat > '" + dir.at("in") +
                                            "'\nexec openssl pkeyutl -sign -rawin -inkey '" +
                                            dir.at("k") + "' -in '" + dir.at("in") + "'\n");
  REQUIRE(::chmod(script.c_str(), 0700) == 0);
  return script;
}

}  // namespace

TEST_CASE("signing: a file signs, an encrypted one by its passphrase from a descriptor", "[cli]") {
  const TempDir dir;
  const auto made = seal::create_key_pair(dir.at("k"), {.passphrase = SecretText("correct horse")});
  REQUIRE(made);
  const auto right = holding("correct horse\n");
  const auto signer =
      open_signer({.key = dir.at("k"), .public_key = "", .passphrase_fd = right.get()});
  REQUIRE(signer);
  CHECK((*signer)->public_key() == *made);
  CHECK(try_signer(**signer));

  const auto wrong = holding("correct horsE\n");
  CHECK(refusal_of({.key = dir.at("k"), .public_key = "", .passphrase_fd = wrong.get()}) ==
        dir.at("k") + ": the passphrase does not open this key");
}

TEST_CASE("signing: a command signs with the key that is told", "[cli]") {
  const TempDir dir;
  const auto made =
      seal::create_key_pair(dir.at("k"), {.algorithm = KeyAlgorithm::p256, .passphrase = {}});
  REQUIRE(made);
  const auto signer = open_signer({.key = "command:" + signing_program(dir) + " with arguments",
                                   .public_key = dir.at("k.pub"),
                                   .passphrase_fd = {}});
  REQUIRE(signer);
  CHECK((*signer)->algorithm() == KeyAlgorithm::p256);
  CHECK(try_signer(**signer));
}

TEST_CASE("signing: a command that has another key is seen before anything is worked", "[cli]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  REQUIRE(seal::create_key_pair(dir.at("other")));
  const auto signer = open_signer({.key = "command:" + signing_program(dir),
                                   .public_key = dir.at("other.pub"),
                                   .passphrase_fd = {}});
  REQUIRE(signer);
  const auto tried = try_signer(**signer);
  REQUIRE_FALSE(tried);
  CHECK(tried.error().kind == ErrorKind::untrusted);
}

TEST_CASE("signing: what a command lacks is told, and a key that is not the one told", "[cli]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  REQUIRE(seal::create_key_pair(dir.at("other")));
  CHECK(refusal_of({.key = "command:sign", .public_key = "", .passphrase_fd = {}}) ==
        "--key command:... needs --public FILE, the public key it signs with");
  CHECK(refusal_of({.key = "command:", .public_key = dir.at("k.pub"), .passphrase_fd = {}}) ==
        "--key command: names no program");
  CHECK_THAT(
      refusal_of({.key = dir.at("k"), .public_key = dir.at("other.pub"), .passphrase_fd = {}}),
      Catch::StartsWith(dir.at("other.pub") + ": is SHA256:"));
  CHECK_THAT(refusal_of({.key = "pkcs11:object=k", .public_key = "", .passphrase_fd = {}}),
             Catch::StartsWith("pkcs11 URI: no module-path"));
  CHECK_THAT(refusal_of({.key = "pkcs11:object=k?module-path=/m&pin-source=" + dir.at("none"),
                         .public_key = "",
                         .passphrase_fd = {}}),
             Catch::StartsWith(dir.at("none")));
}

TEST_CASE("signing: a new passphrase is a line of the descriptor", "[cli]") {
  CHECK(new_passphrase(holding("words\n").get())->view() == "words");
  CHECK_FALSE(new_passphrase(holding("\n").get()));
}
