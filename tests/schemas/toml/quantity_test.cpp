#include "schemas/toml/quantity.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

struct Read {
  Quantity quantity;
  Findings findings;
};

Read read(std::string_view inline_table, QuantityUse use) {
  auto tree = parse_toml("q = " + std::string(inline_table) + "\n", "f");
  REQUIRE(tree);
  Read result;
  result.quantity = read_quantity(*tree->find("q"), "q", use, result.findings);
  return result;
}

std::string complaint(std::string_view inline_table, QuantityUse use) {
  const auto result = read(inline_table, use);
  return result.findings.empty() ? "" : result.findings.front().text;
}

}  // namespace

TEST_CASE("quantity: every key of a published figure is read and written back", "[schemas][toml]") {
  const auto line =
      R"({ value = 2900, unit = "GB/s", dir = "one-way", basis = "vendor", source = "a", note = "b" })";
  const auto result = read(line, QuantityUse::figure);
  CHECK(result.findings.empty());
  CHECK(result.quantity.unit == Unit::gigabyte_per_second);
  CHECK(read(write_quantity(result.quantity), QuantityUse::figure).quantity == result.quantity);
  CHECK(write_quantity(result.quantity) == line);
}

TEST_CASE("quantity: a missing unit, basis or source is an error each", "[schemas][toml]") {
  CHECK(complaint(R"({ value = 1, basis = "vendor", source = "s" })", QuantityUse::figure) ==
        "q: 'unit' is missing");
  CHECK(complaint(R"({ value = 1, unit = "W", source = "s" })", QuantityUse::figure) ==
        "q: 'basis' is missing");
  CHECK(complaint(R"({ value = 1, unit = "W", basis = "vendor" })", QuantityUse::figure) ==
        "q: 'source' is missing");
  CHECK(complaint("12", QuantityUse::figure) ==
        "q: a number is written { value, unit, basis, source }");
}

TEST_CASE("quantity: a unit outside the closed list is refused with the nearest one",
          "[schemas][toml]") {
  CHECK(complaint(R"({ value = 1, unit = "GBs", basis = "vendor", source = "s" })",
                  QuantityUse::figure) ==
        "q: 'unit' 'GBs' is not in the closed list of units (did you mean 'GB'?)");
}

TEST_CASE("quantity: what is not public has no value and may not be a limit", "[schemas][toml]") {
  CHECK(complaint(R"({ basis = "not_public" })", QuantityUse::figure).empty());
  CHECK_THAT(complaint(R"({ value = 1, unit = "W", basis = "not_public" })", QuantityUse::figure),
             Catch::Contains("what is not published has none"));
  CHECK_THAT(complaint(R"({ basis = "not_public" })", QuantityUse::limit),
             Catch::Contains("may not be gated"));
}

TEST_CASE("quantity: a key that its use never reads is an error", "[schemas][toml]") {
  CHECK_THAT(complaint(R"({ value = 1, unit = "W", basis = "vendor", source = "s", of = "x" })",
                       QuantityUse::figure),
             Catch::Contains("unknown key 'of'"));
  CHECK_THAT(
      complaint(R"({ min = 1, unit = "s", basis = "vendor", source = "s" })", QuantityUse::setting),
      Catch::Contains("unknown key 'min'"));
  CHECK_THAT(complaint(R"({ value = 1, unit = "W", basis = "vendor", source = "s", of = "x" })",
                       QuantityUse::limit),
             Catch::Contains("'of' is read with unit \"ratio\" only"));
}

TEST_CASE("quantity: an amount is a whole number without a unit", "[schemas][toml]") {
  CHECK(complaint(R"({ min = 1, max = 4, unit = "1", basis = "vendor", source = "s" })",
                  QuantityUse::amount)
            .empty());
  CHECK_THAT(complaint(R"({ min = 1.5, unit = "1", basis = "vendor", source = "s" })",
                       QuantityUse::amount),
             Catch::Contains("whole number"));
  CHECK_THAT(
      complaint(R"({ min = 1, unit = "W", basis = "vendor", source = "s" })", QuantityUse::amount),
      Catch::Contains("of an amount is \"1\""));
  CHECK_THAT(complaint(R"({ min = 4, max = 1, unit = "1", basis = "vendor", source = "s" })",
                       QuantityUse::amount),
             Catch::Contains("is above max"));
  CHECK_THAT(complaint(R"({ value = 1, min = 1, unit = "1", basis = "vendor", source = "s" })",
                       QuantityUse::amount),
             Catch::Contains("cannot stand beside"));
}

TEST_CASE("quantity: numbers of every size come back with the same bits", "[schemas][toml]") {
  for (const double number : {0.1, 1e9, 1e22, 103079215104.0, 5e-324, -3.25}) {
    Quantity quantity;
    quantity.value = number;
    quantity.basis = Basis::derived;
    quantity.source = "s";
    CHECK(read(write_quantity(quantity), QuantityUse::figure).quantity.value == number);
  }
}
