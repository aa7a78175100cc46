#include "reports/fleet_page.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

using namespace rackproof;
using testing::at_second;

namespace {

const auto kNow = at_second(1000);

FleetDevice device(const std::string& id, std::vector<FleetReading> readings) {
  FleetDevice made;
  made.device.id = id;
  made.device.kind = DeviceKind::accelerator;
  made.readings = std::move(readings);
  return made;
}

FleetReading reading(FleetColumn column, const std::string& metric, const std::string& unit,
                     Reading value, UtcTime at = kNow) {
  return {column, {{"", metric}, unit, {at, std::move(value)}}};
}

FleetReading heat(double celsius, UtcTime at = kNow) {
  return reading(FleetColumn::temperature, "temperature_celsius", "Cel", celsius, at);
}

FleetReading uncorrected(std::int64_t count) {
  return reading(FleetColumn::uncorrected, "hbm_ecc_uncorrectable_total", "1", count);
}

}  // namespace

TEST_CASE("fleet page: a node with something to tell stands before those without", "[reports]") {
  const std::vector<FleetNode> nodes{{"n1", {device("n1/card:0", {heat(50.5), uncorrected(0)})}},
                                     {"n2", {device("n2/card:7", {heat(49), uncorrected(3)})}},
                                     {"n3", {device("n3/card:0", {heat(48, at_second(100))})}}};
  const auto page = fleet_page(nodes, kNow);
  const auto first = page.find("?node=n1");
  REQUIRE(first != std::string::npos);
  CHECK(page.find("?node=n2") < first);
  CHECK(page.find("?node=n3") < first);
  CHECK(page.find("50.5 °C (card:0)") != std::string::npos);
  CHECK(page.find("class=\"bad\">3 (card:7)") != std::string::npos);
  CHECK(page.find("15 min 00 s ago, stale") != std::string::npos);
  CHECK(page.find("3 nodes, 2 with something to tell") != std::string::npos);
  CHECK(page.find("–") != std::string::npos);  // n3 has no count of errors, which is not none
}

TEST_CASE("fleet page: it fetches nothing and runs nothing", "[reports]") {
  for (const auto& page :
       {fleet_page({{"n1", {device("n1/a", {heat(1)})}}}, kNow),
        node_page({"n1", {device("n1/a", {heat(1)})}}, kNow), fleet_trouble_page("why", kNow)}) {
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find("src=") == std::string::npos);
    CHECK(page.find("http:") == std::string::npos);
    CHECK(page.find("https:") == std::string::npos);
    CHECK(page.find("default-src 'none'") != std::string::npos);
    CHECK(page.find("prefers-color-scheme: dark") != std::string::npos);
  }
}

TEST_CASE("55.6 names from a machine stay in their place on a fleet page", "[reports]") {
  const std::string hostile = "n1\"><script>alert(1)</script>";
  const auto page = fleet_page({{hostile, {device(hostile + "/a", {heat(1)})}}}, kNow);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("?node=n1%22%3e%3cscript%3ealert%281%29%3c/script%3e\"") != std::string::npos);
  CHECK(node_page({hostile, {device(hostile, {heat(1)})}}, kNow).find("<script") ==
        std::string::npos);
}

TEST_CASE("fleet page: a node's page tells why there is no value, and what is not as it should be",
          "[reports]") {
  const FleetNode node{
      "n1",
      {device("n1/card:0", {heat(61), reading(FleetColumn::power, "power_watts", "W",
                                              Error{ErrorKind::denied, "a file of root"})}),
       device("n1/card:1", {reading(FleetColumn::state, "device_present", "1", std::int64_t{0})}),
       device("n1/card:2", {reading(FleetColumn::state, "device_present", "1", std::int64_t{1})}),
       device("n1/psu", {reading(FleetColumn::state, "device_health", "1", std::int64_t{2})})}};
  const auto page = node_page(node, kNow);
  CHECK(page.find("power_watts: denied, a file of root") != std::string::npos);
  CHECK(page.find("device_present is 0") != std::string::npos);
  CHECK(page.find("device_health is 2") != std::string::npos);
  CHECK(page.find("card:2") == std::string::npos);
  CHECK(page.find("1 devices and probes have no such number") != std::string::npos);
  CHECK(page.find("As of 2026-11-21T05:33:40Z;") != std::string::npos);
}

TEST_CASE("fleet page: a fleet of nothing, and one that cannot be shown, say so", "[reports]") {
  CHECK(fleet_page({}, kNow).find("Nothing that is shown here was ever read") != std::string::npos);
  CHECK(fleet_trouble_page("no route to <host>", kNow).find("no route to &lt;host&gt;") !=
        std::string::npos);
}
