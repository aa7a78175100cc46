#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"

using namespace rackproof;

namespace {

constexpr std::string_view kPayload = R"({"n":1})";

/// A sealed payload of a P-256 key whose signature leaves room for bytes more, and what an envelope
/// with another signature is answered.
struct Sealed {
  seal::PrivateKey key = seal::PrivateKey::generate(seal::KeyAlgorithm::p256).value();
  std::string envelope;
  std::string signature;

  Sealed() {
    while (signature.empty() || signature.size() > 70) {  // no byte more than 72 is read at all
      envelope = seal::seal(kPayload, key).value();
      signature = seal::parse_envelope(envelope)->signatures.front().bytes;
    }
  }

  [[nodiscard]] std::string answer(const std::string& bytes) const {
    auto text = envelope;
    const auto sig = to_base64(signature);
    const auto at = text.find(sig);
    REQUIRE(at != std::string::npos);
    const auto opened = seal::open(text.replace(at, sig.size(), to_base64(bytes)),
                                   seal::trust_in(key.public_key()), seal::Role::collector);
    return opened ? "opened" : opened.error().message;
  }
  /// The two INTEGERs of the signature, with their heads.
  [[nodiscard]] std::vector<std::string> integers() const {
    const auto length = static_cast<std::size_t>(signature[3]) + 2;
    return {signature.substr(2, length), signature.substr(2 + length)};
  }
};

std::string sequence(const std::string& body) {
  return std::string{'\x30', static_cast<char>(body.size())} + body;
}

/// An INTEGER's contents as 32 bytes, big-endian.
std::string scalar(const std::string& integer) {
  auto number = std::string(32, '\0') + integer.substr(2);
  return number.substr(number.size() - 32);
}

/// With a zero more in front of the number.
std::string padded(const std::string& integer) {
  return std::string{'\x02', static_cast<char>(integer.size() - 1), '\0'} + integer.substr(2);
}

}  // namespace

TEST_CASE("envelope: a P-256 signature in any but its one spelling is refused", "[reports][seal]") {
  const Sealed sealed;
  const auto pair = sealed.integers();
  const std::string zero{'\x02', '\x01', '\0'};
  struct Row {
    const char* name;
    std::string signature;
    const char* reason;
  };
  const std::vector<Row> rows{
      {"7.1 r||s", scalar(pair[0]) + scalar(pair[1]), "DER is expected"},
      {"7.2 r = 0", sequence(zero + pair[1]), "r is 0"},
      {"7.3 s = 0", sequence(pair[0] + zero), "s is 0"},
      {"7.4 a byte after the DER", sealed.signature + std::string(1, '\0'),
       "1 bytes after the end of the DER"},
      {"7.5 a number with a zero more in front", sequence(pair[0] + padded(pair[1])),
       "s is padded with zeros"},
      {"7.6 a number whose high bit makes it negative",
       sequence(std::string("\x02\x01\x80") + pair[1]), "r is negative"},
      {"7.7 a number that is the order of the group or more",
       sequence(std::string("\x02\x21\0", 3) + std::string(32, '\xff') + pair[1]),
       "r is not below the order of the group"},
  };
  REQUIRE(sealed.answer(sealed.signature) == "opened");
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK_THAT(sealed.answer(row.signature), Catch::Contains(row.reason));
  }
}
