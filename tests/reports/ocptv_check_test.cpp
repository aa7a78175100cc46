#include "reports/ocptv_check.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

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

std::string said(const std::string& output) {
  std::string all;
  for (const auto& finding : ocptv_findings(output)) {
    all += finding + "\n";
  }
  return all;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const OcptvLine kFail = ocptv_step("'diagnosis':{'verdict':'v','type':'FAIL'}");
const OcptvLine kPass = ocptv_step("'diagnosis':{'verdict':'v','type':'PASS'}");

}  // namespace

TEST_CASE("ocptv check: outputs of the reference implementation leave it nothing to say",
          "[reports]") {
  const auto samples = testing::capture("ocptv/samples-valid");
  if (!samples) {
    return;
  }
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*samples)) {
    CAPTURE(entry.path().filename());
    ++count;
    const auto findings = ocptv_findings(content(entry.path()));
    if (entry.path().filename() == "demo_error_while_gathering_duts.jsonl") {
      CHECK(findings == std::vector<std::string>{"line 2: the output ends without testRunEnd"});
      continue;
    }
    CHECK(findings.empty());
  }
  CHECK(count == 14);
}

TEST_CASE("ocptv check: a run in order leaves it nothing to say, whatever its result",
          "[reports]") {
  CHECK(said(ocptv_run({kPass})).empty());
  CHECK(said(ocptv_run({kFail}, "FAIL")).empty());
  CHECK(said(ocptv_text({ocptv_version(), ocptv_start(), ocptv_end("SKIP", "NOT_APPLICABLE")}))
            .empty());
  CHECK(said(ocptv_text({ocptv_version(), ocptv_start(), ocptv_end("ERROR", "NOT_APPLICABLE")}))
            .empty());
}

TEST_CASE("51.51 no schemaVersion, another one, one too many", "[reports]") {
  CHECK_THAT(said(ocptv_text({ocptv_start(), ocptv_end("COMPLETE", "PASS")})),
             Contains("line 1: the output does not begin with schemaVersion"));
  CHECK_THAT(said(ocptv_text({{"'schemaVersion':{'major':2,'minor':1}"}})),
             Contains("line 1: schemaVersion is not 2.0"));
  CHECK_THAT(said(ocptv_text({ocptv_version(), ocptv_version()})),
             Contains("line 2: schemaVersion is told again"));
  CHECK(said("") == "line 0: the output ends without testRunEnd\n");
}

TEST_CASE("51.52 a gap in the sequence numbers, lines swapped, a line lost", "[reports]") {
  const auto whole = ocptv_run({kPass});
  auto gap = whole;
  gap.replace(gap.find("Number\":3"), 9, "Number\":4");
  CHECK_THAT(said(gap), Contains("line 4: sequenceNumber is not 3"));
  auto lost = whole;
  const auto third = lost.find('\n', lost.find("Number\":2")) + 1;
  lost.erase(third, lost.find('\n', third) + 1 - third);
  CHECK_THAT(said(lost), Contains("line 4: sequenceNumber is not 3"));
  CHECK_THAT(said(whole.substr(0, whole.rfind('\n', whole.size() - 2) + 1)),
             Contains("the output ends without testRunEnd"));
}

TEST_CASE("51.53 a start without an end, an end without a start", "[reports]") {
  CHECK_THAT(said(ocptv_text({ocptv_version(), ocptv_start()})), Contains("without testRunEnd"));
  CHECK_THAT(said(ocptv_text({ocptv_version(), ocptv_end("COMPLETE", "PASS")})),
             Contains("testRunEnd without testRunStart"));
  CHECK_THAT(said(ocptv_text({ocptv_version(), ocptv_start(), ocptv_start()})),
             Contains("testRunStart comes twice"));
  CHECK_THAT(said(ocptv_text({ocptv_version(), ocptv_start(), ocptv_step_start(),
                              ocptv_end("COMPLETE", "PASS")})),
             Contains("line 4: test step '0' has no end"));
  CHECK_THAT(said(ocptv_text({ocptv_version(), ocptv_step_start(), ocptv_step_end()})),
             Contains("line 2: a test step before testRunStart"));
  CHECK_THAT(said(ocptv_run({}) + ocptv_text({ocptv_version()})),
             Contains("something comes after testRunEnd"));
}

TEST_CASE("51.54 SKIP with PASS, and every other pair that the specification forbids",
          "[reports]") {
  for (const auto& [status, result] :
       {std::pair{"SKIP", "PASS"}, std::pair{"SKIP", "FAIL"}, std::pair{"ERROR", "PASS"},
        std::pair{"ERROR", "FAIL"}, std::pair{"COMPLETE", "NOT_APPLICABLE"}}) {
    CAPTURE(status, result);
    CHECK_THAT(said(ocptv_text({ocptv_version(), ocptv_start(), ocptv_end(status, result)})),
               Contains("cannot have the result"));
  }
}

TEST_CASE("ocptv check: a run that passes over a failure, or fails over none, is told",
          "[reports]") {
  CHECK_THAT(said(ocptv_run({kFail}, "PASS")), Contains("passes over a failing diagnosis"));
  CHECK_THAT(said(ocptv_run({kPass}, "FAIL")),
             Contains("the run fails, and no diagnosis and no value says why"));
  const auto outside = ocptv_step(
      "'measurement':{'name':'m','value':9,'validators':[{'type':'LESS_THAN','value':5}]}");
  CHECK_THAT(said(ocptv_run({outside}, "PASS")),
             Contains("passes over a value outside its validators"));
  CHECK(said(ocptv_run({outside}, "FAIL")).empty());
}

TEST_CASE("ocptv check: dates that are none and lines that are no JSON are told", "[reports]") {
  auto late = ocptv_start();
  late.timestamp = "2026-02-30T05:17:00Z";
  CHECK_THAT(said(ocptv_text({ocptv_version(), late, ocptv_end("COMPLETE", "PASS")})),
             Contains("line 2: timestamp '2026-02-30T05:17:00Z' is no date and time"));
  CHECK_FALSE(said(ocptv_run({}) + "\n").empty());
  CHECK_THAT(said("{\"sequenceNumber\":0,\"sequenceNumber\":1}\n"), Contains("line 1: "));
  CHECK(ocptv_findings(std::string(100000, '\n')).size() == 100);
}
