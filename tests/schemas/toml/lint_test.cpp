#include "schemas/toml/lint.h"

#include <catch2/catch.hpp>

#include "tests/support/reference_text.h"

using namespace rackproof;

namespace {

const std::vector<KnownWorkload> kWorkloads{
    {"mem_triad", {"mem_triad_bytes_per_second"}, {"memory_bytes"}},
    {"storage", {"storage_mismatch_count"}, {}},
};

Findings lint(const std::string& text) {
  REQUIRE_FALSE(text.empty());
  return lint_reference({"f", text}, no_overlays, kWorkloads);
}

Findings lint_but(std::string_view what, std::string_view with) {
  return lint(testing::good_reference_but(what, with));
}

}  // namespace

TEST_CASE("lint: the good reference is clean", "[schemas][toml]") {
  CHECK(lint(std::string(testing::kGoodReference)).empty());
}

TEST_CASE("lint: every unknown key is its own finding, not only the first", "[schemas][toml]") {
  auto text = testing::good_reference_but("statistic = \"p05\"", "statistik = \"p05\"");
  text.replace(text.find("kind = \"torus\""), 4, "knid");
  const auto findings = lint(text);
  CHECK(findings.size() == 4);
}

TEST_CASE("lint: text that is not TOML is one finding with its line", "[schemas][toml]") {
  const auto findings = lint("[reference\n");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].where == "f:1");
}

TEST_CASE("lint: a workload that does not exist is an error", "[schemas][toml]") {
  const auto findings = lint_but("workload = \"mem_triad\"", "workload = \"mem_traid\"");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].text ==
        "phase triad: no workload is called 'mem_traid' (did you mean 'mem_triad'?)");
  CHECK(findings[1].text ==
        "criterion memory-bandwidth: no workload of phase 'triad' measures "
        "'mem_triad_bytes_per_second'");
}

TEST_CASE("lint: a measurement that the phase's workload does not take is an error",
          "[schemas][toml]") {
  const auto findings = lint_but("workload = \"mem_triad\"", "workload = \"storage\"");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].severity == LintLevel::error);
  CHECK(findings[1].text == "phase triad: runs storage, and no criterion judges what it measures");
  CHECK(findings[1].severity == LintLevel::warning);
}

TEST_CASE("lint: a phase that only waits needs no criterion", "[schemas][toml]") {
  const auto text = std::string(testing::kGoodReference) +
                    "\n[[phase]]\nid = \"rest\"\nworkload = \"idle\"\ntier = [\"quick\"]\n"
                    "seconds = { value = 1, unit = \"s\", basis = \"derived\", source = \"s\" }\n";
  CHECK(lint(text).empty());
}

TEST_CASE("lint: a parameter that the workload never reads is an error", "[schemas][toml]") {
  const auto with = [](std::string_view name) {
    return "id = \"triad\"\nparameters." + std::string(name) +
           " = { value = 1, unit = \"B\", basis = \"derived\", source = \"s\" }\n";
  };
  CHECK(lint_but("id = \"triad\"\n", with("memory_bytes")).empty());
  const auto findings = lint_but("id = \"triad\"\n", with("memory_byte"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text ==
        "phase triad: parameter 'memory_byte' is never read by mem_triad (did you mean "
        "'memory_bytes'?)");
}

TEST_CASE("lint: a tier without phases is a warning", "[schemas][toml]") {
  const auto findings = lint_but(", \"soak\"]", "]");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text == "reference: tier soak has no phases");
}

TEST_CASE("lint: one figure in GB and in GiB is a warning, and not half a percent off",
          "[schemas][toml]") {
  const auto twins = [](std::string_view value) {
    return "size_a = { value = 96, unit = \"GB\", basis = \"vendor\", source = \"s\" }\nsize_b = { "
           "value = " +
           std::string(value) +
           ", unit = \"GiB\", basis = \"vendor\", source = \"s\" }\npower_limit";
  };
  const auto findings = lint_but("power_limit", twins("96"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == LintLevel::warning);
  CHECK_THAT(findings[0].text, Catch::Contains("7.4 % apart"));
  CHECK(lint_but("power_limit", twins("96.5")).empty());
}

TEST_CASE("lint: a gate on a value that is not public is an error", "[schemas][toml]") {
  const auto findings =
      lint_but("of = \"part.accelerator.hbm_bandwidth\"", "of = \"part.accelerator.power_limit\"");
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].text, Catch::Contains("not public"));
}

TEST_CASE("lint: a base that is missing is a finding where it is named", "[schemas][toml]") {
  const auto findings = lint_but("status = \"draft\"", "status = \"draft\"\nextends = \"gone\"");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].where == "f:6");
}

TEST_CASE("lint: any device under a ceiling, or of a kind of one, is a warning",
          "[schemas][toml]") {
  const auto findings =
      lint_but("statistic = \"growth\"", "statistic = \"growth\"\ndevices = \"any\"");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == LintLevel::warning);
  CHECK_THAT(findings[0].text, Catch::Contains("hides all that do not"));
  CHECK(lint_but("statistic = \"p05\"", "statistic = \"p05\"\ndevices = \"any\"").empty());
  CHECK(lint_but("statistic = \"p05\"", "statistic = \"p05\"\ndevices = \"some\"").size() == 1);
}

TEST_CASE("lint: a topology of more places than there are accelerators is an error",
          "[schemas][toml]") {
  const auto findings = lint_but("shape = [2, 2]", "shape = [4, 4]");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == LintLevel::error);
  CHECK_THAT(findings[0].text, Catch::Contains("16 places for 4 accelerators"));
  CHECK(lint_but("shape = [2, 2]", "shape = [4, 1]").empty());
}
