#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"
#include "reports/seal/tlog_proof.h"
#include "reports/trust_file.h"
#include "tests/reports/trust_text.h"

using namespace rackproof;
using rackproof::testing::some_key_table;

namespace {

std::string vkey(const std::string& name, std::uint8_t type) {
  return seal::note_key(name, type, seal::PrivateKey::generate()->public_key()).text();
}

Result<TrustPolicy> parse(const std::string& logs) {
  return parse_trust(some_key_table("\"collector\"") + logs, "t.toml", "");
}

}  // namespace

TEST_CASE("trust file: a log is a key, an origin and as many witnesses as it needs",
          "[reports][trust][log]") {
  const auto trust =
      parse("[[log]]\nkey = \"" + vkey("log.example", seal::kNoteEd25519) + "\"\nwitnesses = [\"" +
            vkey("w.example", seal::kNoteCosignatureV1) +
            "\"]\nquorum = 1\nnot_before = \"2026-01-01T00:00:00Z\"\n[[log]]\nkey = \"" +
            vkey("x", seal::kNoteEd25519) +
            "\"\norigin = \"other.example\"\nnot_after = \"2027-01-01T00:00:00Z\"\n");
  INFO((trust ? "" : trust.error().message));
  REQUIRE(trust);
  REQUIRE(trust->logs.size() == 2);
  CHECK(trust->logs[0].origin == "log.example");
  CHECK(trust->logs[0].quorum == 1);
  CHECK(trust->logs[1].origin == "other.example");
  CHECK(trust->logs[0].window.words() == "from 2026-01-01T00:00:00.000000000Z");
  CHECK(trust->logs[1].window.words() == "until 2027-01-01T00:00:00.000000000Z");
}

TEST_CASE("trust file: what is wrong with a log is told with its place", "[reports][trust][log]") {
  const auto key = vkey("log.example", seal::kNoteEd25519);
  const auto refusal = [](const std::string& text) { return parse(text).error().message; };
  CHECK(refusal("[[log]]\norigin = \"x\"\n").find("key") != std::string::npos);
  CHECK(refusal("[[log]]\nkey = \"" + key + "\"\nquorum = 1\n")
            .ends_with("a quorum of 1 of 0 witnesses cannot be met"));
  CHECK(refusal("[[log]]\nkey = \"" + key + "\"\n[[log]]\nkey = \"" + key + "\"\n")
            .ends_with("its key is another log's as well"));
  CHECK(refusal("[[log]]\nkey = \"" + key + "\"\nnot_before = \"2027-01-01T00:00:00Z\"\n" +
                "not_after = \"2026-01-01T00:00:00Z\"\n")
            .find("is before not_before") != std::string::npos);
  CHECK(refusal("[[log]]\nkey = \"" + key + "\"\nnot_after = \"2026\"\n")
            .find("'not_after' needs a time") != std::string::npos);
  CHECK(refusal("[[log]]\nkey = \"" + key + "\"\nwitness = 1\n").find("witness") !=
        std::string::npos);
}
