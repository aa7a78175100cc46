#include "schemas/json/journal_proof_json.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

const ReadingShown kReading{"node", "uptime_seconds", UtcTime{}, "text\n", 2, {"b"}};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("journal proof json: with a reading or without, it comes back", "[schemas][json]") {
  for (const auto& proof : {JournalProof{"run", 7, "{}", {"a", "b"}, {}},
                            JournalProof{"run", 0, "line", {}, kReading}}) {
    CHECK(decode_journal_proof(encode_journal_proof(proof)).value() == proof);
  }
}

TEST_CASE("journal proof json: another format, more or less is refused", "[schemas][json]") {
  const auto text = encode_journal_proof({"run", 7, "{}", {}, {}});
  CHECK(decode_journal_proof(replaced(text, "proof/1", "proof/2")).error().kind ==
        ErrorKind::unsupported);
  CHECK_FALSE(decode_journal_proof(replaced(text, "\"runId\"", "\"runid\"")));
  CHECK_FALSE(decode_journal_proof(text + "x"));
  CHECK_FALSE(decode_journal_proof(text.substr(0, text.size() / 2)));
}
