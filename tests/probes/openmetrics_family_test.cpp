#include "probes/outside/openmetrics_family.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::outside;

TEST_CASE("openmetrics family: a suffix belongs to its type and its dialect", "[probes][outside]") {
  CHECK(takes_suffix(FamilyType::counter, Dialect::openmetrics, "_total"));
  CHECK_FALSE(takes_suffix(FamilyType::counter, Dialect::openmetrics, ""));
  CHECK(takes_suffix(FamilyType::counter, Dialect::prometheus, ""));
  CHECK_FALSE(takes_suffix(FamilyType::counter, Dialect::prometheus, "_total"));
  CHECK(takes_suffix(FamilyType::histogram, Dialect::prometheus, "_bucket"));
  CHECK_FALSE(takes_suffix(FamilyType::summary, Dialect::prometheus, "_bucket"));
  CHECK(takes_suffix(FamilyType::summary, Dialect::openmetrics, ""));
  CHECK_FALSE(takes_suffix(FamilyType::info, Dialect::openmetrics, ""));
  CHECK(takes_suffix(FamilyType::gauge, Dialect::openmetrics, ""));
  CHECK_FALSE(takes_suffix(FamilyType::gauge, Dialect::openmetrics, "_total"));
}

TEST_CASE("openmetrics family: a family is told of once, its type before its samples",
          "[probes][outside]") {
  FamilyTable table(Dialect::prometheus, 10);
  REQUIRE(table.tell("TYPE", "a", "gauge"));
  CHECK_FALSE(table.tell("TYPE", "a", "gauge"));
  CHECK(table.tell("HELP", "a", "What it is."));
  CHECK_FALSE(table.tell("HELP", "a", "What it is."));
  REQUIRE(table.take_sample("b"));
  CHECK_FALSE(table.tell("TYPE", "b", "gauge"));
  CHECK(table.tell("HELP", "b", "Late, which the Prometheus format allows."));
}

TEST_CASE("openmetrics family: in OpenMetrics no family comes back", "[probes][outside]") {
  FamilyTable strict(Dialect::openmetrics, 10);
  FamilyTable loose(Dialect::prometheus, 10);
  for (auto* table : {&strict, &loose}) {
    REQUIRE(table->take_sample("a"));
    REQUIRE(table->take_sample("b"));
  }
  CHECK(strict.take_sample("a").error().message ==
        "expected all lines of a family together, got 'a'");
  CHECK(loose.take_sample("a"));
}

TEST_CASE("openmetrics family: a counter of OpenMetrics gives no sample of its bare name",
          "[probes][outside]") {
  FamilyTable table(Dialect::openmetrics, 10);
  REQUIRE(table.tell("TYPE", "a", "counter"));
  CHECK(*table.take_sample("a_total") == 0);
  CHECK(table.take_sample("a").error().message == "expected a sample's name of a counter, got 'a'");
}

TEST_CASE("openmetrics family: parts of a histogram are its own, those of a gauge are not",
          "[probes][outside]") {
  FamilyTable table(Dialect::prometheus, 10);
  REQUIRE(table.tell("TYPE", "h", "histogram"));
  REQUIRE(table.tell("TYPE", "g", "gauge"));
  CHECK(*table.take_sample("h_sum") == 0);
  CHECK(*table.take_sample("g") == 1);
  CHECK(*table.take_sample("g_sum") == 2);
  CHECK(table.give().size() == 3);
}

TEST_CASE("openmetrics family: a unit is what the name ends with", "[probes][outside]") {
  FamilyTable table(Dialect::openmetrics, 10);
  REQUIRE(table.tell("UNIT", "heat_watts", "watts"));
  CHECK_FALSE(table.tell("UNIT", "heat_kilowatts", "watts"));
  CHECK(table.give().front().unit == "watts");
}

TEST_CASE("openmetrics family: a type that there is not is refused", "[probes][outside]") {
  FamilyTable strict(Dialect::openmetrics, 10);
  FamilyTable loose(Dialect::prometheus, 10);
  CHECK_FALSE(strict.tell("TYPE", "a", "untyped"));
  CHECK(loose.tell("TYPE", "a", "untyped "));
  CHECK_FALSE(loose.tell("TYPE", "b", "guage"));
}

TEST_CASE("openmetrics family: their number is bounded", "[probes][outside]") {
  FamilyTable table(Dialect::prometheus, 1);
  REQUIRE(table.take_sample("a"));
  CHECK(table.take_sample("a"));
  CHECK(table.take_sample("b").error().kind == ErrorKind::out_of_range);
}
