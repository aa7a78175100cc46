#include "reports/external_run.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "reports/ocptv_shape.h"
#include "schemas/digest.h"
#include "tests/support/ocptv_text.h"

using namespace rackproof;
using Catch::Contains;
using testing::ocptv_end;
using testing::ocptv_run;
using testing::ocptv_start;
using testing::ocptv_step;
using testing::ocptv_step_end;
using testing::ocptv_step_start;
using testing::ocptv_text;
using testing::ocptv_version;
using testing::OcptvLine;

namespace {

const OcptvLine kFail = ocptv_step("'diagnosis':{'verdict':'v','type':'FAIL'}");
const OcptvLine kPass = ocptv_step("'diagnosis':{'verdict':'v','type':'PASS'}");
const OcptvLine kUnknown = ocptv_step("'diagnosis':{'verdict':'v','type':'UNKNOWN'}");

/// Why it is not taken; "" where it is.
std::string refusal(const std::string& bytes) {
  const auto read = read_external_run("ocptv/x.jsonl", bytes);
  return read ? "" : read.error().message;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

OcptvLine series_start(const std::string& id) {
  return ocptv_step("'measurementSeriesStart':{'name':'m','measurementSeriesId':'" + id + "'}");
}
OcptvLine series_element(int index) {
  return ocptv_step("'measurementSeriesElement':{'index':" + std::to_string(index) +
                    ",'value':1,'timestamp':'2026-11-21T05:17:00Z','measurementSeriesId':'s'}");
}
OcptvLine series_end(int count) {
  return ocptv_step("'measurementSeriesEnd':{'measurementSeriesId':'s','totalCount':" +
                    std::to_string(count) + "}");
}

/// The official samples of one capture, by name, with why each is refused ("" = taken).
std::map<std::string, std::string> refusals_in(const std::filesystem::path& directory) {
  std::map<std::string, std::string> answers;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    answers[entry.path().filename().string()] = refusal(content(entry.path()));
  }
  return answers;
}

}  // namespace

TEST_CASE("external run: what the file says is told word for word", "[reports][external]") {
  auto start = ocptv_start();
  start.timestamp = "2026-11-21T05:16:00+01:00";
  const auto output = ocptv_text({ocptv_version(), start, ocptv_step_start(), kPass, kPass, kFail,
                                  kUnknown, ocptv_step_end(), ocptv_end("COMPLETE", "FAIL")});
  const auto read = read_external_run("ocptv/x.jsonl", output);
  REQUIRE(read);
  const ExternalResult expected{.member = "ocptv/x.jsonl",
                                .sha256 = sha256_hex(output),
                                .tool = "t",
                                .tool_version = "1",
                                .device_under_test = "d",
                                .started = "2026-11-21T05:16:00+01:00",
                                .ended = "2026-11-21T05:17:00Z",
                                .status = "COMPLETE",
                                .result = "FAIL",
                                .passed_count = 2,
                                .failed_count = 1,
                                .unknown_count = 1};
  CHECK(*read == expected);
  CHECK(external_title(*read) == "ocptv/x.jsonl (t 1): FAIL, status COMPLETE");
  CHECK(external_diagnoses(*read) == "diagnoses: 2 PASS, 1 FAIL, 1 UNKNOWN");
}

TEST_CASE("external run: a FAIL, a skip and an error are said to be not covered, a PASS is not",
          "[reports][external]") {
  RunRecord record;
  for (const auto* result : {"PASS", "FAIL", "NOT_APPLICABLE"}) {
    ExternalResult told;
    told.member = std::string("ocptv/") + result + ".jsonl";
    told.tool = "vendor";
    told.tool_version = "3";
    told.status = "COMPLETE";
    told.result = result;
    record.external_results.push_back(told);
  }
  const auto sentences = external_not_covered(record);
  REQUIRE(sentences.size() == 2);
  CHECK(sentences[0] ==
        "external result ocptv/FAIL.jsonl (vendor 3): FAIL, status COMPLETE, diagnoses: 0 PASS, 0 "
        "FAIL, 0 UNKNOWN; another tool says so, and the verdict does not count it");
  CHECK_THAT(sentences[1], Contains("ocptv/NOT_APPLICABLE.jsonl"));
}

TEST_CASE("external run: the version and the numbering of what is taken in",
          "[reports][external]") {
  const auto whole = ocptv_run({kPass});
  REQUIRE(refusal(whole).empty());
  SECTION("51.1 no schemaVersion first") {
    CHECK_THAT(refusal(ocptv_text({ocptv_start(), ocptv_end("COMPLETE", "PASS")})),
               Contains("line 1: the output does not begin with schemaVersion"));
  }
  SECTION("51.2 schemaVersion of another major") {
    auto other = whole;
    other.replace(other.find("\"major\":2"), 9, "\"major\":3");
    CHECK_THAT(refusal(other), Contains("line 1: schemaVersion is not 2.0"));
  }
  SECTION("51.3 schemaVersion of another minor") {
    auto other = whole;
    other.replace(other.find("\"minor\":0"), 9, "\"minor\":1");
    CHECK_THAT(refusal(other), Contains("line 1: schemaVersion is not 2.0"));
  }
  SECTION("51.4 schemaVersion told a second time") {
    CHECK_THAT(refusal(ocptv_text({ocptv_version(), ocptv_start(), ocptv_version(),
                                   ocptv_end("COMPLETE", "PASS")})),
               Contains("line 3: schemaVersion is told again"));
  }
  SECTION("51.5 a gap in the sequence numbers") {
    auto gap = whole;
    gap.replace(gap.find("Number\":3"), 9, "Number\":4");
    CHECK_THAT(refusal(gap), Contains("line 4: sequenceNumber is not 3"));
  }
  SECTION("51.6 a line that is lost") {
    auto lost = whole;
    const auto third = lost.find('\n', lost.find("Number\":2")) + 1;
    lost.erase(third, lost.find('\n', third) + 1 - third);
    CHECK_THAT(refusal(lost), Contains("line 4: sequenceNumber is not 3"));
  }
}

TEST_CASE("external run: starts and ends of what is taken in", "[reports][external]") {
  SECTION("51.7 an end without a start") {
    CHECK_THAT(refusal(ocptv_text({ocptv_version(), ocptv_end("COMPLETE", "PASS")})),
               Contains("line 2: testRunEnd without testRunStart"));
  }
  SECTION("51.8 a start without an end") {
    CHECK_THAT(refusal(ocptv_text({ocptv_version(), ocptv_start()})),
               Contains("line 2: the output ends without testRunEnd"));
  }
  SECTION("51.9 a step without an end") {
    CHECK_THAT(refusal(ocptv_text({ocptv_version(), ocptv_start(), ocptv_step_start(),
                                   ocptv_end("COMPLETE", "PASS")})),
               Contains("line 4: test step '0' has no end"));
  }
  SECTION("51.10 an artifact of a step that never started") {
    CHECK_THAT(
        refusal(ocptv_text({ocptv_version(), ocptv_start(), kPass, ocptv_end("COMPLETE", "PASS")})),
        Contains("line 3: test step '0' has not started"));
  }
  SECTION("51.11 something after the end") {
    CHECK_THAT(refusal(ocptv_text({ocptv_version(), ocptv_start(), ocptv_end("COMPLETE", "PASS"),
                                   ocptv_step_start()})),
               Contains("line 4: something comes after testRunEnd"));
  }
}

TEST_CASE("external run: results that contradict themselves are not taken in",
          "[reports][external]") {
  const auto ended = [](const std::string& status, const std::string& result) {
    return refusal(ocptv_text({ocptv_version(), ocptv_start(), ocptv_end(status, result)}));
  };
  CHECK(ended("SKIP", "NOT_APPLICABLE").empty());
  SECTION("51.12 SKIP with PASS") {
    CHECK_THAT(ended("SKIP", "PASS"),
               Contains("line 3: a run of status 'SKIP' cannot have the result 'PASS'"));
  }
  SECTION("51.13 ERROR with PASS") {
    CHECK_THAT(ended("ERROR", "PASS"), Contains("status 'ERROR' cannot have the result 'PASS'"));
  }
  SECTION("51.14 COMPLETE with NOT_APPLICABLE") {
    CHECK_THAT(ended("COMPLETE", "NOT_APPLICABLE"), Contains("cannot have the result"));
  }
  SECTION("51.15 PASS over a failing diagnosis") {
    CHECK_THAT(refusal(ocptv_run({kFail}, "PASS")),
               Contains("line 6: the run passes over a failing diagnosis"));
  }
}

TEST_CASE("external run: parts that nobody told and series without an end are not taken in",
          "[reports][external]") {
  SECTION("51.16 a dangling hardwareInfoId") {
    CHECK_THAT(refusal(ocptv_run({ocptv_step(
                   "'diagnosis':{'verdict':'v','type':'PASS','hardwareInfoId':'h9'}")})),
               Contains("line 4: hardwareInfoId 'h9' is not told by dutInfo"));
  }
  SECTION("51.17 a measurement series without an end") {
    CHECK_THAT(refusal(ocptv_run({series_start("s"), series_element(0)})),
               Contains("line 6: measurement series 's' has no end"));
  }
  SECTION("51.18 a measurement series whose end counts wrong") {
    CHECK_THAT(refusal(ocptv_run({series_start("s"), series_element(0), series_end(2)})),
               Contains("line 6: a measurement series has 1 elements, and its end counts 2"));
  }
  SECTION("51.19 an element of a series that is not open") {
    CHECK_THAT(refusal(ocptv_run({series_element(0)})),
               Contains("line 4: measurement series 's' is not open in test step '0'"));
  }
}

TEST_CASE("external run: what the official schemas refuse is not taken in", "[reports][external]") {
  const auto with = [](const std::string& artifact) {
    return refusal(ocptv_run({ocptv_step(artifact)}));
  };
  SECTION("51.20 a member that OCPTV 2.0 does not know") {
    CHECK_THAT(with("'log':{'severity':'INFO','message':'m','text':'m'}"),
               Contains("line 4: testStepArtifact.log: OCPTV 2.0 knows no 'text' here"));
  }
  SECTION("51.21 a member that is missing") {
    CHECK_THAT(with("'log':{'severity':'INFO'}"),
               Contains("line 4: testStepArtifact.log: 'message' is missing"));
  }
  SECTION("51.22 null for an optional member") {
    CHECK_THAT(with("'log':{'severity':'INFO','message':'m','sourceLocation':null}"),
               Contains("sourceLocation: expected an object, got null"));
  }
  SECTION("51.23 an extension whose content is no object") {
    CHECK_THAT(with("'extension':{'name':'n','content':'c'}"),
               Contains("testStepArtifact.extension.content: expected an object, got a string"));
  }
  SECTION("51.24 an array in a validator") {
    CHECK_THAT(with("'measurement':{'name':'m','value':1,'validators':[{'type':'IN_SET','value':"
                    "[1,2]}]}"),
               Contains("validators[0].value: expected a string, a boolean or a number, got an "
                        "array"));
  }
  SECTION("51.25 a word that is none of those listed") {
    CHECK_THAT(with("'diagnosis':{'verdict':'v','type':'OK'}"),
               Contains("diagnosis.type: 'OK' is none of its words"));
  }
  SECTION("51.26 two artifacts on one line") {
    CHECK_THAT(with("'log':{'severity':'INFO','message':'m'},'error':{'symptom':'s'}"),
               Contains("line 4: testStepArtifact: 2 artifacts on one line, not one"));
  }
}

TEST_CASE("external run: bytes that are no JSON lines, or too many, are not taken in",
          "[reports][external]") {
  SECTION("51.27 an empty file") {
    CHECK(refusal("") == "line 1: the file is empty");
  }
  SECTION("51.28 a last line that is torn") {
    const auto whole = ocptv_run({kPass});
    CHECK_THAT(refusal(whole.substr(0, whole.size() - 20)), Contains("line 6: "));
  }
  SECTION("51.29 an empty line, a name twice, no UTF-8") {
    CHECK_THAT(refusal(ocptv_run({kPass}) + "\n"), Contains("line 7: "));
    CHECK_THAT(refusal("{\"sequenceNumber\":0,\"sequenceNumber\":0}\n"), Contains("line 1: "));
    CHECK_THAT(refusal("\"\xFF\"\n"), Contains("line 1: "));
  }
  SECTION("51.30 a line past the limit") {
    CHECK_THAT(refusal(ocptv_text({ocptv_version()}) + std::string(kLongestExternalLine + 1, ' ')),
               Contains("line 2: 1048577 bytes, at most 1048576 are taken"));
  }
  SECTION("51.31 more lines than are taken") {
    CHECK_THAT(refusal(std::string(300'000, '\n')), Contains("more lines than are taken"));
  }
  SECTION("51.32 a date that is none") {
    auto late = ocptv_start();
    late.timestamp = "2026-02-30T05:17:00Z";
    CHECK_THAT(refusal(ocptv_text({ocptv_version(), late, ocptv_end("COMPLETE", "PASS")})),
               Contains("line 2: timestamp '2026-02-30T05:17:00Z' is no date and time"));
  }
}

TEST_CASE("51.33 of the official samples 13 are taken in and 13 are refused, each with its line",
          "[reports][external]") {
  const auto samples = testing::capture("ocptv");
  if (!samples) {
    return;
  }
  const auto valid = refusals_in(*samples / "samples-valid");
  CHECK(valid.size() == 14);
  for (const auto& [name, why] : valid) {
    CAPTURE(name);
    CHECK(why == (name == "demo_error_while_gathering_duts.jsonl"
                      ? "line 2: the output ends without testRunEnd"
                      : ""));
  }
  const auto legacy = refusals_in(*samples / "samples-legacy-INVALID");
  CHECK(legacy.size() == 11);
  for (const auto& [name, why] : legacy) {
    CAPTURE(name, why);
    CHECK_THAT(why, Catch::StartsWith("line "));
  }
  const auto refused = refusals_in(*samples / "samples-invalid-by-schema");
  REQUIRE(refused.size() == 1);
  CHECK_THAT(refused.begin()->second,
             Contains("line 4: testStepArtifact.extension.content: expected an object, got a "
                      "string"));
}
