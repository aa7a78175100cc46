#include "reports/render_text.h"

#include <catch2/catch.hpp>

#include "reports/text_page.h"
#include "schemas/text.h"
#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

TEST_CASE("text report: the verdict, why, every limit with its source", "[reports][text]") {
  testing::ExampleReport example;
  const auto text = render_text(example.view());
  REQUIRE(text);
  CHECK(says(*text, "OVERALL       FAIL"));
  CHECK(says(*text, "SIMULATED: "));
  CHECK(says(*text, "Missing       accelerator:0123, expected by inventory of"));
  CHECK(says(*text, "ABORTED: "));
  CHECK(says(*text, "secondary: JEDEC JESD79-3"));
  CHECK(says(*text, "not told: a captured tree has no clock"));
  CHECK(says(*text, "clock not synchronised: "));
  CHECK(says(*text, "max of 24 windows is 3, above 0"));
  CHECK(says(*text, "NOT JUDGED    (nothing bound)"));
  CHECK(says(*text, "wrong on cpu:11"));
  CHECK(says(*text, "edac /sys/devices/system/edac/mc: absent"));
  CHECK(says(*text, "End of report"));
}

TEST_CASE("text report: hostile strings cannot drive the terminal", "[reports][text]") {
  testing::ExampleReport example;
  const auto text = render_text(example.view());
  REQUIRE(text);
  CHECK(text->find('\x1B') == std::string::npos);
  CHECK(says(*text, "\\x1b[2J"));
}

TEST_CASE("text report: what other tools say stands apart, and only where there is some",
          "[reports][text][external]") {
  testing::ExampleReport example;
  const auto without = render_text(example.view());
  REQUIRE(without);
  CHECK_FALSE(says(*without, "External results"));
  ExternalResult told;
  told.member = "ocptv/x.jsonl";
  told.tool = "vendor \x1B[2J";
  told.tool_version = "3";
  told.status = "COMPLETE";
  told.result = "FAIL";
  told.failed_count = 2;
  example.record.external_results = {told};
  const auto text = render_text(example.view());
  REQUIRE(text);
  CHECK(says(*text, "External results"));
  CHECK(says(*text, "rackproof did not measure what follows"));
  CHECK(says(*text, "diagnoses: 0 PASS, 2 FAIL, 0 UNKNOWN"));
  CHECK(text->find('\x1B') == std::string::npos);
}

TEST_CASE("text report: an identity that no part proved is said to be self-reported",
          "[reports][text][attestation]") {
  testing::ExampleReport example;
  example.record.attestations.clear();
  const auto without = render_text(example.view());
  REQUIRE(without);
  CHECK(says(*without, "Attested      identity: self-reported"));
  example.record.attestations = {
      {AttestationKind::tpm2_quote, "node", "attestations/tpm.quote", "", "", "PCR 0"}};
  const auto text = render_text(example.view());
  REQUIRE(text);
  CHECK_FALSE(says(*text, "identity: self-reported"));
  CHECK(says(*text, "tpm2_quote of "));
  CHECK(says(*text, "attestations/tpm.quote, without a nonce"));
}

TEST_CASE("text report: the same view gives the same bytes", "[reports][text]") {
  testing::ExampleReport first;
  testing::ExampleReport second;
  CHECK(render_text(first.view()).value() == render_text(second.view()).value());
}

TEST_CASE("text report: a series that cannot be read stops it", "[reports][text]") {
  testing::ExampleReport example;
  example.series.spoiled = SeriesKey{"node", "gemm_exact_flops_per_second"};
  CHECK_FALSE(render_text(example.view()));
}

TEST_CASE("text report: end of validity and number are shown where they are given",
          "[reports][text]") {
  testing::ExampleReport example;
  CHECK_THAT(*render_text(example.view()), !Catch::Contains("Valid until"));
  example.report.valid_until = *parse_utc("2027-11-21T00:00:00Z");
  example.report.sequence = 41;
  CHECK_THAT(*render_text(example.view()), Catch::Contains("Valid until") &&
                                               Catch::Contains("then a retest is due") &&
                                               Catch::Contains("41 of the reports of this issuer"));
}

TEST_CASE("text report: a verdict stands with its rule, its evidence and who waives it",
          "[reports][text]") {
  testing::ExampleReport example;
  example.report.reference_uri = "https://chips.example/x.toml";
  example.report.reference_sequence = 9;
  const auto text = *render_text(example.view());
  CHECK(says(text, "rule guard_band on p05, U not known; rests on inventory.json"));
  CHECK(says(text, "waived by Jo <QA> until 2027-01-31: a known part & on order"));
  CHECK(says(text, "the verdict stays FAIL"));
  CHECK(says(text, "(expired when the report was issued)"));
  CHECK(says(text, "https://chips.example/x.toml, number 9"));
  CHECK(says(text, "opinions: This report gives none."));
  CHECK(says(text, "rackproof 0.1.0, sha256"));
  CHECK(says(text, std::string(64, 'e')));
  example.report.site.waivers.clear();
  CHECK(says(*render_text(example.view()), "waivers: none"));
}
