#include <catch2/catch.hpp>

#include "reports/html_sections.h"
#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

TEST_CASE("html criteria: a limit stands with unit, basis, source and rule", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::criteria(example.view());
  CHECK(says(page, "6.4\u00A0GB/s \u00B7 basis: secondary \u00B7 source: JEDEC JESD79-3"));
  CHECK(says(page, "guard_band: the acceptance limit is the limit moved by"));
  CHECK(says(page, "at least 20 windows"));
  CHECK(says(page, "uncertainty is not considered"));
  CHECK(says(page, "each logical processor by itself"));
}

TEST_CASE("html criteria: one row a verdict, with value, margin and reason", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::criteria(example.view());
  CHECK(says(page, "11.94\u00A0GB/s \u00B1 80\u00A0MB/s"));
  CHECK(says(page, "+84.3\u00A0%"));
  CHECK(says(page, "<svg class=\"margin\""));
  CHECK(says(page, "max of 24 windows is 3, above 0"));
  CHECK(says(page, "24, 4 missing"));
  std::size_t rows = 0;
  for (auto at = page.find("<td data-label=\"Verdict\""); at != std::string::npos;
       at = page.find("<td data-label=\"Verdict\"", at + 1)) {
    ++rows;
  }
  CHECK(rows == example.report.judgement.verdicts.size());
}

TEST_CASE("html criteria: a criterion is as bad as its worst device", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::criteria(example.view());
  CHECK(says(page, "<div class=\"criterion fail\">"));
  CHECK(says(page, "<div class=\"criterion invalid\">"));
  CHECK(says(page, "<div class=\"criterion pass\">"));
}

TEST_CASE("html criteria: a criterion that the reference lacks is said to be one",
          "[reports][html]") {
  testing::ExampleReport example;
  example.reference.criteria.clear();
  CHECK(says(html_sections::criteria(example.view()), "does not list this criterion"));
}

TEST_CASE("html not judged: listed with the reason, gaps beyond it once", "[reports][html]") {
  testing::ExampleReport example;
  example.report.not_covered.insert(example.report.not_covered.begin(),
                                    "power: no power_domain is here: nothing to bind");
  const auto page = html_sections::not_judged(example.view());
  CHECK(says(page, "no power_domain is here: nothing to bind"));
  CHECK_FALSE(says(page, "<li>power: "));
  CHECK(says(page, "<li>accelerators: none was found"));
}

TEST_CASE("html criteria: beside a verdict stand its rule, its evidence and who waives it",
          "[reports][html]") {
  testing::ExampleReport example;
  auto page = html_sections::criteria(example.view());
  CHECK(says(page,
             "<p class=\"worth\">rule guard_band on p05, U not known; rests on "
             "inventory.json</p>"));
  CHECK(says(page,
             "<p class=\"waiver\">waived by Jo &lt;QA&gt; until 2027-01-31: a known part "
             "&amp; on order; the verdict stays FAIL</p>"));
  CHECK(
      says(page, "waived by Kim until 2020-01-31 (expired when the report was issued): long ago"));
  for (auto& verdict : example.report.judgement.verdicts) {
    verdict.grounds.reset();
  }
  page = html_sections::criteria(example.view());
  CHECK_FALSE(says(page, "rests on"));
}

TEST_CASE("html criteria: what no criterion asks shows its rule too", "[reports][html]") {
  testing::ExampleReport example;
  example.reference.criteria.clear();
  CHECK(says(html_sections::criteria(example.view()), "rule: simple: the acceptance limit is"));
}
