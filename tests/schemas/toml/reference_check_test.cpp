#include "schemas/toml/reference_check.h"

#include <catch2/catch.hpp>

#include "tests/support/reference_text.h"

using namespace rackproof;

namespace {

Findings check(const std::string& text) {
  REQUIRE_FALSE(text.empty());
  auto tree = parse_toml(text, "f");
  REQUIRE(tree);
  Findings findings;
  const auto reference = read_reference(*tree, findings);
  REQUIRE(findings.empty());
  check_reference(reference, findings);
  return findings;
}

std::string complaint(std::string_view what, std::string_view with) {
  const auto findings = check(testing::good_reference_but(what, with));
  return findings.empty() ? "" : findings.front().text;
}

constexpr std::string_view kShare =
    "at_least = { value = 0.85, unit = \"ratio\", of = \"part.accelerator.hbm_bandwidth\", "
    "basis = \"derived\", source = \"fleet\" }";

}  // namespace

TEST_CASE("reference check: the good reference has nothing against it", "[schemas][toml]") {
  CHECK(check(std::string(testing::kGoodReference)).empty());
}

TEST_CASE("reference check: a metric that is not in the catalogue is refused", "[schemas][toml]") {
  CHECK_THAT(complaint("memory_ecc_uncorrectable_total", "memory_ecc_uncorectable_total"),
             Catch::Contains("did you mean 'memory_ecc_uncorrectable_total'"));
  CHECK_THAT(complaint("metric = \"memory_ecc_uncorrectable_total\"",
                       "metric = \"mem_triad_bytes_per_second\""),
             Catch::Contains("write measurement ="));
}

TEST_CASE("reference check: limit and metric must have one dimension", "[schemas][toml]") {
  CHECK_THAT(
      complaint("at_most = { value = 0, unit = \"1\"", "at_most = { value = 0, unit = \"B\""),
      Catch::Contains("limit in B against a metric in 1"));
  CHECK_THAT(complaint("value = 2900, unit = \"GB/s\"", "value = 2900, unit = \"Gb/s\""),
             Catch::Contains("against a metric in B/s"));
  CHECK_THAT(
      complaint("at_most = { value = 0, unit = \"1\"", "at_most = { value = 0, unit = \"1/s\""),
      Catch::Contains("limit in 1/s"));
}

TEST_CASE("reference check: a rate has its metric's unit per second", "[schemas][toml]") {
  CHECK(complaint("statistic = \"growth\"\nat_most = { value = 0, unit = \"1\"",
                  "statistic = \"rate\"\nat_most = { value = 0, unit = \"1/s\"")
            .empty());
}

TEST_CASE("reference check: a drift has its metric's own unit", "[schemas][toml]") {
  const std::string_view growth = "statistic = \"growth\"\nat_most = { value = 0, unit = \"1\"";
  CHECK(complaint(growth, "statistic = \"drift\"\nat_most = { value = 0, unit = \"1\"").empty());
  CHECK_THAT(complaint(growth, "statistic = \"drift\"\nat_most = { value = 0, unit = \"1/s\""),
             Catch::Contains("limit in 1/s against a metric in 1"));
}

TEST_CASE("reference check: a floor outside 0.3 to 1.0 of the peak needs a justification",
          "[schemas][toml]") {
  CHECK(complaint("value = 0.85", "value = 0.3").empty());
  CHECK(complaint("value = 0.85", "value = 1.0").empty());
  CHECK_THAT(complaint("value = 0.85", "value = 0.29"), Catch::Contains("outside [0.3, 1.0]"));
  CHECK_THAT(complaint("value = 0.85", "value = 1.01"), Catch::Contains("outside [0.3, 1.0]"));
  CHECK(complaint("value = 0.85", "justification = \"shared bus\", value = 0.2").empty());
}

TEST_CASE("reference check: an absolute floor a thousand times too low does not load",
          "[schemas][toml]") {
  const auto floor = [](std::string_view number) {
    return "at_least = { value = " + std::string(number) +
           ", unit = \"MB/s\", basis = \"derived\", source = \"fleet\" }";
  };
  CHECK_THAT(complaint(kShare, floor("2333")), Catch::Contains("every published peak"));
  CHECK(complaint(kShare, floor("2333000")).empty());
}

TEST_CASE("reference check: a required rate floor without any peak asks for one",
          "[schemas][toml]") {
  const auto text = testing::good_reference_but(
      kShare, "at_least = { value = 1, unit = \"GB/s\", basis = \"derived\", source = \"s\" }");
  auto unbound = text;
  unbound.replace(unbound.find("on = \"accelerator\""), 18, "on = \"memory\"");
  const auto findings = check(unbound);
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].text, Catch::Contains("publishes no peak"));
}

TEST_CASE("reference check: a share of what no part has or nobody publishes is refused",
          "[schemas][toml]") {
  CHECK_THAT(complaint("part.accelerator.hbm_bandwidth", "part.accelerator.hbm_bandwith"),
             Catch::Contains("which no part has"));
  CHECK_THAT(complaint("part.accelerator.hbm_bandwidth", "part.accelerator.power_limit"),
             Catch::Contains("not public"));
}

TEST_CASE("reference check: a phase, a tier or a class that is named exists", "[schemas][toml]") {
  CHECK_THAT(complaint("during = \"triad\"", "during = \"triat\""),
             Catch::Contains("a phase that does not exist (did you mean 'triad'?)"));
  CHECK_THAT(complaint("\"soak\"]", "\"soack\"]"), Catch::Contains("tier 'soack'"));
  CHECK_THAT(complaint("must_judge = [\"memory\"]", "must_judge = [\"memroy\"]"),
             Catch::Contains("has no required criterion"));
  CHECK_THAT(complaint("tier = [\"quick\", \"check\", \"accept\", \"soak\"]", "tier = []"),
             Catch::Contains("'tier' is missing"));
}

TEST_CASE("reference check: every tier of a phase has its time, and no time is idle",
          "[schemas][toml]") {
  constexpr std::string_view kSeconds = "seconds = { value = 60, unit = \"s\"";
  CHECK_THAT(complaint(kSeconds, "seconds.quick = { value = 60, unit = \"s\""),
             Catch::Contains("has no 'seconds' for tier check"));
  CHECK_THAT(complaint(kSeconds, "seconds = { value = 60, unit = \"W\""),
             Catch::Contains("a time above zero"));
  CHECK_THAT(complaint(kSeconds, "seconds = { value = 0, unit = \"s\""),
             Catch::Contains("a time above zero"));
  CHECK_THAT(complaint("\"accept\", \"soak\"]\nseconds =",
                       "\"accept\"]\nseconds.soak = { value = 1, unit = \"s\", basis = "
                       "\"derived\", source = \"s\" }\nseconds.\"*\" ="),
             Catch::Contains("are never read"));
}

TEST_CASE("reference check: settling and time for memory are times of tiers that run",
          "[schemas][toml]") {
  constexpr std::string_view kTier = "\"accept\", \"soak\"]\n";
  const auto with = [&](std::string_view line) {
    return complaint(kTier, std::string(kTier) + std::string(line) + "\n");
  };
  constexpr std::string_view kSecond =
      " = { value = 1, unit = \"s\", basis = \"derived\", source = \"s\" }";
  const std::string second(kSecond);
  CHECK(with("settle" + second + "\nseconds_per_gib.accept" + second).empty());
  CHECK(with("seconds_at_most.accept" + second).empty());
  CHECK_THAT(with("seconds_at_most.night" + second),
             Catch::Contains("seconds_at_most for 'night'"));
  CHECK_THAT(with("settle.night" + second), Catch::Contains("settle for 'night'"));
  CHECK_THAT(with("settle = { value = 1, unit = \"W\", basis = \"derived\", source = \"s\" }"),
             Catch::Contains("settle are a time above zero"));
  CHECK_THAT(
      with("seconds_per_gib = { value = -1, unit = \"s\", basis = \"derived\", source = \"s\" }"),
      Catch::Contains("seconds_per_gib are a time above zero"));
}

TEST_CASE("reference check: quantities are found by their dotted name", "[schemas][toml]") {
  auto tree = parse_toml(testing::kGoodReference, "f");
  Findings findings;
  const auto reference = read_reference(*tree, findings);
  CHECK(quantity_named(reference.architecture, "part.accelerator.hbm_bandwidth")->value == 2900);
  CHECK(quantity_named(reference.architecture, "part.disk.hbm_bandwidth") == nullptr);
  CHECK(quantity_named(reference.architecture, "accelerator.hbm_bandwidth") == nullptr);
  CHECK(place_of(reference.places, "nobody") == "f:1");
}
