#include "reports/verification_json.h"

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;

TEST_CASE("verification json: one document holds every answer and every failure",
          "[reports][verify]") {
  testing::SmallBundle bundle;
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);

  const auto text =
      encode_verifications({*verified}, {{"gone", {ErrorKind::absent, "gone: no such file"}}},
                           {.name = "fleet", .sequence = 7, .digest = "d1"});

  const auto document = parse_strict_json(text);
  REQUIRE(document);
  CHECK(*document->find("format")->if_string() == "rackproof-verification/1");
  CHECK(document->find("confined")->is_null());
  const auto& one = document->find("bundles")->if_array()->front();
  CHECK(*one.find("standing")->if_string() == "good");
  CHECK(*one.find("overall")->if_string() == "PASS");
  const auto& signers = *one.find("signers")->if_array();
  REQUIRE(signers.size() == 2);
  CHECK(*signers[0].find("role")->if_string() == "collector");
  CHECK(*signers[1].find("role")->if_string() == "certifier");
  CHECK(*signers[1].find("keyId")->if_string() == bundle.key().public_key().key_id());
  CHECK(*one.find("demandsMet")->if_boolean());
  CHECK(*one.find("statusList")->if_string() == "not_asked");
  const auto* trust = document->find("trust");
  REQUIRE(trust != nullptr);
  CHECK(*trust->find("name")->if_string() == "fleet");
  CHECK(*trust->find("sequence")->if_integer() == 7);
  CHECK(*trust->find("sha256")->if_string() == "d1");
  for (const auto* answer : {"integrity", "identity", "time", "verdict"}) {
    CHECK(*one.find(answer)->find("ok")->if_boolean());
  }
  CHECK(*document->find("errors")->if_array()->front().find("kind")->if_string() == "absent");
}

TEST_CASE("verification json: what was not read is not said to be anything", "[reports][verify]") {
  Verification nothing;
  nothing.bundle = "x";
  const auto document = parse_strict_json(encode_verifications({nothing}, {}, {}));
  REQUIRE(document);
  const auto& one = document->find("bundles")->if_array()->front();
  CHECK(one.find("overall")->if_string()->empty());
  CHECK(*one.find("standing")->if_string() == "untrusted");
}
