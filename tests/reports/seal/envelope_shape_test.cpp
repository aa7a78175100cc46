#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
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
  /// Why it does not open, refused as untrusted; "" where it opens.
  [[nodiscard]] std::string refusal(std::string_view bytes) const {
    const auto opened = seal::open(bytes, seal::trust_in(key.public_key()), seal::Role::collector);
    if (opened) {
      return "";
    }
    return opened.error().kind == ErrorKind::untrusted ? opened.error().message : "not untrusted";
  }
  [[nodiscard]] bool opens(std::string_view bytes) const { return refusal(bytes).empty(); }
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// A file, and words of the reason that must be given for refusing it.
struct Wrong {
  const char* what;
  std::string text;
  const char* because;
};

/// `good` is whose key is trusted.
void check_refused(const Pieces& good, const std::vector<Wrong>& rows) {
  REQUIRE(good.opens(good.text()));
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK_THAT(good.refusal(row.text), Catch::Contains(row.because));
  }
}

std::string wide(const std::string& text) {
  std::string twice;
  for (const char c : text) {
    twice += c;
    twice += '\0';
  }
  return twice;
}

std::string with_payload(const Pieces& good, const std::string& spelling) {
  return replaced(good.text(), "eyJuIjoxfQ==", spelling);
}

std::string with_key_id(Pieces& pieces, const std::string& key_id) {
  return replaced(pieces.text(), pieces.key_id, key_id);
}

std::string with_member(const Pieces& good, const std::string& before, const std::string& member) {
  return replaced(good.text(), "{\"" + before + "\"",
                  "{\"" + member + "\":\"x\",\"" + before + "\"");
}

}  // namespace

TEST_CASE("envelope: a payload that stands twice is refused", "[reports][seal]") {
  const Pieces good;
  const std::string forged = R"("payload":")" + to_base64(R"({"n":2})") + "\"";
  const auto escaped = replaced(forged, "payload", "\\u0070ayload");
  check_refused(good, {
                          {"9.1 forged first", "{" + forged + "," + good.text().substr(1),
                           "payload: the name stands twice"},
                          {"9.2 forged last", good.head() + "," + forged + good.tail(),
                           "payload: the name stands twice"},
                          {"9.3 by an escaped name", good.head() + "," + escaped + good.tail(),
                           "payload: the name stands twice"},
                      });
}

TEST_CASE("envelope: what is not one JSON object in UTF-8 is refused", "[reports][seal]") {
  const Pieces good;
  const auto text = good.text();
  CHECK(good.opens(text + "\n"));
  check_refused(
      good,
      {
          {"10.1 a byte order mark", "\xEF\xBB\xBF" + text, "byte order mark"},
          {"10.2 UTF-16", wide(text), "a NUL byte"},
          {"10.3 text after the object", text + "x", "not JSON"},
          {"10.20 two line feeds after the object", text + "\n\n", "white space around the object"},
          {"10.21 a carriage return after the object", text + "\r\n", "white space around"},
          {"10.22 a space after the object", text + " ", "white space around the object"},
          {"10.23 a line feed before the object", "\n" + text, "white space around the object"},
          {"10.4 two objects", text + text, "not JSON"},
          {"10.5 truncated", text.substr(0, text.size() - 1), "not JSON"},
          {"10.6 an array", "[" + text + "]", "expected an object, got an array"},
          {"10.7 an empty file", "", "not JSON"},
          {"10.8 200,000 levels", std::string(200'000, '[') + std::string(200'000, ']'),
           "more than 16 levels"},
          {"12.1 a bare statement", R"({"_type":"https://in-toto.io/Statement/v1","subject":[]})",
           "envelope: no member 'payload'"},
      });
}

TEST_CASE("10.9 an envelope larger than any of ours is refused by its size", "[reports][seal]") {
  const Pieces good;
  CHECK_THAT(good.refusal(std::string((std::size_t{128} << 20) + 1, ' ')),
             Catch::Contains("bytes of JSON, at most"));
}

TEST_CASE("envelope: base64 in any but its one spelling is refused", "[reports][seal]") {
  const Pieces good;
  REQUIRE(good.payload == "eyJuIjoxfQ==");
  constexpr auto* kBecause = "payload: not padded standard base64";
  check_refused(
      good, {
                {"11.1 a line break", with_payload(good, "eyJuIjox\\nfQ=="), kBecause},
                {"11.2 a space", with_payload(good, "eyJuIjox fQ=="), kBecause},
                {"11.3 no padding", with_payload(good, "eyJuIjoxfQ"), kBecause},
                {"11.4 half of the padding", with_payload(good, "eyJuIjoxfQ="), kBecause},
                {"11.5 spare bits that are not zero", with_payload(good, "eyJuIjoxfR=="), kBecause},
                {"11.6 a stray character", with_payload(good, "eyJuIjox!Q=="), kBecause},
                {"11.7 too much padding", with_payload(good, "eyJuIjoxfQ==="), kBecause},
                {"11.8 more after the padding", with_payload(good, "eyJuIjoxfQ==eyJu"), kBecause},
            });
}

TEST_CASE("envelope: the URL-safe alphabet is read as well, and never both in one text",
          "[reports][seal]") {
  Pieces pieces;
  const std::string payload = "\xfb\xff\xfe";
  pieces.payload = to_base64(payload);
  REQUIRE(pieces.payload == "+//+");
  pieces.signature =
      to_base64(pieces.key.sign(seal::pre_authentication(seal::kPayloadType, payload)).value());
  const auto good = pieces.text();
  const auto opened = seal::open(replaced(good, "+//+", "-__-"),
                                 seal::trust_in(pieces.key.public_key()), seal::Role::collector);
  REQUIRE(opened);
  CHECK(opened->payload == payload);
  check_refused(pieces, {
                            {"11.10 mixed alphabets", replaced(good, "+//+", "+_/-"),
                             "payload: base64 of two alphabets mixed"},
                            {"11.11 the URL-safe alphabet without padding",
                             replaced(good, "+//+", "-__-_w"), "not padded URL-safe base64"},
                        });
}

TEST_CASE("envelope: members that nobody knows are passed over, wherever they stand",
          "[reports][seal]") {
  const Pieces good;
  CHECK(good.opens(with_member(good, "payload", "comment")));
  CHECK(good.opens(with_member(good, "keyid", "comment")));
  CHECK(good.opens(
      replaced(good.text(), "{\"payload\"", R"({"more":{"a":[1,{"b":null}]},"payload")")));
  const auto bytes =
      replaced(good.text(), "{\"payload\"", R"({"more":{"payload":"eA=="},"payload")");
  const auto opened =
      seal::open(bytes, seal::trust_in(good.key.public_key()), seal::Role::collector);
  REQUIRE(opened);
  CHECK(opened->payload == kPayload);
}

TEST_CASE("envelope: a signature without a key id, or with an empty one, is by whose key it is",
          "[reports][seal]") {
  Pieces good;
  const auto missing = replaced(good.text(), R"("keyid":")" + good.key_id + "\",", "");
  CHECK(good.opens(missing));
  CHECK(good.opens(with_key_id(good, "")));
  const Pieces stranger;
  CHECK_THAT(stranger.refusal(missing),
             Catch::Contains("signature 1, which names no key, is by nobody who is trusted as "
                             "collector") &&
                 Catch::Contains("the envelope names a key without a name"));
}

TEST_CASE("envelope: a signature that is no good one is refused", "[reports][seal]") {
  const Pieces good;
  const auto with = [&good](const std::string& signature) {
    return replaced(good.text(), good.signature, signature);
  };
  const auto raw = from_base64(good.signature).value();
  auto bit = raw;
  bit[10] = static_cast<char>(bit[10] ^ 1);
  const Pieces stranger;
  constexpr auto* kNotBy = "is not by that key over these bytes";
  check_refused(
      good, {
                {"5.1 one bit of it", with(to_base64(bit)), kNotBy},
                {"5.2 63 bytes", with(to_base64(raw.substr(1))), kNotBy},
                {"5.3 65 bytes", with(to_base64(raw + "x")), kNotBy},
                {"5.4 no bytes", with(""), "sig: 0 bytes, no signature"},
                {"5.5 all zero", with(to_base64(std::string(64, '\0'))), kNotBy},
                {"5.6 null", replaced(good.text(), "\"" + good.signature + "\"", "null"),
                 "sig: expected a string"},
                {"5.7 hex text", with(to_hex(raw)), "sig: 96 bytes, no signature"},
                {"13.1 a stranger's under the trusted key id", with(stranger.signature), kNotBy},
            });
}

TEST_CASE("envelope: signatures that are no list of some are refused", "[reports][seal]") {
  const Pieces good;
  const auto text = good.text();
  const auto start = text.find("[{");
  const auto entry = text.substr(start + 1, text.find(']') - start - 1);
  const auto with = [&](const std::string& signatures) {
    return text.substr(0, start) + signatures + "}";
  };
  std::string many = "[" + entry;
  for (int i = 1; i < 100'000; ++i) {
    many += "," + entry;
  }
  constexpr auto* kExpected = "signatures: expected an array of 1 to 16";
  check_refused(good,
                {
                    {"8.1 empty", with("[]"), kExpected},
                    {"8.2 missing", text.substr(0, start - 14) + "}", "no member 'signatures'"},
                    {"8.3 null", with("null"), kExpected},
                    {"8.4 an object", with(entry), kExpected},
                    {"8.5 100,000 entries", with(many + "]"), "more than 512 values"},
                });
}

TEST_CASE("envelope: a key, certificate or algorithm inside it is refused", "[reports][seal]") {
  const Pieces good;
  check_refused(
      good,
      {
          {"14.1 alg", with_member(good, "keyid", "alg"), "member 'alg': keys, certificates"},
          {"14.2 a JWK", with_member(good, "keyid", "jwk"), "member 'jwk': keys, certificates"},
          {"14.3 a public key", with_member(good, "payload", "publicKey"),
           "member 'publicKey': keys, certificates"},
          {"14.4 a certificate", with_member(good, "keyid", "cert"),
           "member 'cert': keys, certificates"},
          {"14.5 an extension", with_member(good, "keyid", "extension"),
           "member 'extension': keys, certificates"},
      });
}

TEST_CASE("envelope: a key id that is no fingerprint, or another's, is refused",
          "[reports][seal]") {
  Pieces good;
  constexpr auto* kExpected = "keyid: neither an OpenSSH fingerprint";
  check_refused(
      good,
      {
          {"15.1 a path", with_key_id(good, "../../etc/key"), kExpected},
          {"15.2 a URL", with_key_id(good, "https://example.org/key"), kExpected},
          {"15.3 1 MB long", with_key_id(good, std::string(1 << 20, 'A')), kExpected},
          {"15.4 control characters", with_key_id(good, R"(SHA256:\u0007\u001b[2J)"), kExpected},
          {"15.6 one digit too long", with_key_id(good, "SHA256:" + std::string(44, 'A')),
           "is nobody who is trusted"},
          {"15.9 a path without dots", with_key_id(good, "keys/of/ann"), kExpected},
          {"15.8 the fingerprint of another key", with_key_id(good, Pieces{}.key_id),
           "is nobody who is trusted"},
      });
}

TEST_CASE("envelope: a key that is not trusted in this role does not count", "[reports][seal]") {
  const Pieces good;
  seal::Trust trust;
  REQUIRE(trust.add({good.key.public_key(), {seal::Role::collector}}));
  CHECK(seal::open(good.text(), trust, seal::Role::collector));
  const auto as_certifier = seal::open(good.text(), trust, seal::Role::certifier);
  REQUIRE_FALSE(as_certifier);
  CHECK(as_certifier.error().kind == ErrorKind::untrusted);
}
