#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "reports/verify.h"
#include "schemas/digest.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "tests/reports/small_bundle.h"

/// What a key that is trusted may still not say: statements that are well sealed and wrong.
using namespace rackproof;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;

namespace {

using Change = std::function<void(std::string&)>;
using ReportChange = std::function<void(ReportStatement&)>;

std::string payload_of(const SmallBundle& bundle, const char* sealed) {
  return seal::parse_envelope(read_whole(bundle.at(sealed)))->payload;
}

void seal_again(const SmallBundle& bundle, const char* sealed, const std::string& payload) {
  overwrite(bundle.at(sealed), seal::seal(payload, bundle.key()).value());
}

/// The report with other text, sealed by the same trusted key.
Result<Verification> with_report_text(const Change& change) {
  SmallBundle bundle;
  bundle.sealed();
  auto payload = payload_of(bundle, bundle::kReportSealed);
  change(payload);
  seal_again(bundle, bundle::kReportSealed, payload);
  return bundle.verify();
}

Result<Verification> with_report(const ReportChange& change, double celsius = 47.5) {
  auto run = small_run();
  run.celsius = celsius;
  SmallBundle bundle(run);
  bundle.sealed();
  auto statement = decode_report_statement(payload_of(bundle, bundle::kReportSealed)).value();
  change(statement);
  seal_again(bundle, bundle::kReportSealed,
             encode_report_statement(statement.report, statement.subjects));
  return bundle.verify();
}

bool untrusted(const Result<Verification>& verified) {
  REQUIRE(verified);
  INFO(verified->verdict.sentence);
  return standing_of(*verified) == Standing::untrusted;
}

Change replacing(const std::string& from, const std::string& to) {
  return [from, to](std::string& text) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
}

}  // namespace

TEST_CASE("7.2/19: a payload that is not one strict JSON object is refused",
          "[reports][statement]") {
  CHECK(untrusted(with_report_text([](std::string& text) { text = "not json"; })));
  CHECK(untrusted(with_report_text([](std::string& text) { text = "[" + text + "]"; })));
  CHECK(untrusted(with_report_text([](std::string& text) { text += "x"; })));
  CHECK(untrusted(with_report_text([](std::string& text) { text = "\xEF\xBB\xBF" + text; })));
  CHECK(untrusted(with_report_text(replacing("tiny", "t\xFFny"))));
  CHECK(untrusted(with_report_text(replacing("\"revision\": 1", "\"revision\": NaN"))));
}

TEST_CASE("7.2/19: duplicates at any depth are refused", "[reports][statement]") {
  CHECK(untrusted(with_report_text(
      replacing("\"predicateType\"", "\"predicateType\": \"x\", \"predicateType\""))));
  CHECK(
      untrusted(with_report_text(replacing("\"predicate\"", "\"predicate\": {}, \"predicate\""))));
  CHECK(untrusted(
      with_report_text(replacing("\"overall\"", "\"overall\": \"PASS\", \"\\u006fverall\""))));
}

TEST_CASE("7.2/20: a foreign statement or predicate type is refused", "[reports][statement]") {
  CHECK(untrusted(with_report_text(replacing("Statement/v1", "Statement/v0.1"))));
  CHECK(untrusted(with_report_text(replacing("compliance-report/v1", "compliance-report/v1/"))));
  CHECK(untrusted(with_report_text(replacing("compliance-report/v1", "Compliance-Report/v1"))));
  CHECK(untrusted(with_report_text(replacing("compliance-report/v1", "run-record/v1"))));
}

TEST_CASE("7.2/20: a sealed report of the next version is refused by name",
          "[reports][statement]") {
  const auto verified = with_report_text(replacing("compliance-report/v1", "compliance-report/v2"));
  REQUIRE_FALSE(verified);
  CHECK(verified.error().kind == ErrorKind::unsupported);
  CHECK(verified.error().message.find("newer") != std::string::npos);
}

TEST_CASE("7.2/21: a stripped predicate is refused", "[reports][statement]") {
  const auto with_predicate = [](const std::string& predicate) {
    return with_report_text([&predicate](std::string& text) {
      text.resize(text.find("\"predicate\""));
      text += predicate.empty() ? "\"x\": 1}" : "\"predicate\": " + predicate + "}";
    });
  };
  for (const auto* predicate : {"", "null", "{}", "\"\"", "[]"}) {
    CHECK(untrusted(with_predicate(predicate)));
  }
}

TEST_CASE("7.2/22: subjects that are missing, many, or without a good digest are refused",
          "[reports][statement]") {
  CHECK(untrusted(with_report([](auto& statement) { statement.subjects.clear(); })));
  CHECK(untrusted(with_report([](auto& statement) { statement.subjects.pop_back(); })));
  CHECK(untrusted(with_report(
      [](auto& statement) { statement.subjects.push_back(statement.subjects.front()); })));
  CHECK(untrusted(with_report(
      [](auto& statement) { statement.subjects.resize(2000, statement.subjects.front()); })));
  CHECK(untrusted(with_report([](auto& statement) { statement.subjects[0].sha256 = "AB"; })));
  CHECK(untrusted(with_report_text(replacing("\"sha256\"", "\"md5\""))));
}

TEST_CASE("7.2/23: subjects of another rack's inventory are refused", "[reports][statement]") {
  CHECK(untrusted(with_report(
      [](auto& statement) { statement.subjects[0].sha256 = sha256_hex("another rack"); })));
  CHECK(untrusted(with_report(
      [](auto& statement) { statement.subjects[1].sha256 = sha256_hex("another run"); })));
}

TEST_CASE("7.2/24: a second digest beside the right one is refused", "[reports][statement]") {
  CHECK(untrusted(with_report_text(replacing("\"sha256\":", "\"sha512\": \"00\", \"sha256\":"))));
}

TEST_CASE("7.2/25: PASS over a failed requirement, or FAIL relabelled, is refused",
          "[reports][statement]") {
  const auto hot = 90.0;
  CHECK(untrusted(with_report(
      [](auto& statement) { statement.report.judgement.overall = Outcome::pass; }, hot)));
  CHECK(untrusted(with_report(
      [](auto& statement) {
        for (auto& verdict : statement.report.judgement.verdicts) {
          verdict.outcome = Outcome::pass;
        }
        statement.report.judgement.overall = Outcome::pass;
      },
      hot)));
  CHECK(untrusted(with_report(
      [](auto& statement) { statement.report.judgement.overall = Outcome::inconclusive; }, hot)));
}

TEST_CASE("7.2/25: a requirement left out or made up is refused", "[reports][statement]") {
  CHECK(untrusted(
      with_report([](auto& statement) { statement.report.judgement.verdicts.pop_back(); })));
  CHECK(untrusted(with_report([](auto& statement) {
    auto& verdicts = statement.report.judgement.verdicts;
    verdicts.push_back(verdicts.back());
    verdicts.back().criterion = "made-up";
  })));
}

TEST_CASE("7.2/26: a limit, unit or number that the evidence does not give is refused",
          "[reports][statement]") {
  const auto verdict = [](auto change) {
    return with_report(
        [change](auto& statement) { change(statement.report.judgement.verdicts.back()); });
  };
  CHECK(untrusted(verdict([](Verdict& v) { v.at_most = 95; })));
  CHECK(untrusted(verdict([](Verdict& v) { v.unit = Unit::watt; })));
  CHECK(untrusted(verdict([](Verdict& v) { v.observed = 47.500000000000007; })));
  CHECK(untrusted(verdict([](Verdict& v) { v.uncertainty = 0; })));
  CHECK(untrusted(verdict([](Verdict& v) { v.readable += 1; })));
  CHECK(untrusted(verdict([](Verdict& v) { v.reason += " Really."; })));
  CHECK_FALSE(untrusted(verdict([](Verdict&) {})));
}

TEST_CASE("7.2/27: numbers in odd spellings are refused", "[reports][statement]") {
  for (const auto* spelling : {"\" 47.5\"", "\"47,5\"", "\"0x2f\"", "\"1e400\"", "\"Infinity\"",
                               "\"nan\"", "9007199254740993"}) {
    INFO(spelling);
    CHECK(untrusted(with_report_text(
        replacing("\"observed\": \"47.5\"", "\"observed\": " + std::string(spelling)))));
  }
}

TEST_CASE("7.2/28: another reference than the one in the bundle is refused",
          "[reports][statement]") {
  CHECK(untrusted(with_report([](auto& statement) {
    statement.report.reference_digest = sha256_hex("an easier reference");
  })));
  CHECK(untrusted(with_report([](auto& statement) { statement.report.reference_revision = 2; })));
  CHECK(untrusted(with_report([](auto& statement) { statement.report.reference_id = "trn2"; })));
}

TEST_CASE("7.2/33: local time, a leap second, year 10000 or a report before its run is refused",
          "[reports][statement]") {
  for (const auto* time : {"2026-11-21T05:17:25", "2026-11-21T05:17:60Z", "10000-01-01T00:00:00Z",
                           "2026-11-21T05:17:25+01:00", "2026-11-21T05:17:19Z"}) {
    INFO(time);
    CHECK(untrusted(with_report_text(replacing("\"issued\": \"2026-11-21T05:17:25.000000000Z\"",
                                               "\"issued\": \"" + std::string(time) + "\""))));
  }
}

TEST_CASE("7.2/34: NUL and over-long UTF-8 are refused", "[reports][statement]") {
  CHECK(untrusted(with_report_text(replacing("Example Integrator", "Example\\u0000Integrator"))));
  CHECK(untrusted(with_report_text(replacing("Example Integrator", "Example\xC0\xAFIntegrator"))));
}

TEST_CASE("7.2/12: an envelope inside an envelope is refused", "[reports][statement]") {
  SmallBundle bundle;
  bundle.sealed();
  seal_again(bundle, bundle::kReportSealed, read_whole(bundle.at(bundle::kReportSealed)));
  CHECK(untrusted(bundle.verify()));
}

TEST_CASE("7.2/47: a report over another run record is refused", "[reports][statement]") {
  CHECK(untrusted(with_report(
      [](auto& statement) { statement.report.run_record_digests = {sha256_hex("another run")}; })));
  CHECK(
      untrusted(with_report([](auto& statement) { statement.report.run_record_digests.clear(); })));
}

TEST_CASE("7.2/47: statements swapped for one another are refused", "[reports][statement]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto record = read_whole(bundle.at(bundle::kRunRecordSealed));
  overwrite(bundle.at(bundle::kRunRecordSealed), read_whole(bundle.at(bundle::kReportSealed)));
  overwrite(bundle.at(bundle::kReportSealed), record);
  CHECK(untrusted(bundle.verify()));
}

TEST_CASE("7.2/47: a run record of another run under the same key is refused",
          "[reports][statement]") {
  SmallBundle bundle;
  bundle.sealed();
  auto statement =
      decode_run_record_statement(payload_of(bundle, bundle::kRunRecordSealed)).value();
  statement.record.run_id = "00000000-0000-4000-8000-000000000000";
  seal_again(bundle, bundle::kRunRecordSealed,
             encode_run_record_statement(statement.record, statement.subjects));
  CHECK(untrusted(bundle.verify()));
}

TEST_CASE("statements: a report without issuer that is not headed a self-test is refused",
          "[reports][statement]") {
  CHECK(untrusted(with_report([](auto& statement) { statement.report.site.issuer_name.clear(); })));
}
