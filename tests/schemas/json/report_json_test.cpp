#include "schemas/json/report_json.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

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

}  // namespace

TEST_CASE("report json: comes back exactly as it went", "[schemas][json]") {
  const auto report = testing::example_report();
  const auto bytes = encode_report_statement(report, kSubjects);
  const auto decoded = decode_report_statement(bytes);
  REQUIRE(decoded);
  CHECK(decoded->report == report);
  CHECK(decoded->subjects == kSubjects);
  CHECK(encode_report_statement(decoded->report, decoded->subjects) == bytes);
  CHECK(decode_report_statement(encode_report_statement(Report{}, kSubjects))->report == Report{});
}

TEST_CASE("report json: a number stands in it only where the report was counted, from 1 on",
          "[schemas][json]") {
  auto report = testing::example_report();
  CHECK(encode_report_statement(report, kSubjects).find("\"sequence\"") == std::string::npos);
  report.sequence = 7;
  const auto bytes = encode_report_statement(report, kSubjects);
  CHECK(decode_report_statement(bytes)->report == report);
  for (const auto* number : {"0", "-1", "\"7\"", "7.5", "2147483648", "null"}) {
    CAPTURE(number);
    const auto other = decode_report_statement(
        replaced(bytes, "\"sequence\": 7", std::string("\"sequence\": ") + number));
    REQUIRE_FALSE(other);
    CHECK(other.error().message.starts_with("predicate.sequence: "));
  }
}

TEST_CASE("report json: a sixth verdict word does not exist", "[schemas][json]") {
  const auto bytes = encode_report_statement(testing::example_report(), kSubjects);
  for (const auto* word : {"\"PASSED\"", "\"WARNED\"", "\"pass\"", "null", "true"}) {
    CAPTURE(word);
    const auto other =
        replaced(bytes, "\"verdict\": \"PASS\"", std::string("\"verdict\": ") + word);
    REQUIRE_FALSE(decode_report_statement(other));
    CHECK(decode_report_statement(other).error().message.starts_with(
        "predicate.requirements[0].verdict: "));
  }
}

TEST_CASE("report json: a newer report is refused by name", "[schemas][json]") {
  const auto bytes = encode_report_statement(testing::example_report(), kSubjects);
  const auto newer =
      decode_report_statement(replaced(bytes, "compliance-report/v1", "compliance-report/v2"));
  REQUIRE_FALSE(newer);
  CHECK(newer.error().kind == ErrorKind::unsupported);
}

TEST_CASE("report json: a limit that is not a finite number is refused", "[schemas][json]") {
  const auto bytes = encode_report_statement(testing::example_report(), kSubjects);
  for (const auto* limit : {"\"nan\"", "\"1e400\"", "\"1,5\"", "\"0x10\"", "\"\"", "10000000000"}) {
    CAPTURE(limit);
    const auto other =
        replaced(bytes, "\"atLeast\": \"1e+10\"", std::string("\"atLeast\": ") + limit);
    REQUIRE_FALSE(decode_report_statement(other));
    CHECK(decode_report_statement(other).error().message.starts_with(
        "predicate.requirements[0].limit.atLeast: "));
  }
}

TEST_CASE("report json: an end of validity is written only where it is given", "[schemas][json]") {
  auto report = testing::example_report();
  CHECK(encode_report_statement(report, kSubjects).find("validUntil") == std::string::npos);
  report.valid_until = report.issued + std::chrono::days(365);
  report.site.valid_for_days = 365;
  const auto bytes = encode_report_statement(report, kSubjects);
  CHECK(decode_report_statement(bytes)->report == report);
  const auto refusal = [&bytes](const std::string& what, const std::string& by) {
    const auto decoded = decode_report_statement(replaced(bytes, what, by));
    return decoded ? std::string("accepted") : decoded.error().message;
  };
  CHECK_THAT(refusal("\"validUntil\": \"2", "\"validUntil\": \"x2"),
             Catch::Contains("predicate.validUntil"));
  CHECK_THAT(refusal("\"validForDays\": 365", "\"validForDays\": 0"),
             Catch::Contains("validForDays: expected 1 to 36500"));
  CHECK_THAT(refusal("\"validForDays\": 365", "\"validForDays\": 36501"),
             Catch::Contains("validForDays: expected 1 to 36500"));
}

namespace {

/// Why a report after `change` is refused; "" when it is not.
std::string refused(void (*change)(Report&)) {
  auto report = testing::example_report();
  change(report);
  const auto decoded = decode_report_statement(encode_report_statement(report, kSubjects));
  return decoded ? "" : decoded.error().message;
}

}  // namespace

TEST_CASE("report json: what verdicts rest on is said of all of them or of none",
          "[schemas][json]") {
  CHECK(refused([](Report&) {}).empty());
  CHECK(refused([](Report& r) { r.judgement.verdicts[1].grounds.reset(); }) ==
        "predicate.requirements[1].rule: missing beside decisionRules");
  CHECK(refused([](Report& r) { r.decision_rules.clear(); }) ==
        "predicate.requirements[0].rule: decisionRules does not name it");
  CHECK(refused([](Report& r) { r.evaluator_digest.clear(); }) ==
        "predicate.evaluator.digest: goes with decisionRules and never alone");
}

TEST_CASE("report json: a report of a release that did not say them is read, and stays as it was",
          "[schemas][json]") {
  auto older = testing::example_report();
  older.decision_rules.clear();
  older.evaluator_digest.clear();
  older.supersedes_digest.clear();
  older.site.waivers.clear();
  for (auto& verdict : older.judgement.verdicts) {
    verdict.grounds.reset();
  }
  auto bytes = encode_report_statement(older, kSubjects);
  CHECK(bytes.find("decisionRules") == std::string::npos);
  CHECK(bytes.find("\"rule\"") == std::string::npos);
  CHECK(decode_report_statement(bytes)->report == older);
  bytes = replaced(bytes, "\"waivers\": [],", "");
  CHECK(decode_report_statement(bytes)->report == older);
}

TEST_CASE("report json: a rule or an evaluation that nobody knows is refused", "[schemas][json]") {
  const auto bytes = encode_report_statement(testing::example_report(), kSubjects);
  const auto message = [&bytes](const std::string& what, const std::string& by) {
    const auto decoded = decode_report_statement(replaced(bytes, what, by));
    return decoded ? std::string("accepted") : decoded.error().message;
  };
  CHECK_THAT(message("\"rule\": \"guard_band\"", "\"rule\": \"non_binary\""),
             Catch::Contains("predicate.requirements[0].rule: unknown word"));
  CHECK_THAT(message("\"type\": \"type_a_and_b\"", "\"type\": \"guessed\""),
             Catch::Contains("predicate.requirements[0].evaluation.type: unknown word"));
  CHECK_THAT(message("\"kind\": \"simple\"", "\"kind\": \"generous\""),
             Catch::Contains("predicate.decisionRules.simple.kind: unknown word"));
}

TEST_CASE("report json: a rule goes by its own name", "[schemas][json]") {
  const auto bytes = encode_report_statement(testing::example_report(), kSubjects);
  const auto other =
      decode_report_statement(replaced(bytes, "\"kind\": \"simple\"", "\"kind\": \"exact\""));
  REQUIRE_FALSE(other);
  CHECK(other.error().message == "predicate.decisionRules.simple.kind: is not the rule's own name");
}

TEST_CASE("report json: where the reference is published is written only where it says so",
          "[schemas][json]") {
  auto report = testing::example_report();
  CHECK(encode_report_statement(report, kSubjects).find("\"uri\"") == std::string::npos);
  report.reference_uri = "https://chips.example/x.toml";
  report.reference_sequence = 9;
  CHECK(decode_report_statement(encode_report_statement(report, kSubjects))->report == report);
}
