#include "reports/render_junit.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"
#include "tests/support/xmllint.h"

using namespace rackproof;
using testing::ExampleReport;
using testing::is_valid_junit;
using testing::xpath;

namespace {

std::string rendered() {
  ExampleReport example;
  return render_junit(example.view());
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), instead);
}

}  // namespace

TEST_CASE("55.3 a JUnit file of every verdict and of hostile strings is valid under its schema",
          "[reports]") {
  const auto document = rendered();
  CHECK(is_valid_junit(document));
  CHECK(document == rendered());
  CHECK(document.find("<script>") == std::string::npos);
  CHECK(document.find('\x1B') == std::string::npos);
}

TEST_CASE("55.4 what would end a CDATA section or an attribute stays text in a JUnit file",
          "[reports]") {
  ExampleReport example;
  const std::string hostile = "]]></failure><testcase name=\"x\"/><!-- \" ' &amp; ]]>";
  for (auto& verdict : example.report.judgement.verdicts) {
    verdict.reason = hostile;
  }
  const auto document = render_junit(example.view());
  CHECK(is_valid_junit(document));
  CHECK(xpath(document, "count(//testcase[@name=\"x\"])") == "0");
  CHECK(xpath(document, "count(//testcase)") == "8");
  CHECK(xpath(document,
              "count(//failure[contains(@message,\"]]></failure><testcase name=\")])>0") == "true");
}

TEST_CASE("junit: the counts of the file and of every suite are those of its cases", "[reports]") {
  const auto document = rendered();
  CHECK(xpath(document, "number(/testsuites/@tests)=count(//testcase)") == "true");
  CHECK(xpath(document, "number(/testsuites/@failures)=count(//failure)") == "true");
  CHECK(xpath(document, "number(/testsuites/@errors)=count(//error)") == "true");
  CHECK(xpath(document, "number(/testsuites/@skipped)=count(//skipped)") == "true");
  CHECK(xpath(document, "count(//testsuite[@tests!=count(testcase)])") == "0");
  CHECK(xpath(document, "count(//testsuite[@failures!=count(testcase/failure)])") == "0");
  CHECK(xpath(document, "count(//testsuite[@errors!=count(testcase/error)])") == "0");
  CHECK(xpath(document, "count(//testsuite[@skipped!=count(testcase/skipped)])") == "0");
  CHECK(xpath(document, "count(//testcase)") == "8");
}

TEST_CASE("junit: a FAIL is a failure in the file and nowhere passed", "[reports]") {
  const auto document = rendered();
  CHECK(xpath(document, "count(//testcase[@name=\"cpu-sdc-answers on node/cpu:11\"]/failure)") ==
        "1");
  CHECK(xpath(document, "count(//testcase[@name=\"overall verdict\"]/failure)") == "1");
  CHECK(xpath(document,
              "count(//testcase[not(failure|error|skipped)]"
              "[properties/property[@name=\"verdict\"]/@value!=\"PASS\"])") == "0");
  CHECK(xpath(document, "count(//testcase[not(failure|error|skipped)])") == "3");
}

TEST_CASE("junit: its schema refuses what readers would misread", "[reports]") {
  const auto document = rendered();
  REQUIRE(is_valid_junit(document));
  const auto broken = {
      document.substr(0, document.size() / 2),
      with(document, "type=\"FAIL\"", "type=\"PASS\""),
      with(document, "type=\"INCONCLUSIVE\"", "type=\"FAIL\""),
      with(document, "failures=\"", "failures=\"-"),
      with(document, " errors=\"2\"", ""),
      with(document, "name=\"cpu-sdc-answers on node/cpu:0\"",
           "name=\"cpu-sdc-answers on node/cpu:1\""),
      with(document, "<testcase ", "<testcase status=\"ok\" "),
      with(document, "</failure>", "</failure><failure type=\"FAIL\" message=\"m\">x</failure>"),
      with(document, "<failure ", "<flaky/><failure "),
      with(document, "time=\"48\"", "time=\"1,048\""),
      with(document, "00.000000000Z", "00.000000000"),
      with(document, "<property ", "<property unit=\"W\" "),
  };
  for (const auto& each : broken) {
    CHECK_FALSE(is_valid_junit(each));
  }
}
