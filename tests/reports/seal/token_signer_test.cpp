#include "reports/seal/token_signer.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "tests/support/soft_token.h"

using namespace rackproof;
using namespace rackproof::seal;
using rackproof::testing::SoftToken;

namespace {

/// A pipe that holds `text` and ends after it.
Descriptor holding(std::string_view text) {
  std::array<int, 2> ends{-1, -1};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const Descriptor writer(ends[1]);
  REQUIRE(::write(writer.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  return Descriptor(ends[0]);
}

Result<std::string> answer(const std::string& question, const std::string& uri,
                           std::string_view input) {
  return answer_for_token(question, uri, holding(input).get());
}

SignCommand shell(const std::string& script) {
  return {.argv = {"/bin/sh", "-c", script}};
}

}  // namespace

TEST_CASE("token signer: the child answers with the key and with signatures", "[reports][seal]") {
  const SoftToken token;
  const auto uri = token.uri("object=p256");
  const auto pem = answer(kTokenPublicKey, uri, "1234\n");
  REQUIRE(pem);
  CHECK(*pem == token.public_pem("p256"));
  const auto signature = answer(kTokenSignature, uri, "1234\nline\nand more");
  REQUIRE(signature);
  CHECK(PublicKey::from_pem(*pem)->verifies("line\nand more", *signature));
}

TEST_CASE("token signer: the child says what is wrong with PIN and URI", "[reports][seal]") {
  const SoftToken token;
  CHECK(answer(kTokenPublicKey, "pkcs11:", "1234\n").error().kind == ErrorKind::malformed);
  CHECK(answer(kTokenPublicKey, token.uri("object=ed"), "").error().message ==
        "PIN: an empty line");
  CHECK(answer(kTokenPublicKey, token.uri("object=ed"), "9999\n").error().kind ==
        ErrorKind::denied);
}

TEST_CASE("token signer: the PIN goes to the child's stdin and not into its arguments",
          "[reports][seal]") {
  const auto key = PublicKey::from_pem(
      "-----BEGIN PUBLIC KEY-----\n"
      "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
      "-----END PUBLIC KEY-----\n");
  REQUIRE(key);
  // $0 is the question, $1 the URI.
  const auto signer = open_token(
      shell("read -r pin; test \"$pin\" = 1234 || exit 9; case $0 in public) cat << END\n" +
            key->pem() + "END\n;; *) cat; printf \" $1\";; esac"),
      "the-uri", SecretText("1234"));
  REQUIRE(signer);
  CHECK((*signer)->public_key() == *key);
  CHECK((*signer)->sign("message").value() == "message the-uri");
  CHECK_FALSE(signed_by(**signer, "message"));
}

TEST_CASE("token signer: a child that crashes, hangs or talks nonsense is an error",
          "[reports][seal]") {
  const auto refusal = [](SignCommand child) {
    child.deadline = std::chrono::milliseconds(300);
    return open_token(child, "uri", SecretText("1234")).error();
  };
  CHECK(refusal(shell("kill -11 $$")).message == "token: ended by signal 11");
  CHECK(refusal(shell("sleep 1000")).kind == ErrorKind::timed_out);
  CHECK(refusal(shell("echo no token fits >&2; exit 3")).message ==
        "token: ended with exit code 3: no token fits");
  CHECK(refusal(shell("echo hello")).kind == ErrorKind::malformed);
}
