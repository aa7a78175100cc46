#include "reports/seal/envelope.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stop_token>
#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "reports/seal/key_file.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/seal/hex.h"
#include "tests/support/captures.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::seal::Role;
using rackproof::testing::from_hex;

namespace {

constexpr std::string_view kPayload = R"({"_type":"https://in-toto.io/Statement/v1"})";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// One key, one sealed payload, and the question whether an altered envelope still opens.
struct Sealed {
  seal::PrivateKey key = seal::PrivateKey::generate().value();
  seal::Trust trust = seal::trust_in(key.public_key());
  std::string envelope = seal::seal(kPayload, key).value();

  [[nodiscard]] Result<seal::Opened> open(std::string_view bytes) const {
    return seal::open(bytes, trust, Role::collector);
  }
  /// Refused, and as untrusted: the exit code depends on it.
  [[nodiscard]] bool refuses(std::string_view bytes) const {
    const auto opened = open(bytes);
    return !opened && opened.error().kind == ErrorKind::untrusted;
  }
  /// An envelope of our spelling over whatever is given.
  [[nodiscard]] std::string made_of(std::string_view payload, std::string_view type,
                                    std::string_view signature) const {
    return R"({"payload":")" + to_base64(payload) + R"(","payloadType":")" + std::string(type) +
           R"(","signatures":[{"keyid":")" + key.public_key().key_id() + R"(","sig":")" +
           to_base64(signature) + "\"}]}\n";
  }
  /// The same with a good signature over it.
  [[nodiscard]] std::string signed_as(std::string_view payload, std::string_view type) const {
    return made_of(payload, type, key.sign(seal::pre_authentication(type, payload)).value());
  }
};

}  // namespace

TEST_CASE("envelope: what was sealed opens, and the bytes are the same", "[reports][seal]") {
  const Sealed sealed;
  const auto opened = sealed.open(sealed.envelope);
  REQUIRE(opened);
  CHECK(opened->payload == kPayload);
  CHECK(opened->signatures.front().who.key == sealed.key.public_key());
  CHECK(sealed.signed_as(kPayload, seal::kPayloadType) == sealed.envelope);
}

TEST_CASE("envelope: the bytes that are signed are those of the published vectors",
          "[reports][seal]") {
  const auto path = testing::capture("dsse/pae.json");
  if (!path) {
    return;
  }
  const auto document = parse_strict_json(text_of(*path));
  REQUIRE(document);
  int vectors = 0;
  for (const auto& row : *document->find("from_upstream")->if_array()) {
    CHECK(seal::pre_authentication(*row.find("type")->if_string(),
                                   *row.find("body_utf8")->if_string()) ==
          *row.find("pae_utf8")->if_string());
    ++vectors;
  }
  for (const auto& row : *document->find("own")->if_array()) {
    CHECK(seal::pre_authentication(*row.find("type")->if_string(),
                                   from_hex(*row.find("body_hex")->if_string())) ==
          from_hex(*row.find("pae_hex")->if_string()));
    ++vectors;
  }
  CHECK(vectors == 7);
}

TEST_CASE("envelope: one made by other hands with the RFC 8032 key opens", "[reports][seal]") {
  const auto path = testing::capture("dsse/own-ed25519.json");
  if (!path) {
    return;
  }
  const auto key = seal::load_public_key(path->parent_path() / "own-ed25519.pub.pem");
  REQUIRE(key);
  const auto opened = seal::open(text_of(*path), seal::trust_in(*key), Role::certifier);
  REQUIRE(opened);
  CHECK(opened->payload.starts_with(R"({"_type":"https://in-toto.io/Statement/v1")"));
}

TEST_CASE("envelope: envelopes signed with P-256, in either encoding, are refused",
          "[reports][seal]") {
  const auto path = testing::capture("dsse/spec-p256-p1363.json");
  if (!path) {
    return;
  }
  const Sealed sealed;
  CHECK(sealed.refuses(text_of(*path)));
  CHECK(sealed.refuses(text_of(path->parent_path() / "spec-p256-asn1der.json")));
}

TEST_CASE("envelope: openssl verifies our signature over the same bytes", "[reports][seal]") {
  const testing::TempDir dir;
  const Sealed sealed;
  const auto parsed = seal::parse_envelope(sealed.envelope);
  REQUIRE(parsed);
  const auto message =
      dir.write("pae", seal::pre_authentication(parsed->payload_type, parsed->payload));
  const auto key = dir.write("key.pub", sealed.key.public_key().pem());
  const auto good = dir.write("good", parsed->signatures.front().bytes);
  auto other_bits = parsed->signatures.front().bytes;
  other_bits[0] = static_cast<char>(other_bits[0] ^ 1);
  const auto bad = dir.write("bad", other_bits);
  const auto verify = [&](const std::string& signature) {
    ChildCommand command;
    command.argv = {"openssl", "pkeyutl", "-verify", "-pubin",   "-inkey", key,
                    "-rawin",  "-in",     message,   "-sigfile", signature};
    return run_child(command, std::stop_token(), {}).value().exit_code;
  };
  CHECK(verify(good) == 0);
  CHECK(verify(bad) != 0);
}

TEST_CASE("1.1 one bit of an envelope changed anywhere is refused", "[reports][seal]") {
  const Sealed sealed;
  // Under another name a key id is a member that nobody knows: then there is none, and the key that
  // signed is found all the same. Nothing else may stand there.
  const auto key_id = sealed.envelope.find("\"keyid\"");
  for (std::size_t at = 0; at < sealed.envelope.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto altered = sealed.envelope;
      altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ (1U << bit));
      INFO("byte " << at << " bit " << bit);
      if (at > key_id && at < key_id + 6 && sealed.open(altered)) {
        CHECK(sealed.open(altered)->payload == kPayload);
        continue;
      }
      REQUIRE(sealed.refuses(altered));
    }
  }
}

TEST_CASE("envelope: other bytes under the signature are refused", "[reports][seal]") {
  const Sealed sealed;
  const auto signature = seal::parse_envelope(sealed.envelope)->signatures.front().bytes;
  const std::string type(seal::kPayloadType);
  const std::string body(kPayload);
  const auto longer = type + " " + std::to_string(body.size()) + " ";
  auto flipped = body;
  flipped.back() = '|';
  struct Row {
    const char* what;
    std::string payload;
    std::string type;
  };
  for (const auto& row :
       {Row{"1.2 the payload without its first byte", body.substr(1), type},
        Row{"1.3 the payload truncated", body.substr(0, 20), type},
        Row{"1.4 a newline after the payload", body + "\n", type}, Row{"1.5 no payload", "", type},
        Row{"1.6 another last byte of the payload", flipped, type},
        Row{"2.1 the payload written again as equal JSON",
            R"({ "_type": "https://in-toto.io/Statement/v1" })", type},
        Row{"3.1 another case of the payloadType", body, "Application/vnd.in-toto+json"},
        Row{"3.2 another payloadType", body, "application/json"},
        Row{"4.1 bytes moved from the body to the type", body.substr(1), longer + "{"}}) {
    INFO(row.what);
    const auto opened = sealed.open(sealed.made_of(row.payload, row.type, signature));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == ErrorKind::untrusted);
    CHECK_THAT(opened.error().message, Catch::Contains("is not by that key over these bytes"));
  }
  CHECK(seal::pre_authentication("a", "b c") != seal::pre_authentication("a b", "c"));
}

TEST_CASE("envelope: a payloadType that is foreign, empty or missing is refused",
          "[reports][seal]") {
  const Sealed sealed;
  struct Row {
    const char* what;
    std::string envelope;
    const char* because;
  };
  for (const auto& row :
       {Row{"3.3 a foreign payloadType, well signed",
            sealed.signed_as(kPayload, "application/json"),
            "payloadType 'application/json' is not ours"},
        Row{"3.4 an empty payloadType, well signed", sealed.signed_as(kPayload, ""),
            "payloadType '' is not ours"},
        Row{"3.5 no payloadType",
            replaced(sealed.envelope, R"("payloadType":"application/vnd.in-toto+json",)", ""),
            "no member 'payloadType'"}}) {
    INFO(row.what);
    const auto opened = sealed.open(row.envelope);
    REQUIRE_FALSE(opened);
    CHECK_THAT(opened.error().message, Catch::Contains(row.because));
  }
}

TEST_CASE("6.1 S + L instead of S is refused", "[reports][seal]") {
  // L = 2^252 + 27742317777372353535851937790883648493 (RFC 8032), little-endian.
  const auto order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  const Sealed sealed;
  auto signature = seal::parse_envelope(sealed.envelope)->signatures.front().bytes;
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned char>(signature[32 + i]);
    carry += static_cast<unsigned char>(order[i]);
    signature[32 + i] = static_cast<char>(carry & 0xffU);
    carry >>= 8U;
  }
  REQUIRE(carry == 0);
  CHECK(sealed.refuses(sealed.made_of(kPayload, seal::kPayloadType, signature)));
}
