#include "schemas/site_metrics.h"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

SiteMetricDeclaration flow() {
  return {"site_coolant_heat_watts", Unit::watt, MetricKind::gauge, "Heat that the water took."};
}

std::string complaint(SiteMetricDeclaration declaration) {
  SiteMetrics site;
  const auto added = site.add(std::move(declaration));
  REQUIRE_FALSE(added);
  CHECK(added.error().kind == ErrorKind::malformed);
  CHECK(site.size() == 0);
  return added.error().message;
}

}  // namespace

TEST_CASE("site metrics: a row stays where it is while others come and its owner moves",
          "[schemas]") {
  SiteMetrics site;
  const auto first = site.add(flow());
  REQUIRE(first);
  for (int i = 0; i < 1000; ++i) {
    auto more = flow();
    more.name = "site_" + std::to_string(i) + "_watts";
    REQUIRE(site.add(std::move(more)));
  }
  const SiteMetrics moved = std::move(site);

  CHECK(moved.find("site_coolant_heat_watts") == *first);
  CHECK((*first)->name == "site_coolant_heat_watts");
  CHECK((*first)->help == "Heat that the water took.");
  CHECK((*first)->unit == Unit::watt);
  CHECK(moved.size() == 1001);
}

TEST_CASE("site metrics: a name of the catalogue cannot be taken, nor one be declared twice",
          "[schemas]") {
  SiteMetrics site;
  REQUIRE(site.add(flow()));
  CHECK(site.add(flow()).error().message == "'site_coolant_heat_watts' is declared twice");
  auto taken = flow();
  taken.name = "power_watts";
  CHECK(complaint(taken).find("is no name of a site's metric") != std::string::npos);
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      CHECK_FALSE(metric.name.starts_with(kSiteMetricPrefix));
    }
  }
}

TEST_CASE("site metrics: the catalogue is looked at first, the site's second", "[schemas]") {
  SiteMetrics site;
  const auto mine = site.add(flow());
  REQUIRE(mine);
  CHECK(find_metric("power_watts", site) == metrics::find("power_watts"));
  CHECK(find_metric("site_coolant_heat_watts", site) == *mine);
  CHECK(find_metric("site_other", site) == nullptr);
}

TEST_CASE("site metrics: a name ends with its unit, a counter in _total", "[schemas]") {
  auto nameless = flow();
  nameless.name = "site_coolant_heat";
  CHECK(complaint(nameless) == "'site_coolant_heat' does not end with its unit, _watts");
  auto counter = flow();
  counter.kind = MetricKind::counter;
  CHECK(complaint(counter).find("does not end in _total") != std::string::npos);
  auto gauge = flow();
  gauge.name = "site_coolant_heat_watts_total";
  CHECK(complaint(gauge).find("is no counter") != std::string::npos);
  auto sound = counter;
  sound.unit = Unit::one;
  sound.name = "site_door_openings_total";
  CHECK(SiteMetrics().add(sound).has_value());
}

TEST_CASE("site metrics: what the catalogue would not take is refused", "[schemas]") {
  auto unit = flow();
  unit.unit = Unit::kilowatt;
  CHECK(complaint(unit) == "'site_coolant_heat_watts' is kept in the base unit W");
  auto state = flow();
  state.kind = MetricKind::state;
  CHECK(complaint(state) == "'site_coolant_heat_watts' is a gauge or a counter");
  auto helpless = flow();
  helpless.help = "";
  CHECK(complaint(helpless).find("needs one sentence") != std::string::npos);
  auto hostile = flow();
  hostile.help = "Rings\x07.";
  CHECK(complaint(hostile).find("needs one sentence") != std::string::npos);
  for (const auto* name : {"site_", "site_Heat_watts", "site_heat watts", "heat_watts", ""}) {
    auto wrong = flow();
    wrong.name = name;
    CHECK(complaint(wrong).find("is no name of a site's metric") != std::string::npos);
  }
}
