#include "schemas/json/site_json.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("site json: a site and its instruments come back, each by itself", "[schemas][json]") {
  auto site = testing::example_report().site;
  for (const auto& instrument : site.instruments) {
    CHECK(from_json<Instrument>(to_json(instrument), "").value() == instrument);
  }
  const auto json = to_json(site);
  CHECK(json.find("instruments") == nullptr);
  CHECK(json.find("waivers") == nullptr);  // judgement, which a run record does not hold
  site.instruments.clear();
  site.waivers.clear();
  CHECK(from_json<Site>(json, "").value() == site);
}

TEST_CASE("site json: an issuer without a name is still an issuer", "[schemas][json]") {
  CHECK(from_json<Site>(to_json(Site{}), "site").value() == Site{});
  CHECK(from_json<Site>(JsonObject().add("issuer", JsonObject().take()).take(), "site")
            .error()
            .message == "site.issuer.name: missing");
}

TEST_CASE("site json: an instrument's uncertainty comes back, and older documents lack it",
          "[schemas][json]") {
  Instrument instrument;
  instrument.id = "PT100-3";
  CHECK(from_json<Instrument>(to_json(instrument), "").value() == instrument);
  instrument.metric = "temperature_celsius";
  instrument.device = "node/*";
  instrument.expanded_uncertainty = 0.4;
  instrument.uncertainty_unit = Unit::celsius;
  CHECK(from_json<Instrument>(to_json(instrument), "").value() == instrument);
  const auto older = parse_strict_json(R"({"id":"A","quantity":"power","unit":"W","resolution":"",)"
                                       R"("calibration":{"date":"","due":"","certificate":""}})");
  REQUIRE(older);
  CHECK_FALSE(from_json<Instrument>(*older, "").value().expanded_uncertainty);
}
