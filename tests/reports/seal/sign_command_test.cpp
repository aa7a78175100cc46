#include "reports/seal/sign_command.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::seal;
using rackproof::testing::TempDir;

namespace {

/// A shell as the program that signs.
SignCommand shell(const std::string& script) {
  return {.argv = {"/bin/sh", "-c", script}};
}

Result<std::string> answer(const std::string& script) {
  return answer_of_program(shell(script), {"the ", "bytes"});
}

}  // namespace

TEST_CASE("sign command: openssl signs what stands on its stdin", "[reports][seal]") {
  const TempDir dir;
  const auto algorithm = GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256);
  const auto key = create_key_pair(dir.at("k"), {.algorithm = algorithm, .passphrase = {}});
  REQUIRE(key);
  // pkeyutl wants the whole of what an Ed25519 key signs in a regular file.
  const CommandSigner signer(shell("cat > " + dir.at("in") +
                                   " && openssl pkeyutl -sign -rawin "
                                   "-inkey " +
                                   dir.at("k") + " -in " + dir.at("in")),
                             *key);
  const std::string message(300'000, 'm');
  const auto signature = signed_by(signer, message);
  REQUIRE(signature);
  CHECK(key->verifies(message, *signature));
  CHECK(signer.algorithm() == algorithm);
}

TEST_CASE("sign command: a program with another key than the one it is said to have is caught",
          "[reports][seal]") {
  const TempDir dir;
  REQUIRE(create_key_pair(dir.at("k")));
  const auto other = PrivateKey::generate().value();
  const CommandSigner signer(shell("cat > " + dir.at("in") +
                                   " && openssl pkeyutl -sign -rawin "
                                   "-inkey " +
                                   dir.at("k") + " -in " + dir.at("in")),
                             other.public_key());
  const auto refused = signed_by(signer, "bytes");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::untrusted);
  CHECK_THAT(refused.error().message, Catch::Contains("does not verify"));
}

TEST_CASE("sign command: it reads all of its input and inherits the environment",
          "[reports][seal]") {
  CHECK(answer("cat").value() == "the bytes");
  CHECK(answer("test -n \"$PATH\" && printf yes").value() == "yes");
}

TEST_CASE("sign command: how a program failed is told with what it said", "[reports][seal]") {
  CHECK(answer("echo ' no such key ' >&2; exit 5").error().message ==
        "ended with exit code 5: no such key");
  CHECK(answer("exit 1").error().message == "ended with exit code 1");
  CHECK(answer("kill -9 $$").error().message == "ended by signal 9");
  CHECK(answer("head -c 5000 /dev/zero").error().message == "says more than 4096 bytes");
  CHECK(answer("printf '\\033[31mred' >&2; exit 2").error().message.find('\033') ==
        std::string::npos);
  const auto missing = answer_of_program({.argv = {"/nowhere/sign"}}, {"bytes"});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::absent);
  const CommandSigner signer({.argv = {"/bin/false"}}, PrivateKey::generate()->public_key());
  CHECK(signer.sign("x").error().message == "/bin/false: ended with exit code 1");
}

TEST_CASE("sign command: one that hangs is ended at its deadline", "[reports][seal]") {
  auto hanging = shell("echo waiting for touch >&2; exec sleep 1000");
  hanging.deadline = std::chrono::milliseconds(300);
  const auto ended = answer_of_program(hanging, {"bytes"});
  REQUIRE_FALSE(ended);
  CHECK(ended.error().kind == ErrorKind::timed_out);
  CHECK(ended.error().message == "no signature within 0 s; it was ended: waiting for touch");
}
