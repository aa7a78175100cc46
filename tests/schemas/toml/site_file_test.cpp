#include "schemas/toml/site_file.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

constexpr std::string_view kSite = R"toml([issuer]
name = "Example Integration GmbH"
role = "system integrator"

[site]
customer = "Example Bank"
inlet = "24 Cel"

[[instrument]]
id = "PM-7"
quantity = "power"
unit = "W"
calibrated = "2026-03-01"
certificate = "DKD-12345"
)toml";

std::string refusal(std::string_view what, std::string_view with) {
  std::string text(kSite);
  text.replace(text.find(what), what.size(), with);
  const auto site = load_site(text, "site.toml");
  return site ? "" : site.error().message;
}

}  // namespace

TEST_CASE("site: what is given arrives, what is not given stays empty", "[schemas][toml]") {
  const auto site = load_site(kSite, "site.toml");
  REQUIRE(site);
  CHECK(site->issuer_name == "Example Integration GmbH");
  CHECK(site->customer == "Example Bank");
  CHECK(site->place.empty());
  REQUIRE(site->instruments.size() == 1);
  CHECK(site->instruments[0].calibrated == "2026-03-01");
  CHECK(site->instruments[0].due.empty());
}

TEST_CASE("site: written and loaded again it is the same", "[schemas][toml]") {
  const auto site = load_site(kSite, "site.toml");
  REQUIRE(site);
  const auto again = load_site(write_site(*site), "again");
  REQUIRE(again);
  CHECK(*again == *site);
  CHECK(load_site("", "empty").value() == Site{});
}

TEST_CASE("site: a typo is refused with file, line and the key that was meant", "[schemas][toml]") {
  CHECK(refusal("customer", "custommer") ==
        "site.toml:6: [site]: unknown key 'custommer' (did you mean 'customer'?)");
  CHECK_THAT(refusal("[issuer]", "[isuer]"), Catch::Contains("unknown key 'isuer'"));
  CHECK_THAT(refusal("id = \"PM-7\"\n", ""), Catch::Contains("'id' is missing"));
  CHECK_THAT(refusal("\"24 Cel\"", "24"), Catch::Contains("must be text in quotes"));
}

TEST_CASE("site: a calibration date is a date", "[schemas][toml]") {
  CHECK_THAT(refusal("2026-03-01", "March 2026"), Catch::Contains("is a date"));
  CHECK_THAT(refusal("2026-03-01", "2026-02-30"), Catch::Contains("is a date"));
}

TEST_CASE("site: an instrument's uncertainty names a metric in a unit of its dimension",
          "[schemas][toml]") {
  constexpr std::string_view kCertificate = "certificate = \"DKD-12345\"";
  const std::string given =
      "metric = \"temperature_celsius\"\ndevice = \"node/*\"\n"
      "expanded_uncertainty = { value = 0.4, unit = \"Cel\" }";
  std::string text(kSite);
  text.replace(text.find(kCertificate), kCertificate.size(), given);
  const auto site = load_site(text, "site.toml");
  REQUIRE(site);
  CHECK(site->instruments[0].expanded_uncertainty == 0.4);
  CHECK(site->instruments[0].uncertainty_unit == Unit::celsius);
  CHECK(load_site(write_site(*site), "again").value() == *site);

  const auto refused = [&](std::string_view what, std::string_view with) {
    auto wrong = given;
    wrong.replace(wrong.find(what), what.size(), with);
    return refusal(kCertificate, wrong);
  };
  CHECK_THAT(refused("\"Cel\"", "\"W\""), Catch::Contains("cannot be compared with the metric's"));
  CHECK_THAT(refused("0.4", "0"), Catch::Contains("above 0"));
  CHECK_THAT(refused("0.4", "-0.4"), Catch::Contains("above 0"));
  CHECK_THAT(refused("temperature_celsius", "warmth"),
             Catch::Contains("no metric of the catalogue"));
  CHECK_THAT(refused("metric = \"temperature_celsius\"\n", ""), Catch::Contains("is missing"));
  CHECK_THAT(refused("unit = ", "units = "), Catch::Contains("did you mean 'unit'"));
  CHECK_THAT(refusal(kCertificate, "metric = \"temperature_celsius\""),
             Catch::Contains("is missing beside metric or device"));
}

TEST_CASE("site: how long a report is valid is a number of days", "[schemas][toml]") {
  std::string text(kSite);
  const std::string issuer = "[issuer]\n";
  text.insert(text.find(issuer) + issuer.size(), "valid_for_days = 365\n");
  const auto site = load_site(text, "site.toml");
  REQUIRE(site);
  CHECK(site->valid_for_days == 365);
  CHECK(load_site(write_site(*site), "again").value() == *site);
  CHECK_FALSE(load_site(kSite, "site.toml")->valid_for_days);
  for (const auto* wrong : {"0", "-1", "36501"}) {
    CHECK_THAT(refusal("[issuer]\n", "[issuer]\nvalid_for_days = " + std::string(wrong) + "\n"),
               Catch::Contains("valid_for_days") && Catch::Contains("from 1 to 36500"));
  }
  CHECK_THAT(refusal("[issuer]\n", "[issuer]\nvalid_for_days = \"a year\"\n"),
             Catch::Contains("whole number"));
}

namespace {

constexpr std::string_view kWaiver = R"toml(
[[waiver]]
requirement = "hbm-bandwidth"
by = "Jo Doe, quality"
expires = "2027-01-31"
reason = "slow since delivery; the card is on order"
)toml";

std::string waiver_refusal(std::string_view what, std::string_view with) {
  std::string text(kWaiver);
  text.replace(text.find(what), what.size(), with);
  const auto waivers = load_waivers(text, "w.toml");
  const auto site = load_site(text, "w.toml");
  CHECK(waivers.has_value() == site.has_value());
  return waivers ? "" : waivers.error().message;
}

}  // namespace

TEST_CASE("site: waivers arrive whole, from a site file or from one of their own",
          "[schemas][toml]") {
  const std::vector<Waiver> expected{{"hbm-bandwidth", "Jo Doe, quality", "2027-01-31",
                                      "slow since delivery; the card is on order"}};
  const auto site = load_site(std::string(kSite) + std::string(kWaiver), "site.toml");
  REQUIRE(site);
  CHECK(site->waivers == expected);
  CHECK(load_site(write_site(*site), "again").value() == *site);
  CHECK(load_waivers(kWaiver, "w.toml").value() == expected);
}

TEST_CASE("site: a waiver without one of its words is refused", "[schemas][toml]") {
  CHECK(waiver_refusal("Jo Doe", "Jo").empty());
  for (const auto* key : {"requirement", "by", "expires", "reason"}) {
    CAPTURE(key);
    const auto line = std::string(key) + " = ";
    CHECK_THAT(waiver_refusal(line, "# " + line), Catch::Contains("'" + std::string(key) + "'"));
  }
  CHECK_THAT(waiver_refusal("2027-01-31", "2027-02-30"), Catch::Contains("'expires' is a date"));
  CHECK_THAT(waiver_refusal("reason", "raeson"), Catch::Contains("did you mean 'reason'"));
}

TEST_CASE("site: a file of waivers holds nothing else, and at least one", "[schemas][toml]") {
  CHECK(load_waivers("", "w.toml").error().message == "w.toml: holds no [[waiver]]");
  CHECK_THAT(load_waivers(std::string(kSite) + std::string(kWaiver), "w.toml").error().message,
             Catch::Contains("unknown key"));
}
