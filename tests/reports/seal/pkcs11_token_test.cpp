#include "reports/seal/pkcs11_token.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/soft_token.h"

using namespace rackproof;
using namespace rackproof::seal;
using rackproof::testing::SoftToken;

namespace {

Result<Pkcs11Token> opened(const SoftToken& token, const std::string& names,
                           std::string_view pin = "1234") {
  return Pkcs11Token::open(parse_pkcs11_uri(token.uri(names)).value(), pin);
}

std::string refusal(const SoftToken& token, const std::string& names,
                    std::string_view pin = "1234") {
  const auto open = opened(token, names, pin);
  return open ? "opened" : open.error().message.substr(SoftToken::module_path().size() + 2);
}

}  // namespace

TEST_CASE("pkcs11 token: both algorithms sign, and the key beside it verifies", "[reports][seal]") {
  const SoftToken token;
  for (const std::string key : {"ed", "p256"}) {
    const auto open = opened(token, "object=" + key);
    REQUIRE(open);
    const auto known = open->public_key();
    REQUIRE(known);
    CHECK(known->pem() == token.public_pem(key));
    for (const auto& message : {std::string(), std::string(100'000, 'x')}) {
      const auto signature = open->sign(message, "1234");
      REQUIRE(signature);
      CHECK(known->verifies(message, *signature));
      CHECK_FALSE(known->verifies(message + "!", *signature));
    }
  }
}

TEST_CASE("pkcs11 token: an Ed25519 key hides no other key of the token", "[reports][seal]") {
  const SoftToken token;
  CHECK(opened(token, "id=%02")->public_key()->pem() == token.public_pem("p256"));
  CHECK(opened(token, "id=%01")->public_key()->pem() == token.public_pem("ed"));
  CHECK(opened(token, "object=twin;id=%05")->public_key()->pem() == token.public_pem("twin"));
}

TEST_CASE("pkcs11 token: an RSA key is refused by name", "[reports][seal]") {
  const SoftToken token;
  const auto rsa = opened(token, "object=rsa");
  REQUIRE(rsa);
  CHECK_THAT(rsa->public_key().error().message,
             Catch::StartsWith("the token's key is neither Ed25519 nor ECDSA"));
  CHECK_FALSE(rsa->sign("bytes", "1234"));
}

TEST_CASE("pkcs11 token: what is not there, or twice there, is told", "[reports][seal]") {
  const SoftToken token;
  CHECK(refusal(token, "object=none") == "no private key on the token fits");
  CHECK(refusal(token, "object=ed;id=%02") == "no private key on the token fits");
  CHECK(refusal(token, "object=twin") ==
        "more than one private key on the token fits; give its id");
  const auto uri = [](const std::string& names, const std::string& module) {
    return parse_pkcs11_uri("pkcs11:" + names + "?module-path=" + module).value();
  };
  const auto elsewhere =
      Pkcs11Token::open(uri("token=rack%202;object=ed", SoftToken::module_path()), "1234");
  REQUIRE_FALSE(elsewhere);
  CHECK(elsewhere.error().kind == ErrorKind::absent);
  CHECK_THAT(elsewhere.error().message, Catch::Contains("no token fits (tokens: 'rack'"));
  CHECK(Pkcs11Token::open(uri("object=ed", "/nowhere.so"), "1234").error().kind ==
        ErrorKind::absent);
  CHECK_THAT(Pkcs11Token::open(uri("object=ed", "/lib/x86_64-linux-gnu/libz.so.1"), "1234")
                 .error()
                 .message,
             Catch::Contains("not a PKCS #11 module"));
}

TEST_CASE("pkcs11 token: a wrong PIN is tried once and said", "[reports][seal]") {
  const SoftToken token;
  const auto shut = opened(token, "object=ed", "4321");
  REQUIRE_FALSE(shut);
  CHECK(shut.error().kind == ErrorKind::denied);
  CHECK_THAT(shut.error().message, Catch::EndsWith("the token says that this PIN is wrong"));
  CHECK(opened(token, "object=ed"));
}
