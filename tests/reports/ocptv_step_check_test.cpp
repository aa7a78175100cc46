#include "reports/ocptv_step_check.h"

#include <catch2/catch.hpp>

#include "reports/ocptv_check.h"
#include "tests/support/ocptv_text.h"

using namespace rackproof;
using Catch::Contains;
using testing::ocptv_run;
using testing::ocptv_step;
using testing::ocptv_step_end;
using testing::ocptv_step_start;
using testing::OcptvLine;

namespace {

/// What is said of a run of one step with these artifacts in it.
std::string said(const std::vector<OcptvLine>& inside, const std::string& result = "PASS") {
  std::string all;
  for (const auto& finding : ocptv_findings(ocptv_run(inside, result))) {
    all += finding + "\n";
  }
  return all;
}

const OcptvLine kSeries = ocptv_step(
    "'measurementSeriesStart':{'name':'m','measurementSeriesId':'x',"
    "'validators':[{'type':'LESS_THAN','value':5}]}");

OcptvLine element(int index, int value, const std::string& at = "2026-11-21T05:17:00Z") {
  return ocptv_step("'measurementSeriesElement':{'index':" + std::to_string(index) + ",'value':" +
                    std::to_string(value) + ",'timestamp':'" + at + "','measurementSeriesId':'x'}");
}

OcptvLine series_end(int count) {
  return ocptv_step("'measurementSeriesEnd':{'measurementSeriesId':'x','totalCount':" +
                    std::to_string(count) + "}");
}

OcptvLine measured(const std::string& part, int value) {
  return ocptv_step("'measurement':{'name':'m','value':" + std::to_string(value) +
                    ",'validators':[{'type':'LESS_THAN','value':5}],'hardwareInfoId':'" + part +
                    "'}");
}

OcptvLine diagnosed(const std::string& part, const std::string& type) {
  return ocptv_step("'diagnosis':{'verdict':'v','type':'" + type + "','hardwareInfoId':'" + part +
                    "'}");
}

}  // namespace

TEST_CASE("51.55 a hardwareInfoId that nobody told", "[reports]") {
  CHECK(said({diagnosed("h1", "PASS")}).empty());
  CHECK_THAT(said({diagnosed("h2", "PASS")}),
             Contains("line 4: hardwareInfoId 'h2' is not told by dutInfo"));
  CHECK_THAT(said({measured("h2", 1)}), Contains("hardwareInfoId 'h2'"));
  CHECK_THAT(said({ocptv_step("'measurementSeriesStart':{'name':'m','measurementSeriesId':'y',"
                              "'hardwareInfoId':'h7'}")}),
             Contains("hardwareInfoId 'h7'"));
  CHECK(said({ocptv_step("'error':{'symptom':'s','softwareInfoIds':['s0']}")}).empty());
  CHECK_THAT(said({ocptv_step("'error':{'symptom':'s','softwareInfoIds':['s0','s1']}")}),
             Contains("softwareInfoId 's1' is not told by dutInfo"));
}

TEST_CASE("51.56 a measurement series without end, or not counted right", "[reports]") {
  CHECK(said({kSeries, element(0, 1), element(1, 2), series_end(2)}).empty());
  CHECK_THAT(said({kSeries, element(0, 1)}), Contains("measurement series 'x' has no end"));
  CHECK_THAT(said({kSeries, element(0, 1), series_end(2)}),
             Contains("has 1 elements, and its end counts 2"));
  CHECK_THAT(said({kSeries, element(0, 1), element(2, 1), series_end(2)}), Contains("have a gap"));
  CHECK_THAT(said({kSeries, element(0, 1), element(0, 1), series_end(2)}),
             Contains("index 0 of a measurement series comes twice"));
  CHECK_THAT(said({kSeries, series_end(0), element(0, 1)}),
             Contains("measurement series 'x' is not open in test step '0'"));
  CHECK_THAT(said({element(0, 1)}), Contains("is not open"));
  CHECK_THAT(said({kSeries, series_end(0), kSeries}), Contains("starts twice"));
  CHECK_THAT(said({kSeries, element(0, 1, "never"), series_end(1)}),
             Contains("timestamp 'never' is no date and time"));
}

TEST_CASE("ocptv check: steps neither start twice nor go on after their end", "[reports]") {
  CHECK_THAT(said({ocptv_step_start()}), Contains("test step '0' starts twice"));
  CHECK_THAT(said({ocptv_step_end(), diagnosed("h0", "PASS")}),
             Contains("test step '0' has ended already"));
  CHECK_THAT(said({ocptv_step_end("7")}), Contains("test step '7' has not started"));
}

TEST_CASE("ocptv check: no diagnosis passes a part whose value in the step is outside",
          "[reports]") {
  CHECK(said({measured("h0", 9), diagnosed("h0", "FAIL")}, "FAIL").empty());
  CHECK(
      said({measured("h0", 9), diagnosed("h0", "FAIL"), diagnosed("h1", "PASS")}, "FAIL").empty());
  CHECK_THAT(said({measured("h0", 9), diagnosed("h0", "PASS")}, "FAIL"),
             Contains("passes a part whose value is outside its validators"));
  CHECK_THAT(said({diagnosed("", "PASS"), kSeries, element(0, 9), series_end(1)}, "FAIL"),
             Contains("hardwareInfoId ''"));
  CHECK_THAT(said({ocptv_step("'diagnosis':{'verdict':'v','type':'PASS'}"), kSeries, element(0, 9),
                   series_end(1)},
                  "FAIL"),
             Contains("passes a part whose value is outside its validators"));
}

TEST_CASE("ocptv check: ids of the device under test are told once", "[reports]") {
  auto output = ocptv_run({});
  output.replace(output.find("\"h1\""), 4, "\"h0\"");
  const auto findings = ocptv_findings(output);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front() == "line 2: hardwareInfoId 'h0' is told twice");
}
