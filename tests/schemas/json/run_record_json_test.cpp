#include "schemas/json/run_record_json.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/json/report_json.h"
#include "tests/support/documents.h"

using namespace rackproof;

namespace {

const std::vector<Subject> kSubjects{{"manifest.json", std::string(64, 'a')},
                                     {"inventory.json", std::string(64, 'b')}};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

/// `text` without the first member `name` (a word or an empty list) and the comma before it.
std::string without(std::string text, const std::string& name) {
  const auto at = text.find("\"" + name + "\"");
  REQUIRE(at != std::string::npos);
  const auto comma = text.rfind(',', at);
  return text.erase(comma, text.find_first_of("\n,", at) - comma);
}

}  // namespace

TEST_CASE("run record json: comes back exactly as it went", "[schemas][json]") {
  const auto record = testing::example_run_record();
  const auto bytes = encode_run_record_statement(record, kSubjects);
  const auto decoded = decode_run_record_statement(bytes);
  REQUIRE(decoded);
  CHECK(decoded->record == record);
  CHECK(decoded->subjects == kSubjects);
  CHECK(encode_run_record_statement(decoded->record, decoded->subjects) == bytes);
  CHECK(decode_run_record_statement(encode_run_record_statement(RunRecord{}, kSubjects))->record ==
        RunRecord{});
}

TEST_CASE("run record json: external results come back, and without any nothing is written",
          "[schemas][json][external]") {
  auto record = testing::example_run_record();
  const auto before = encode_run_record_statement(record, kSubjects);
  CHECK(before.find("externalResults") == std::string::npos);
  record.external_results = {{.member = "ocptv/x.jsonl",
                              .sha256 = std::string(64, 'c'),
                              .tool = "memtest",
                              .tool_version = "3.1",
                              .device_under_test = "rack7",
                              .started = "2026-11-21T05:17:00",
                              .ended = "2026-11-21T05:18:00+01:00",
                              .status = "COMPLETE",
                              .result = "FAIL",
                              .passed_count = 1,
                              .failed_count = 2,
                              .unknown_count = 3}};
  const auto bytes = encode_run_record_statement(record, kSubjects);
  const auto decoded = decode_run_record_statement(bytes);
  REQUIRE(decoded);
  CHECK(decoded->record == record);
  CHECK_FALSE(decode_run_record_statement(replaced(bytes, "ocptv-2.0", "ocptv-3.0")));
}

TEST_CASE(
    "run record json: attestations are of the kinds that are known, and older records lack them",
    "[schemas][json][attestation]") {
  auto record = testing::example_run_record();
  const auto bytes = encode_run_record_statement(record, kSubjects);
  const auto other =
      decode_run_record_statement(replaced(bytes, "\"tpm2_quote\"", "\"a_promise\""));
  CHECK(other.error().message == "predicate.attestations[0].kind: unknown word 'a_promise'");
  record.attestations.clear();
  const auto none = encode_run_record_statement(record, kSubjects);
  CHECK(none.find(R"("attestations": [])") != std::string::npos);
  const auto older = decode_run_record_statement(without(none, "attestations"));
  REQUIRE(older);
  CHECK(older->record == record);
}

TEST_CASE("run record json: what may pass 2^53 is text", "[schemas][json]") {
  const auto bytes = encode_run_record_statement(testing::example_run_record(), kSubjects);
  CHECK(bytes.find(R"("seed": "18446744073709551615")") != std::string::npos);
  CHECK(bytes.find(R"("mismatchCount": "9007199254740993")") != std::string::npos);
  CHECK(bytes.find(R"("plannedSeconds": "10.1")") != std::string::npos);
}

TEST_CASE("run record json: a newer predicate is refused by name, a foreign one too",
          "[schemas][json]") {
  const auto bytes = encode_run_record_statement(testing::example_run_record(), kSubjects);
  const auto newer = decode_run_record_statement(replaced(bytes, "run-record/v1", "run-record/v2"));
  REQUIRE_FALSE(newer);
  CHECK(newer.error().kind == ErrorKind::unsupported);
  CHECK(newer.error().message.find("run-record/v2' is newer than") != std::string::npos);
  CHECK(decode_report_statement(bytes).error().kind == ErrorKind::malformed);
  for (const auto* type : {"run-record/v1/", "run-record/V1", "run-record/v01", "run-record/v0",
                           "run-record/v", "run-record/v99999999999999999999"}) {
    CAPTURE(type);
    const auto other = decode_run_record_statement(replaced(bytes, "run-record/v1", type));
    REQUIRE_FALSE(other);
    CHECK(other.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("run record json: nothing unknown, at any depth of the predicate", "[schemas][json]") {
  const auto bytes = encode_run_record_statement(testing::example_run_record(), kSubjects);
  const auto deep = replaced(bytes, R"("planted": true)", R"("planted": true, "lost": false)");
  CHECK(decode_run_record_statement(deep).error().message ==
        "predicate.tests[0].canary.lost: unknown member");
  const auto number = replaced(bytes, R"("seed": "18446744073709551615")", R"("seed": 7)");
  CHECK(decode_run_record_statement(number).error().message ==
        "predicate.tests[0].seed: expected a string, got an integer");
  const auto word = replaced(bytes, R"("COMPLETE")", R"("complete")");
  CHECK(decode_run_record_statement(word).error().message ==
        "predicate.tests[0].status: unknown word 'complete'");
}

TEST_CASE("run record json: a record from before segments and touches reads with their defaults",
          "[schemas][json]") {
  RunRecord record;
  record.disturbances = {{"clock_step", "", "gemm", UtcTime{}, Touches::everything}};
  const auto bytes =
      without(without(encode_run_record_statement(record, kSubjects), "touches"), "segments");
  const auto decoded = decode_run_record_statement(bytes);
  REQUIRE(decoded);
  CHECK(decoded->record == record);
}
