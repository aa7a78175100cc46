#include "reports/seal/pem.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>

using namespace rackproof::seal;

namespace {

constexpr std::string_view kBlock =
    "-----BEGIN PUBLIC KEY-----\nAQIDBA==\n-----END PUBLIC KEY-----\n";

bool decodes(std::string_view text) {
  std::array<std::uint8_t, 4> der{};
  return rackproof::seal::decode_pem(text, kPublicLabel, der).has_value();
}

}  // namespace

TEST_CASE("pem: a block is decoded whole and written back the same", "[reports][seal]") {
  std::array<std::uint8_t, 4> der{};
  REQUIRE(decode_pem(kBlock, kPublicLabel, der));
  CHECK(der == std::array<std::uint8_t, 4>{1, 2, 3, 4});

  std::array<char, 128> text{};
  const auto length = encode_pem(der, kPublicLabel, text);
  CHECK(std::string_view(text.data(), length) == kBlock);
}

TEST_CASE("pem: white space around a block is fine, other text is not", "[reports][seal]") {
  const std::string block(kBlock);
  CHECK(decodes("\n" + block + "\r\n"));
  CHECK_FALSE(decodes("note\n" + block));
  CHECK_FALSE(decodes(block + "note"));
  CHECK_FALSE(decodes(block + block));
}

TEST_CASE("pem: a block that is cut, empty, too long or of another label is refused",
          "[reports][seal]") {
  CHECK_FALSE(decodes(""));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----"));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----\nAQIDBAUG\n-----END PUBLIC KEY-----\n"));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----\nA=IDBA=A\n-----END PUBLIC KEY-----\n"));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----\nA===\n-----END PUBLIC KEY-----\n"));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----\nA!IDBA==\n-----END PUBLIC KEY-----\n"));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----\nAQIDBA==\n-----END PRIVATE KEY-----\n"));
  CHECK_FALSE(decodes("-----BEGIN PUBLIC KEY-----\n" + std::string(4000, 'A') +
                      "\n-----END PUBLIC KEY-----\n"));
  CHECK(pem_label("-----BEGIN CERTIFICATE-----\n") == "CERTIFICATE");
}

TEST_CASE("pem: a buffer too small for the block takes nothing", "[reports][seal]") {
  const std::array<std::uint8_t, 4> der{1, 2, 3, 4};
  std::array<char, 40> text{};
  CHECK(encode_pem(der, kPublicLabel, text) == 0);
}

TEST_CASE("pem: a long block is written in lines of 64 and read back", "[reports][seal]") {
  std::array<std::uint8_t, 138> der{};
  der.fill(0x5a);
  std::array<char, 512> text{};
  const std::string_view pem(text.data(), encode_pem(der, kPublicLabel, text));
  CHECK(pem.substr(0, 94) == "-----BEGIN PUBLIC KEY-----\n" +
                                 std::string("WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa") +
                                 "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa\nWl");
  std::array<std::uint8_t, 138> again{};
  CHECK(decode_pem(pem, kPublicLabel, again).value() == 138);
  CHECK(again == der);
}
