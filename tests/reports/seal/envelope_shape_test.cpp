#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "schemas/encoding.h"

using namespace rackproof;

namespace {

constexpr std::string_view kPayload = R"({"n":1})";

/// A good envelope in pieces, so that each can be spelled wrongly while the signature stays good.
struct Pieces {
  seal::PrivateKey key = seal::PrivateKey::generate().value();
  std::string payload = to_base64(kPayload);
  std::string type = std::string(seal::kPayloadType);
  std::string key_id = key.public_key().key_id();
  std::string signature =
      to_base64(key.sign(seal::pre_authentication(seal::kPayloadType, kPayload)).value());

  [[nodiscard]] std::string head() const { return R"({"payload":")" + payload + "\""; }
  [[nodiscard]] std::string tail() const {
    return R"(,"payloadType":")" + type + R"(","signatures":[{"keyid":")" + key_id +
           R"(","sig":")" + signature + R"("}]})";
  }
  [[nodiscard]] std::string text() const { return head() + tail(); }
  [[nodiscard]] bool opens(std::string_view bytes) const {
    return seal::open(bytes, seal::trust_in(key.public_key()), seal::Role::collector).has_value();
  }
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("7.2/9: duplicate payload, forged first or last or escaped, is refused",
          "[reports][seal]") {
  const Pieces good;
  REQUIRE(good.opens(good.text()));
  const std::string forged = R"("payload":")" + to_base64(R"({"n":2})") + "\"";
  CHECK_FALSE(good.opens("{" + forged + "," + good.text().substr(1)));
  CHECK_FALSE(good.opens(good.head() + "," + forged + good.tail()));
  CHECK_FALSE(
      good.opens(good.head() + "," + replaced(forged, "payload", "\\u0070ayload") + good.tail()));
}

TEST_CASE("7.2/10: byte order mark, UTF-16, cut, trailing, array and empty files are refused",
          "[reports][seal]") {
  const Pieces good;
  const auto text = good.text();
  CHECK(good.opens(text + "\n"));
  CHECK_FALSE(good.opens("\xEF\xBB\xBF" + text));
  std::string wide;
  for (const char c : text) {
    wide += c;
    wide += '\0';
  }
  CHECK_FALSE(good.opens(wide));
  CHECK_FALSE(good.opens(text + "x"));
  CHECK_FALSE(good.opens(text + text));
  CHECK_FALSE(good.opens(text.substr(0, text.size() - 1)));
  CHECK_FALSE(good.opens("[" + text + "]"));
  CHECK_FALSE(good.opens(""));
  CHECK_FALSE(good.opens(std::string(200'000, '[') + std::string(200'000, ']')));
}

TEST_CASE("7.2/11: base64 in any but its one spelling is refused", "[reports][seal]") {
  const Pieces good;
  REQUIRE(good.payload == "eyJuIjoxfQ==");
  for (const auto* spelling :
       {"eyJuIjox\\nfQ==", "eyJuIjox fQ==", "eyJuIjoxfQ",
        "eyJuIjoxfQ=", "eyJuIjoxfR==", "eyJuIjox!Q==", "eyJuIjoxfQ===", "eyJuIjoxfQ==eyJu"}) {
    auto pieces = Pieces{};
    pieces.payload = spelling;
    INFO(spelling);
    CHECK_FALSE(pieces.opens(pieces.text()));
  }
}

TEST_CASE("7.2/11: the URL-safe alphabet is refused", "[reports][seal]") {
  Pieces pieces;
  const std::string payload = "\xfb\xff\xfe";
  pieces.payload = to_base64(payload);
  pieces.signature =
      to_base64(pieces.key.sign(seal::pre_authentication(seal::kPayloadType, payload)).value());
  REQUIRE(pieces.opens(pieces.text()));
  REQUIRE(pieces.payload == "+//+");
  pieces.payload = "-__-";
  CHECK_FALSE(pieces.opens(pieces.text()));
  pieces.payload = "+_/-";
  CHECK_FALSE(pieces.opens(pieces.text()));
}

TEST_CASE("7.2/12: a statement without envelope is refused", "[reports][seal]") {
  const Pieces good;
  CHECK_FALSE(good.opens(kPayload));
  CHECK_FALSE(good.opens(R"({"_type":"https://in-toto.io/Statement/v1","subject":[]})"));
}

TEST_CASE("7.2/13: a stranger's signature under the trusted key id is refused", "[reports][seal]") {
  const Pieces stranger;
  Pieces trusted;
  trusted.signature = stranger.signature;
  CHECK_FALSE(trusted.opens(trusted.text()));
}

TEST_CASE("7.2/14: a key, certificate or algorithm inside the envelope is refused",
          "[reports][seal]") {
  const Pieces good;
  for (const auto* member : {"alg", "jwk", "publicKey", "cert", "extension"}) {
    const auto extra = "{\"" + std::string(member) + "\":\"x\",";
    INFO(member);
    CHECK_FALSE(good.opens(replaced(good.text(), "{\"payload\"", extra + "\"payload\"")));
    CHECK_FALSE(good.opens(replaced(good.text(), "{\"keyid\"", extra + "\"keyid\"")));
  }
}

TEST_CASE("7.2/15: a key id that is a path, a URL, huge or full of controls is refused",
          "[reports][seal]") {
  for (const auto& key_id :
       {std::string("../../etc/key"), std::string("https://example.org/key"), std::string(),
        std::string(1 << 20, 'A'), std::string("SHA256:\\u0007\\u001b[2J"),
        "SHA256:" + std::string(44, 'A')}) {
    Pieces pieces;
    pieces.key_id = key_id;
    CHECK_FALSE(pieces.opens(pieces.text()));
  }
  Pieces missing;
  CHECK_FALSE(missing.opens(replaced(missing.text(), R"("keyid":")" + missing.key_id + "\",", "")));
}

TEST_CASE("7.2/15: a good signature under another key's id is refused", "[reports][seal]") {
  Pieces pieces;
  pieces.key_id = Pieces{}.key_id;
  CHECK_FALSE(pieces.opens(pieces.text()));
}

TEST_CASE("7.2/17: a key that is not trusted in this role does not count", "[reports][seal]") {
  const Pieces good;
  seal::Trust trust;
  REQUIRE(trust.add({good.key.public_key(), {seal::Role::collector}}));
  CHECK(seal::open(good.text(), trust, seal::Role::collector));
  const auto as_certifier = seal::open(good.text(), trust, seal::Role::certifier);
  REQUIRE_FALSE(as_certifier);
  CHECK(as_certifier.error().kind == ErrorKind::untrusted);
}
