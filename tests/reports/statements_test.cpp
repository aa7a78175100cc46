#include <functional>
#include <string>
#include <vector>

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
using rackproof::testing::SmallRun;

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
Result<Verification> with_report_text(const Change& change, const SmallRun& run = small_run()) {
  SmallBundle bundle(run);
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

/// Everything that is said against a bundle that is not to be trusted; "" where it is.
std::string refusal(const Result<Verification>& verified) {
  REQUIRE(verified);
  if (standing_of(*verified) != Standing::untrusted) {
    return "";
  }
  std::string all;
  for (const auto* answer :
       {&verified->integrity, &verified->identity, &verified->time, &verified->verdict}) {
    for (const auto& detail : answer->details) {
      all += answer->ok ? "" : detail + "\n";
    }
  }
  return all;
}

bool is_refused(const Result<Verification>& verified) {
  REQUIRE(verified);
  return standing_of(*verified) == Standing::untrusted;
}

Change replacing(const std::string& from, const std::string& to) {
  return [from, to](std::string& text) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
}

Change becoming(const std::string& text) {
  return [text](std::string& payload) { payload = text; };
}

Change setting_predicate(const std::string& predicate) {
  return [predicate](std::string& text) {
    text.resize(text.find("\"predicate\""));
    text += predicate.empty() ? "\"x\": 1}" : "\"predicate\": " + predicate + "}";
  };
}

Change setting_issued(const std::string& time) {
  return replacing("\"issued\": \"2026-11-21T05:17:25.000000000Z\"",
                   "\"issued\": \"" + time + "\"");
}

Change setting_observed(const std::string& spelling) {
  return replacing("\"observed\": \"47.5\"", "\"observed\": " + spelling);
}

/// A way to be wrong, and words of the reason that must be given for refusing it.
struct Wrong {
  const char* what;
  Change change;
  const char* because;
};

struct WrongReport {
  const char* what;
  ReportChange change;
  const char* because;
  double celsius = 47.5;  ///< 90 fails.
};

struct WrongVerdict {
  const char* what;
  std::function<void(Verdict&)> change;
  const char* because;
};

void check_refused(const std::vector<Wrong>& rows) {
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK_THAT(refusal(with_report_text(row.change)), Catch::Contains(row.because));
  }
}

void check_refused(const std::vector<WrongReport>& rows) {
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK_THAT(refusal(with_report(row.change, row.celsius)), Catch::Contains(row.because));
  }
}

void check_refused(const std::vector<WrongVerdict>& rows) {
  for (const auto& row : rows) {
    INFO(row.what);
    const auto change = [&row](auto& statement) {
      row.change(statement.report.judgement.verdicts.back());
    };
    CHECK_THAT(refusal(with_report(change)), Catch::Contains(row.because));
  }
}

}  // namespace

TEST_CASE("statements: one that is sealed again as it was is good", "[reports][statement]") {
  CHECK(refusal(with_report_text([](std::string&) {})).empty());
  CHECK(refusal(with_report([](auto&) {})).empty());
}

TEST_CASE("statements: a payload that is not one strict JSON object is refused",
          "[reports][statement]") {
  check_refused(std::vector<Wrong>{
      {"19.1 not JSON", becoming("not json"), "report: byte 2: not JSON"},
      {"19.2 an array", becoming("[1]"), "expected an object, got an array"},
      {"19.3 text after the object", [](std::string& text) { text += "x"; }, "not JSON"},
      {"19.4 a byte order mark", [](std::string& text) { text = "\xEF\xBB\xBF" + text; },
       "byte order mark"},
      {"19.5 invalid UTF-8", replacing("tiny", "t\xFFny"), "not UTF-8"},
      {"19.6 NaN", replacing("\"revision\": 1", "\"revision\": NaN"), "not JSON"},
      {"19.7 duplicate predicateType",
       replacing("\"predicateType\"", "\"predicateType\": \"x\", \"predicateType\""),
       "predicateType: the name stands twice"},
      {"19.8 duplicate predicate", replacing("\"predicate\"", "\"predicate\": {}, \"predicate\""),
       "predicate: the name stands twice"},
      {"19.9 a duplicate levels down, escaped",
       replacing("\"overall\"", "\"overall\": \"PASS\", \"\\u006fverall\""),
       "overall: the name stands twice"},
      {"19.10 an empty payload", becoming(""), "report: the statement is empty"},
  });
}

TEST_CASE("statements: a foreign statement or predicate type is refused", "[reports][statement]") {
  check_refused(std::vector<Wrong>{
      {"20.1 no _type", replacing("\"_type\"", "\"_typ\""), "_type"},
      {"20.2 _type of v0.1", replacing("Statement/v1", "Statement/v0.1"), "_type: expected"},
      {"20.3 no predicateType", replacing("\"predicateType\"", "\"predicateTyp\""),
       "predicateType"},
      {"20.4 a foreign predicateType",
       replacing("https://rackproof.org/attestation/compliance-report/v1",
                 "https://slsa.dev/provenance/v1"),
       "predicateType: expected"},
      {"20.5 a trailing slash", replacing("compliance-report/v1", "compliance-report/v1/"),
       "predicateType: expected"},
      {"20.6 another case", replacing("compliance-report/v1", "Compliance-Report/v1"),
       "predicateType: expected"},
      {"20.7 the other of our types", replacing("compliance-report/v1", "run-record/v1"),
       "predicateType: expected"},
  });
}

TEST_CASE("20.8 a sealed report of the next version is refused by name", "[reports][statement]") {
  const auto verified = with_report_text(replacing("compliance-report/v1", "compliance-report/v2"));
  REQUIRE_FALSE(verified);
  CHECK(verified.error().kind == ErrorKind::unsupported);
  CHECK(verified.error().message.find("newer") != std::string::npos);
}

TEST_CASE("statements: a stripped predicate is refused", "[reports][statement]") {
  check_refused(std::vector<Wrong>{
      {"21.1 no predicate", setting_predicate(""), "predicate"},
      {"21.2 null for a predicate", setting_predicate("null"), "predicate: expected an object"},
      {"21.3 an empty predicate", setting_predicate("{}"), "missing"},
      {"21.4 text for a predicate", setting_predicate("\"\""), "predicate: expected an object"},
      {"21.5 a list for a predicate", setting_predicate("[]"), "predicate: expected an object"},
  });
}

TEST_CASE("statements: subjects that are missing, many, or without a good digest are refused",
          "[reports][statement]") {
  check_refused(std::vector<WrongReport>{
      {"22.1 no subject", [](auto& statement) { statement.subjects.clear(); },
       "subject: 0 entries, expected 1 to 1024"},
      {"22.2 one of two", [](auto& statement) { statement.subjects.pop_back(); }, "1 subjects"},
      {"22.3 one of them twice",
       [](auto& statement) { statement.subjects.push_back(statement.subjects.front()); },
       "3 subjects, expected inventory.json and manifest.json"},
      {"22.4 two thousand",
       [](auto& statement) { statement.subjects.resize(2000, statement.subjects.front()); },
       "2000 entries, expected 1 to 1024"},
      {"22.5 a digest of wrong length",
       [](auto& statement) { statement.subjects[0].sha256 = "ab"; }, "64 lower-case hex digits"},
      {"22.6 a digest in upper case",
       [](auto& statement) { statement.subjects[0].sha256 = std::string(64, 'A'); },
       "64 lower-case hex digits"},
      {"23.1 the inventory of another rack",
       [](auto& statement) { statement.subjects[0].sha256 = sha256_hex("another rack"); },
       "inventory.json: changed since the report was written"},
      {"23.2 the manifest of another run",
       [](auto& statement) { statement.subjects[1].sha256 = sha256_hex("another run"); },
       "manifest.json: changed since the report was written"},
      {"23.3 the manifest twice and no inventory",
       [](auto& statement) { statement.subjects[0] = statement.subjects[1]; },
       "inventory.json is not among its subjects"},
  });
  check_refused(std::vector<Wrong>{
      {"22.7 only md5", replacing("\"sha256\"", "\"md5\""), "sha256: missing"},
      {"22.8 only sha1", replacing("\"sha256\"", "\"sha1\""), "sha256: missing"},
      {"22.9 no digest", replacing("\"digest\"", "\"digests\""), "digest"},
      {"24.1 sha512 wrong and sha256 right in one set",
       replacing("\"sha256\":", "\"sha512\": \"00\", \"sha256\":"), "sha512"},
  });
}

TEST_CASE("statements: a judgement that the evidence does not give is refused",
          "[reports][statement]") {
  check_refused(std::vector<WrongReport>{
      {"25.1 PASS with a required FAIL",
       [](auto& statement) { statement.report.judgement.overall = Outcome::pass; }, "overall", 90},
      {"25.2 every verdict made PASS",
       [](auto& statement) {
         for (auto& verdict : statement.report.judgement.verdicts) {
           verdict.outcome = Outcome::pass;
         }
         statement.report.judgement.overall = Outcome::pass;
       },
       "says PASS (observed 90), the evidence gives FAIL", 90},
      {"25.3 FAIL relabelled as less",
       [](auto& statement) { statement.report.judgement.overall = Outcome::inconclusive; },
       "overall", 90},
      {"25.4 a requirement left out",
       [](auto& statement) { statement.report.judgement.verdicts.pop_back(); },
       "sensor-maximum on node/sensor is not answered"},
      {"25.5 a requirement made up",
       [](auto& statement) {
         auto& verdicts = statement.report.judgement.verdicts;
         verdicts.push_back(verdicts.back());
         verdicts.back().criterion = "made-up";
       },
       "nothing asks for made-up on node/sensor"},
      {"25.6 a blocker made advisory",
       [](auto& statement) {
         for (auto& verdict : statement.report.judgement.verdicts) {
           verdict.required = false;
         }
       },
       "the report says not required, the evidence gives required", 90},
      {"28.1 a digest of other criteria than those in the bundle",
       [](auto& statement) {
         statement.report.reference_digest = sha256_hex("an easier reference");
       },
       "reference"},
      {"28.5 another revision of the criteria than the one in the bundle",
       [](auto& statement) { statement.report.reference_revision = 2; },
       "calls its reference by another name or revision"},
      {"28.6 criteria under another name",
       [](auto& statement) { statement.report.reference_id = "trn2"; },
       "calls its reference by another name or revision"},
  });
}

TEST_CASE("25.7 FAIL relabelled as a word that there is not is refused", "[reports][statement]") {
  auto run = small_run();
  run.celsius = 90;
  CHECK_THAT(refusal(with_report_text(replacing("\"FAIL\"", "\"WARNED\""), run)),
             Catch::Contains("'WARNED'"));
}

TEST_CASE("26.10 PASS under a guard band without an uncertainty is refused",
          "[reports][statement]") {
  auto run = small_run();
  const std::string required = "required = true";
  run.reference.replace(run.reference.rfind(required), required.size(),
                        "required = true\nrule = \"guard_band\"");
  SmallBundle bundle(run);
  bundle.sealed();
  auto statement = decode_report_statement(payload_of(bundle, bundle::kReportSealed)).value();
  auto& judgement = statement.report.judgement;
  REQUIRE(judgement.verdicts.back().outcome == Outcome::inconclusive);
  REQUIRE(standing_of(bundle.verify().value()) == Standing::not_pass);
  judgement.verdicts.back().outcome = Outcome::pass;
  judgement.overall = Outcome::pass;
  seal_again(bundle, bundle::kReportSealed,
             encode_report_statement(statement.report, statement.subjects));
  CHECK_THAT(refusal(bundle.verify()),
             Catch::Contains("the report says PASS (observed 47.5), the evidence gives "
                             "INCONCLUSIVE (observed 47.5)"));
}

TEST_CASE("statements: a limit, unit or number that the evidence does not give is refused",
          "[reports][statement]") {
  check_refused(std::vector<WrongVerdict>{
      {"26.1 an observed value not reproduced in its last bit",
       [](Verdict& v) { v.observed = 47.500000000000007; }, "observed"},
      {"26.2 a softer limit", [](Verdict& v) { v.at_most = 95; }, "limit"},
      {"26.3 a limit of another sign", [](Verdict& v) { v.at_most = -85; }, "limit"},
      {"26.4 a limit in the other direction",
       [](Verdict& v) {
         v.at_least = v.at_most;
         v.at_most.reset();
       },
       "limit"},
      {"26.5 another unit", [](Verdict& v) { v.unit = Unit::watt; }, "unit"},
      {"26.6 an uncertainty of zero where none is known", [](Verdict& v) { v.uncertainty = 0; },
       "uncertainty"},
      {"26.7 a negative uncertainty", [](Verdict& v) { v.uncertainty = -1; }, "uncertainty"},
      {"26.8 more samples than there are", [](Verdict& v) { v.readable += 1; }, "readable"},
      {"26.9 another reason", [](Verdict& v) { v.reason += " Really."; }, "reason"},
  });
}

TEST_CASE("statements: numbers in odd spellings are refused", "[reports][statement]") {
  check_refused(std::vector<Wrong>{
      {"27.1 with a space", setting_observed("\" 47.5\""), "observed"},
      {"27.2 with a comma", setting_observed("\"47,5\""), "observed"},
      {"27.3 in hex", setting_observed("\"0x2f\""), "observed"},
      {"27.4 beyond every double", setting_observed("\"1e400\""), "observed"},
      {"27.5 Infinity", setting_observed("\"Infinity\""), "observed"},
      {"27.6 nan", setting_observed("\"nan\""), "observed"},
      {"27.7 a JSON number beyond 2^53", setting_observed("9007199254740993"),
       "an integer beyond 2^53"},
      {"27.8 minus zero", setting_observed("\"-0\""), "observed"},
  });
}

TEST_CASE("statements: times in odd spellings, and an issue before the run's end, are refused",
          "[reports][statement]") {
  check_refused(std::vector<Wrong>{
      {"33.13 local time without Z", setting_issued("2026-11-21T05:17:25"), "issued"},
      {"33.14 a leap second", setting_issued("2026-11-21T05:17:60Z"), "issued"},
      {"33.15 the year 10000", setting_issued("10000-01-01T00:00:00Z"), "issued"},
      {"33.9 with an offset", setting_issued("2026-11-21T05:17:25+01:00"), "issued"},
      {"33.10 issue before end, well spelled", setting_issued("2026-11-21T05:17:19Z"),
       "the report was issued before the run ended"},
  });
}

TEST_CASE("statements: text that is not what it looks like is refused", "[reports][statement]") {
  check_refused(std::vector<Wrong>{
      {"34.1 a NUL in a string", replacing("Example Integrator", "Example\\u0000Integrator"),
       "a string holds a NUL"},
      {"34.2 over-long UTF-8", replacing("Example Integrator", "Example\xC0\xAFIntegrator"),
       "not UTF-8"},
  });
}

TEST_CASE("12.2 an envelope inside an envelope is refused", "[reports][statement]") {
  SmallBundle bundle;
  bundle.sealed();
  seal_again(bundle, bundle::kReportSealed, read_whole(bundle.at(bundle::kReportSealed)));
  CHECK_THAT(refusal(bundle.verify()), Catch::Contains("report: ") && Catch::Contains("_type"));
}

TEST_CASE("47.2 a report over another run record is refused", "[reports][statement]") {
  CHECK(is_refused(with_report(
      [](auto& statement) { statement.report.run_record_digests = {sha256_hex("another run")}; })));
  CHECK(is_refused(
      with_report([](auto& statement) { statement.report.run_record_digests.clear(); })));
}

TEST_CASE("47.3 statements swapped for one another are refused", "[reports][statement]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto record = read_whole(bundle.at(bundle::kRunRecordSealed));
  overwrite(bundle.at(bundle::kRunRecordSealed), read_whole(bundle.at(bundle::kReportSealed)));
  overwrite(bundle.at(bundle::kReportSealed), record);
  CHECK(is_refused(bundle.verify()));
}

TEST_CASE("47.4 a run record of another run under the same key is refused",
          "[reports][statement]") {
  SmallBundle bundle;
  bundle.sealed();
  auto statement =
      decode_run_record_statement(payload_of(bundle, bundle::kRunRecordSealed)).value();
  statement.record.run_id = "00000000-0000-4000-8000-000000000000";
  seal_again(bundle, bundle::kRunRecordSealed,
             encode_run_record_statement(statement.record, statement.subjects));
  CHECK(is_refused(bundle.verify()));
}

TEST_CASE("statements: a report without issuer that is not headed a self-test is refused",
          "[reports][statement]") {
  CHECK(
      is_refused(with_report([](auto& statement) { statement.report.site.issuer_name.clear(); })));
}
