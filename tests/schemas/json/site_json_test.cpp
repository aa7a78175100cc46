#include "schemas/json/site_json.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("site json: a site and its instruments come back, each by itself", "[schemas][json]") {
  auto site = testing::example_report().site;
  for (const auto& instrument : site.instruments) {
    CHECK(from_json<Instrument>(to_json(instrument), "").value() == instrument);
  }
  const auto json = to_json(site);
  CHECK(json.find("instruments") == nullptr);
  site.instruments.clear();
  CHECK(from_json<Site>(json, "").value() == site);
}

TEST_CASE("site json: an issuer without a name is still an issuer", "[schemas][json]") {
  CHECK(from_json<Site>(to_json(Site{}), "site").value() == Site{});
  CHECK(from_json<Site>(JsonObject().add("issuer", JsonObject().take()).take(), "site")
            .error()
            .message == "site.issuer.name: missing");
}
