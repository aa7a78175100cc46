#include "reports/seal/add_signature.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"

using namespace rackproof;
using namespace rackproof::seal;

namespace {

constexpr std::string_view kPayload = R"({"_type":"https://in-toto.io/Statement/v1"})";

std::string string_in(const JsonValue& object, std::string_view name) {
  return *object.find(name)->if_string();
}

}  // namespace

TEST_CASE("add signature: a second key signs the same bytes and the first stays as it was",
          "[reports][seal]") {
  const auto first = PrivateKey::generate().value();
  const auto second = PrivateKey::generate(KeyAlgorithm::p256).value();
  const auto before = parse_strict_json(seal::seal(kPayload, first).value()).value();

  const auto both = add_signature(seal::seal(kPayload, first).value(), second);

  REQUIRE(both);
  const auto after = parse_strict_json(*both).value();
  CHECK(string_in(after, "payload") == string_in(before, "payload"));
  CHECK(string_in(after, "payloadType") == string_in(before, "payloadType"));
  const auto& entries = *after.find("signatures")->if_array();
  REQUIRE(entries.size() == 2);
  CHECK(entries[0] == before.find("signatures")->if_array()->front());
  CHECK(string_in(entries[1], "keyid") == second.public_key().key_id());
  CHECK(second.public_key().verifies(pre_authentication(kPayloadType, kPayload),
                                     from_base64(string_in(entries[1], "sig")).value()));
}

TEST_CASE("add signature: the same key does not sign an envelope twice", "[reports][seal]") {
  const auto key = PrivateKey::generate().value();
  const auto once = seal::seal(kPayload, key).value();
  const auto twice = add_signature(once, key);
  REQUIRE_FALSE(twice);
  CHECK(twice.error().kind == ErrorKind::io);
  CHECK(twice.error().message ==
        "the key " + key.public_key().key_id() + " has signed this already");
}

TEST_CASE("add signature: what is no envelope of ours is not signed", "[reports][seal]") {
  const auto key = PrivateKey::generate().value();
  for (const auto* other : {"", "{}", R"({"payload":"","payloadType":"x","signatures":[]})"}) {
    CHECK(add_signature(other, key).error().kind == ErrorKind::malformed);
  }
}
