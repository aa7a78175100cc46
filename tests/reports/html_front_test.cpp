#include <catch2/catch.hpp>

#include "reports/html_sections.h"
#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

TEST_CASE("html front: simulated and aborted are said before anything else", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::front(example.view());
  CHECK(page.find("SIMULATED") < page.find("<h1>"));
  CHECK(page.find("ABORTED") < page.find("<h1>"));
  example.record.simulated = false;
  example.inventory.simulated = false;
  CHECK(says(html_sections::front(example.view()), "SIMULATED"));
  example.report.simulated = false;
  example.record.status = RunStatus::complete;
  const auto real = html_sections::front(example.view());
  CHECK_FALSE(says(real, "SIMULATED"));
  CHECK_FALSE(says(real, "ABORTED"));
}

TEST_CASE("html front: without an issuer it says that it is no certificate", "[reports][html]") {
  testing::ExampleReport example;
  CHECK_FALSE(says(html_sections::front(example.view()), "not a certificate"));
  example.report.site = Site{};
  const auto page = html_sections::front(example.view());
  CHECK(says(page, "not a certificate"));
  CHECK(says(page, "<dt>Customer</dt>\n<dd>not given</dd>"));
}

TEST_CASE("html front: the overall verdict stands with its reason and the tally",
          "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::front(example.view());
  CHECK(says(page, "<div class=\"overall fail\">"));
  CHECK(says(page, "cpu-sdc-answers on node/cpu:11 is FAIL"));
  CHECK(says(page, "<b>3</b>\n<span>PASS</span>"));
}

TEST_CASE("html binding: digests, keys, and that the page is no evidence", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::binding(example.view());
  CHECK(says(page, std::string(64, 'd')));
  CHECK(says(page, "SHA256:AAAA"));
  CHECK(says(page, "not sealed"));
  CHECK(says(page, "a rendering, not evidence"));
}

TEST_CASE("html scope: ends with the report's own end marker", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::scope(example.view());
  CHECK(says(page, "Results concern only the items tested."));
  CHECK(says(page, "End of report " + example.report.report_id + ", revision 2"));
}

TEST_CASE("html front: end of validity and number are shown where they are given",
          "[reports][html]") {
  testing::ExampleReport example;
  CHECK_FALSE(says(html_sections::front(example.view()), "Valid until"));
  example.report.valid_until = *parse_utc("2027-11-21T00:00:00Z");
  example.report.sequence = 41;
  const auto page = html_sections::front(example.view());
  CHECK(says(page, "<dt>Valid until</dt>\n<dd>2027-11-21"));
  CHECK(says(page, "then a retest is due"));
  CHECK(says(page, "<dd>41 of the reports of this issuer"));
}

TEST_CASE("html scope: evaluator, waivers and opinions stand apart from the results",
          "[reports][html]") {
  testing::ExampleReport example;
  auto page = html_sections::scope(example.view());
  CHECK(says(page, "rackproof 0.1.0, sha256 " + std::string(64, 'e')));
  CHECK(says(page, "cpu-sdc-answers is waived by Jo &lt;QA&gt; until 2027-01-31"));
  CHECK(says(page, "<h3>Opinions</h3>\n<p>This report gives none."));
  CHECK(page.find("Opinions") < page.find("End of report"));
  example.report.site.waivers.clear();
  example.report.evaluator_digest.clear();
  page = html_sections::scope(example.view());
  CHECK(says(page, "No requirement is waived."));
  CHECK_FALSE(says(page, "sha256"));
}

TEST_CASE("html front: what it replaces and where its reference is published stand in it",
          "[reports][html]") {
  testing::ExampleReport example;
  CHECK(says(html_sections::front(example.view()), "wrong site, sha256 " + std::string(64, 'd')));
  CHECK_FALSE(says(html_sections::front(example.view()), "published"));
  example.report.reference_uri = "https://chips.example/x.toml";
  example.report.reference_sequence = 9;
  const auto page = html_sections::front(example.view());
  CHECK(says(page, "<dd>https://chips.example/x.toml</dd>"));
  CHECK(says(page, "<dd>number 9</dd>"));
}
