#include "reports/seal/pem_blocks.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::seal;
using Catch::Contains;

namespace {

constexpr PemLimits kSmall{.bytes = 1000, .blocks = 3};

Error why(const std::string& text) {
  const auto blocks = pem_blocks(text, "CERTIFICATE", kSmall);
  REQUIRE_FALSE(blocks);
  return blocks.error();
}

}  // namespace

TEST_CASE("PEM blocks: what is written is read again, block by block", "[reports][seal]") {
  const std::string one(100, '\x01');
  const std::string two = "two";
  const auto text = pem_block(one, "CERTIFICATE") + "\n \n" + pem_block(two, "CERTIFICATE");
  CHECK_THAT(text, Catch::StartsWith("-----BEGIN CERTIFICATE-----\nAQEB"));
  const auto blocks = pem_blocks(text, "CERTIFICATE", kSmall);
  REQUIRE(blocks);
  CHECK(*blocks == std::vector{one, two});
}

TEST_CASE("PEM blocks: anything else is refused and named", "[reports][seal]") {
  const auto good = pem_block("good", "CERTIFICATE");
  CHECK_THAT(why("").message, Contains("expected a PEM block 'CERTIFICATE'"));
  CHECK_THAT(why("Certificate:\n    Data:\n" + good).message,
             Contains("found 'Certificate:' (openssl: -notext"));
  CHECK_THAT(why(good + "rest").message, Contains("found 'rest'"));
  CHECK_THAT(why(good + pem_block("k", "PRIVATE KEY")).message, Contains("holds a private key"));
  CHECK_THAT(why(good + pem_block("k", "EC PRIVATE KEY")).message, Contains("holds a private key"));
  CHECK_THAT(why(good + pem_block("k", "TRUSTED CERTIFICATE")).message,
             Contains("found '-----BEGIN TRUSTED CERTIFICATE-----'"));
  CHECK_THAT(why(good.substr(0, 40)).message, Contains("does not end"));
  CHECK_THAT(why("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----").message,
             Contains("not base64"));
  CHECK_THAT(why("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----").message,
             Contains("not base64"));
  CHECK_THAT(why("-----BEGIN CERTIFICATE-----\nDEK-Info: x\n\nZ29vZA==\n"
                 "-----END CERTIFICATE-----")
                 .message,
             Contains("not base64"));
}

TEST_CASE("PEM blocks: limits stand before decoding", "[reports][seal]") {
  const auto good = pem_block("good", "CERTIFICATE");
  CHECK(pem_blocks(good + good + good, "CERTIFICATE", kSmall));
  CHECK(why(good + good + good + good).kind == ErrorKind::out_of_range);
  CHECK(why(std::string(1001, ' ')).kind == ErrorKind::out_of_range);
}
