#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "schemas/json/report_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;
using testing::run_command;
using testing::SmallBundle;

namespace {

testing::CommandRun report(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "report");
  return run_command(add_report_command, std::move(arguments));
}

}  // namespace

TEST_CASE("report: text by default, and showing a report is done whatever its verdict", "[cli]") {
  auto hot = testing::small_run();
  hot.celsius = 99;
  const SmallBundle bundle(hot);
  const auto run = report({bundle.path()});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::Contains("OVERALL       FAIL"));
  CHECK(run.complaints.empty());
}

TEST_CASE("report: html and json go to a file or to stdout", "[cli]") {
  const SmallBundle bundle;
  const auto file = bundle.beside("page.html");
  CHECK(report({bundle.path(), "--format", "html", "-o", file}).exit_code == 0);
  const auto page = testing::read_whole(file);
  CHECK(page == report({bundle.path(), "--format", "html"}).output);
  CHECK(page.starts_with("<!DOCTYPE html>"));

  const auto json = report({bundle.path(), "--format", "json"});
  CHECK(decode_report_statement(json.output).value().report == bundle.report());
}

TEST_CASE("report --check: the page in the bundle is compared with a new rendering", "[cli]") {
  const SmallBundle bundle;
  const auto none = report({bundle.path(), "--check"});
  if (!std::filesystem::exists(bundle.at("report.html"))) {
    CHECK(none.exit_code == 3);
    CHECK_THAT(none.complaints, Catch::Contains("holds no report.html"));
  }
  REQUIRE(report({bundle.path(), "--format", "html", "-o", bundle.at("report.html")}).exit_code ==
          0);
  CHECK(report({bundle.path(), "--check"}).exit_code == 0);

  auto page = testing::read_whole(bundle.at("report.html"));
  page.replace(page.find("</h1>"), 5, "!</h1>");
  testing::overwrite(bundle.at("report.html"), page);
  const auto altered = report({bundle.path(), "--check"});
  CHECK(altered.exit_code == 4);
  CHECK_THAT(altered.complaints, Catch::Contains("is not what this release renders"));
}

TEST_CASE("report: formats that are none are usage, and an export has no baseline", "[cli]") {
  const SmallBundle bundle;
  for (const auto* none : {"pdf", "", "JUnit", "junit,text"}) {
    const auto run = report({bundle.path(), "--format", none});
    CHECK(run.exit_code == 2);
    CHECK(run.output.empty());
  }
  CHECK(report({bundle.path(), "--format", "junit", "--baseline", bundle.path()}).exit_code == 2);
  CHECK(report({bundle.path(), "--format", "junit", "--check"}).exit_code == 2);
  CHECK(report({}).exit_code == 2);
}

TEST_CASE("report: each export goes to a file or to stdout, whatever the verdict", "[cli]") {
  auto hot = testing::small_run();
  hot.celsius = 99;
  SmallBundle bundle(hot);
  bundle.sealed();
  for (const std::string format :
       {"junit", "ocptv", "sigstore", "sigstore-run-record", "test-result"}) {
    const auto file = bundle.beside("export." + format);
    CHECK(report({bundle.path(), "--format", format, "-o", file}).exit_code == 0);
    const auto shown = report({bundle.path(), "--format", format});
    CHECK(shown.exit_code == 0);
    CHECK(shown.output == testing::read_whole(file));
    CHECK_FALSE(shown.output.empty());
  }
}

TEST_CASE("report: what can only say that something passed is exit 1 for what did not", "[cli]") {
  auto hot = testing::small_run();
  hot.celsius = 99;
  const SmallBundle failed(hot);
  const auto run = report({failed.path(), "--format", "svr", "-o", failed.beside("svr.json")});
  CHECK(run.exit_code == 1);
  CHECK_FALSE(std::filesystem::exists(failed.beside("svr.json")));
  const SmallBundle passed;
  CHECK(report({passed.path(), "--format", "svr"}).exit_code == 0);
  CHECK(report({passed.path(), "--format", "sigstore"}).exit_code == 3);  // not sealed
}

TEST_CASE("report --key: a companion comes in an envelope that the key has signed", "[cli]") {
  const SmallBundle bundle;
  const auto pair = seal::create_key_pair(bundle.beside("policy"));
  REQUIRE(pair);
  const auto bare = report({bundle.path(), "--format", "test-result"});
  const auto sealed =
      report({bundle.path(), "--format", "test-result", "--key", bundle.beside("policy")});
  CHECK(sealed.exit_code == 0);
  const auto envelope = seal::parse_envelope(sealed.output);
  REQUIRE(envelope);
  CHECK(envelope->payload == bare.output);
  CHECK(pair->verifies(seal::pre_authentication(envelope->payload_type, envelope->payload),
                       envelope->signatures.at(0).bytes));
  CHECK(report({bundle.path(), "--format", "svr", "--key", bundle.beside("none")}).exit_code == 2);
  CHECK(report({bundle.path(), "--format", "junit", "--key", bundle.beside("policy")}).exit_code ==
        2);
}

TEST_CASE("report: an export of an altered member or of untrue verdicts is refused", "[cli]") {
  auto hot = testing::small_run();
  hot.celsius = 99;
  const SmallBundle untrue(hot);
  testing::edit(untrue.at("report.json"), [](std::string& text) {
    text.replace(text.find("\"overall\": \"FAIL\""), 17, "\"overall\": \"PASS\"");
  });
  const auto run = report({untrue.path(), "--format", "junit", "-o", untrue.beside("x.xml")});
  CHECK(run.exit_code == 4);
  CHECK_FALSE(std::filesystem::exists(untrue.beside("x.xml")));
  const SmallBundle newer;
  testing::edit(newer.at("report.json"), [](std::string& text) {
    text.replace(text.find("compliance-report/v1"), 20, "compliance-report/v2");
  });
  CHECK(report({newer.path(), "--format", "junit"}).exit_code == 3);
}

TEST_CASE("report: an altered member is not rendered, a missing bundle is not invented", "[cli]") {
  const SmallBundle bundle;
  auto inventory = testing::read_whole(bundle.at("inventory.json"));
  inventory[inventory.size() / 2] ^= 1;
  testing::overwrite(bundle.at("inventory.json"), inventory);
  const auto run = report({bundle.path()});
  CHECK(run.exit_code == 4);
  CHECK(run.output.empty());
  CHECK(report({bundle.beside("nothing")}).exit_code == 3);
}

TEST_CASE("report: a place that cannot be written is said, nothing is left there", "[cli]") {
  const SmallBundle bundle;
  const auto run = report({bundle.path(), "-o", bundle.beside("no/such/file")});
  CHECK(run.exit_code == 3);
  CHECK_FALSE(run.complaints.empty());
}

TEST_CASE("report --baseline: an earlier bundle is set beside this one, in three formats",
          "[cli]") {
  auto hot = testing::small_run();
  hot.celsius = 99;
  const SmallBundle earlier;
  const SmallBundle later(hot);
  const auto text = report({later.path(), "--baseline", earlier.path()});
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.output, Catch::Contains("What stands out") && Catch::Contains("+108.4 %"));
  const auto json = report({later.path(), "--baseline", earlier.path(), "--format", "json"});
  CHECK_THAT(json.output, Catch::Contains("rackproof-comparison/1"));
  const auto html = report({later.path(), "--baseline", earlier.path(), "--format", "html"});
  CHECK(html.output.starts_with("<!DOCTYPE html>"));
  CHECK(report({later.path(), "--baseline", later.beside("none")}).exit_code == 3);
  CHECK(report({later.path(), "--baseline", earlier.path(), "--check"}).exit_code == 2);
}
