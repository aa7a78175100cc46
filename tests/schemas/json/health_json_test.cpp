#include "schemas/json/health_json.h"

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"

using namespace rackproof;

namespace {

HealthReport one_hot_node() {
  HealthFinding hot;
  hot.state = HealthState::unhealthy;
  hot.device = "node/card:a";
  hot.criterion = "heat";
  hot.metric = "temperature_celsius";
  hot.statistic = Statistic::max;
  hot.unit = Unit::celsius;
  hot.observed = 101.5;
  hot.at_most = 100;
  hot.basis = Basis::vendor;
  hot.source = "guide";
  hot.since = UtcTime{};
  NodeHealth node;
  node.node = "node";
  node.state = HealthState::unhealthy;
  node.findings = {hot};
  HealthReport report;
  report.nodes = {node};
  return report;
}

}  // namespace

TEST_CASE("health json: states, limits and stamps as words and numbers, null for none", "[json]") {
  const auto document = parse_strict_json(encode_health(one_hot_node()));
  REQUIRE(document);
  CHECK(*document->find("format")->if_string() == "rackproof-health/1");
  CHECK(*document->find("state")->if_string() == "UNHEALTHY");
  const auto& node = document->find("nodes")->if_array()->front();
  const auto& finding = node.find("findings")->if_array()->front();
  CHECK(*finding.find("statistic")->if_string() == "max");
  CHECK(finding.find("observed")->as_double() == 101.5);
  CHECK(finding.find("atLeast")->is_null());
  CHECK(*finding.find("unit")->if_string() == "Cel");
  CHECK(*finding.find("basis")->if_string() == "vendor");
  CHECK(*finding.find("since")->if_string() == "1970-01-01T00:00:00.000000000Z");
  CHECK(finding.find("until")->is_null());
}

TEST_CASE("health json: without a metric or a limit their words are empty", "[json]") {
  auto report = one_hot_node();
  auto& finding = report.nodes[0].findings[0];
  finding.metric.clear();
  finding.source.clear();
  const auto document = parse_strict_json(encode_health(report));
  REQUIRE(document);
  const auto& told =
      document->find("nodes")->if_array()->front().find("findings")->if_array()->front();
  CHECK(told.find("statistic")->if_string()->empty());
  CHECK(told.find("basis")->if_string()->empty());
}
