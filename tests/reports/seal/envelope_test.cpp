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
  CHECK(opened->signer == sealed.key.public_key());
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

TEST_CASE("7.2/7: envelopes signed with P-256, in either encoding, are refused",
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
  const auto good = dir.write("good", parsed->signature);
  auto other_bits = parsed->signature;
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

TEST_CASE("7.2/1: one bit of an envelope changed anywhere is refused", "[reports][seal]") {
  const Sealed sealed;
  for (std::size_t at = 0; at < sealed.envelope.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto altered = sealed.envelope;
      altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ (1U << bit));
      INFO("byte " << at << " bit " << bit);
      REQUIRE(sealed.refuses(altered));
    }
  }
}

TEST_CASE("7.2/1: a payload that was cut or got a newline is refused", "[reports][seal]") {
  const Sealed sealed;
  const auto signature = seal::parse_envelope(sealed.envelope)->signature;
  const auto type = seal::kPayloadType;
  CHECK(sealed.refuses(sealed.made_of(kPayload.substr(1), type, signature)));
  CHECK(sealed.refuses(sealed.made_of(kPayload.substr(0, 20), type, signature)));
  CHECK(sealed.refuses(sealed.made_of(std::string(kPayload) + "\n", type, signature)));
  CHECK(sealed.refuses(sealed.made_of("", type, signature)));
}

TEST_CASE("7.2/2: a payload written again as equal JSON is refused", "[reports][seal]") {
  const Sealed sealed;
  const auto signature = seal::parse_envelope(sealed.envelope)->signature;
  CHECK(sealed.refuses(sealed.made_of(R"({ "_type": "https://in-toto.io/Statement/v1" })",
                                      seal::kPayloadType, signature)));
}

TEST_CASE("7.2/3: a payloadType that is changed, foreign or missing is refused",
          "[reports][seal]") {
  const Sealed sealed;
  CHECK(sealed.refuses(replaced(sealed.envelope, "application/vnd", "Application/vnd")));
  CHECK(sealed.refuses(
      replaced(sealed.envelope, "application/vnd.in-toto+json", "application/json")));
  CHECK(sealed.refuses(
      replaced(sealed.envelope, R"("payloadType":"application/vnd.in-toto+json",)", "")));
  CHECK(sealed.refuses(sealed.signed_as(kPayload, "application/json")));
  CHECK(sealed.refuses(sealed.signed_as(kPayload, "")));
}

TEST_CASE("7.2/4: bytes moved between type and body are refused", "[reports][seal]") {
  const Sealed sealed;
  const auto signature = seal::parse_envelope(sealed.envelope)->signature;
  const std::string body(kPayload);
  const auto longer = std::string(seal::kPayloadType) + " " + std::to_string(body.size()) + " ";
  CHECK(sealed.refuses(sealed.made_of(body.substr(1), longer + "{", signature)));
  CHECK(seal::pre_authentication("a", "b c") != seal::pre_authentication("a b", "c"));
}

TEST_CASE("7.2/5: a signature of another length, all zero, null or in hex is refused",
          "[reports][seal]") {
  const Sealed sealed;
  const auto good = seal::parse_envelope(sealed.envelope)->signature;
  const auto type = seal::kPayloadType;
  CHECK(sealed.refuses(sealed.made_of(kPayload, type, good.substr(0, 63))));
  CHECK(sealed.refuses(sealed.made_of(kPayload, type, good + "x")));
  CHECK(sealed.refuses(sealed.made_of(kPayload, type, "")));
  CHECK(sealed.refuses(sealed.made_of(kPayload, type, std::string(64, '\0'))));
  CHECK(sealed.refuses(sealed.made_of(kPayload, type, to_hex(good))));
  const auto quoted = "\"" + to_base64(good) + "\"";
  CHECK(sealed.refuses(replaced(sealed.envelope, quoted, "null")));
  CHECK(sealed.refuses(replaced(sealed.envelope, quoted, "\"" + to_hex(good) + "\"")));
}

TEST_CASE("7.2/6: S + L instead of S is refused", "[reports][seal]") {
  // L = 2^252 + 27742317777372353535851937790883648493 (RFC 8032), little-endian.
  const auto order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  const Sealed sealed;
  auto signature = seal::parse_envelope(sealed.envelope)->signature;
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

TEST_CASE("7.2/8: signatures that are missing, empty, null, an object or many are refused",
          "[reports][seal]") {
  const Sealed sealed;
  const auto start = sealed.envelope.find("[{");
  const auto entry = sealed.envelope.substr(start + 1, sealed.envelope.find("]") - start - 1);
  const auto with = [&](const std::string& signatures) {
    return sealed.envelope.substr(0, start) + signatures + "}\n";
  };
  REQUIRE(sealed.open(with("[" + entry + "]")));
  CHECK(sealed.refuses(with("[]")));
  CHECK(sealed.refuses(with("null")));
  CHECK(sealed.refuses(with(entry)));
  CHECK(sealed.refuses(with("[" + entry + "," + entry + "]")));
  CHECK(sealed.refuses(replaced(sealed.envelope, "signatures", "signature")));
  std::string many = "[" + entry;
  for (int i = 1; i < 100'000; ++i) {
    many += "," + entry;
  }
  CHECK(sealed.refuses(with(many + "]")));
}
