#include "schemas/exposition_name.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/site_metrics.h"

using namespace rackproof;

namespace {

ExpositionName spelled(std::string_view name) {
  const auto* metric = metrics::find(name);
  CAPTURE(name);
  REQUIRE(metric != nullptr);
  return exposition_name(*metric);
}

}  // namespace

TEST_CASE("exposition: a name is the catalogue's behind the prefix", "[probes][sinks]") {
  const auto name = spelled("temperature_celsius");
  CHECK(name.name == "rackproof_temperature_celsius");
  CHECK(name.unit == "celsius");
  CHECK(name.type == SeriesType::gauge);
  CHECK(name.factor == 1);
}

TEST_CASE("exposition: a counter ends in _total and its unit stands before that",
          "[probes][sinks]") {
  const auto name = spelled("network_receive_bytes_total");
  CHECK(name.name == "rackproof_network_receive_bytes_total");
  CHECK(name.unit == "bytes");
  CHECK(name.type == SeriesType::counter);
}

TEST_CASE("exposition: bits are told as bytes, ampere hours as coulombs", "[probes][sinks]") {
  const auto rate = spelled("network_speed_bits_per_second");
  CHECK(rate.name == "rackproof_network_speed_bytes_per_second");
  CHECK(rate.unit == "bytes_per_second");
  CHECK(rate.factor == 0.125);
  const auto charge = spelled("charge_ampere_hours");
  CHECK(charge.name == "rackproof_charge_coulombs");
  CHECK(charge.factor == 3600);
}

TEST_CASE("exposition: a gauge that ends in _count is no part of a histogram", "[probes][sinks]") {
  CHECK(spelled("cpu_online_count").name == "rackproof_cpu_online_count");
  CHECK(spelled("cpu_online_count").type == SeriesType::unknown);
}

TEST_CASE("exposition: no two metrics of the catalogue get one name", "[probes][sinks]") {
  std::set<std::string> names;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      CAPTURE(metric.name);
      CHECK(names.insert(exposition_name(metric).name).second);
    }
  }
  CHECK(names.size() == metrics::count());
}

TEST_CASE("exposition: a site's own name stays as the site wrote it", "[probes][sinks]") {
  SiteMetrics site;
  const auto* metric = *site.add({"site_uplink_bits_per_second", Unit::bit_per_second,
                                  MetricKind::gauge, "Rate of the uplink."});
  const auto name = exposition_name(*metric);
  CHECK(name.name == "rackproof_site_uplink_bits_per_second");
  CHECK(name.unit == "bits_per_second");
  CHECK(name.factor == 1);
}
