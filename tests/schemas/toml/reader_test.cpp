#include "schemas/toml/reader.h"

#include <catch2/catch.hpp>

#include "schemas/criterion.h"

using namespace rackproof;

namespace {

TomlTable parsed(std::string_view text) {
  auto tree = parse_toml(text, "f.toml");
  REQUIRE(tree);
  return std::move(tree).value();
}

}  // namespace

TEST_CASE("toml reader: an unknown key is told with its line and the key that was meant",
          "[schemas][toml]") {
  const auto table = parsed("id = \"x\"\nstatistik = \"p05\"\n");
  Findings findings;
  TableReader reader(table, "criterion 'x'", findings);
  reader.required_text("id");
  reader.text("statistic");
  reader.finish();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].where == "f.toml:2");
  CHECK(findings[0].text == "criterion 'x': unknown key 'statistik' (did you mean 'statistic'?)");
}

TEST_CASE("toml reader: each wrong type is one finding that names the key", "[schemas][toml]") {
  const auto table = parsed(
      "t = 1\nn = \"1\"\ni = 1.5\nb = 1\ntx = [1]\nix = [\"a\"]\nta = 3\nts = [1]\nbig = "
      "3000000000\n");
  Findings findings;
  TableReader reader(table, "it", findings);
  CHECK(reader.text("t").empty());
  CHECK_FALSE(reader.number("n"));
  CHECK_FALSE(reader.integer("i"));
  CHECK_FALSE(reader.integer("big"));
  CHECK_FALSE(reader.boolean("b"));
  CHECK(reader.texts("tx").empty());
  CHECK(reader.integers("ix").empty());
  CHECK(reader.table("ta") == nullptr);
  CHECK(reader.tables("ts").empty());
  reader.finish();
  CHECK(findings.size() == 9);
}

TEST_CASE("toml reader: a word outside the table lists the words that are in it",
          "[schemas][toml]") {
  const auto table = parsed("rule = \"guardband\"\n");
  Findings findings;
  TableReader reader(table, "criterion", findings);
  CHECK(reader.word("rule", kDecisionRules, DecisionRule::simple) == DecisionRule::simple);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text ==
        "criterion: 'rule' cannot be 'guardband' (did you mean 'guard_band'?); it is one of: "
        "simple, guard_band");
}

TEST_CASE("toml reader: an absent key gives nothing and no complaint, unless it is required",
          "[schemas][toml]") {
  const auto table = parsed("empty = \"\"\n");
  Findings findings;
  TableReader reader(table, "it", findings);
  CHECK(reader.text("a").empty());
  CHECK_FALSE(reader.number("b"));
  CHECK(reader.texts("c").empty());
  CHECK(reader.word("d", kStatistics, Statistic::p99) == Statistic::p99);
  CHECK(findings.empty());
  reader.required_text("empty");
  reader.required_text("gone");
  REQUIRE(findings.size() == 2);
  CHECK(findings[1].text == "it: 'gone' is missing");
}

TEST_CASE("toml reader: whole numbers and fractions are both numbers", "[schemas][toml]") {
  const auto table = parsed("a = 3\nb = 2.5\nc = true\n");
  CHECK(number_of(*table.find("a")) == 3.0);
  CHECK(number_of(*table.find("b")) == 2.5);
  CHECK_FALSE(number_of(*table.find("c")));
}
