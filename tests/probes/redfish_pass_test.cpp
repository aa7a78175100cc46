#include "probes/redfish/redfish_pass.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

Places places() {
  Places known;
  const auto sensor = json(R"({"ReadingType":"Power"})");
  known.emplace("/redfish/v1/s/A", Place{0, "Sensor", *rule_of(sensor)});
  known.emplace("/redfish/v1/s/B", Place{1, "Sensor", *rule_of(sensor)});
  known.emplace("/redfish/v1/Thermal#Temperatures/1",
                Place{2, "Thermal.Temperatures", std::nullopt});
  return known;
}

}  // namespace

TEST_CASE("redfish: an answer is a document, an expanded collection or an old document",
          "[probes][redfish]") {
  const auto known = places();
  const auto one = read_answer(known, "/redfish/v1/s/A", json(R"({"Reading":7})"));
  REQUIRE(one.size() == 1);
  CHECK(as_double(one[0].reading) == 7);

  const auto many = read_answer(known, "/redfish/v1/s?$expand=.($levels=1)",
                                json(R"({"Members":[{"@odata.id":"/redfish/v1/s/B","Reading":8},
              {"@odata.id":"/redfish/v1/s/C","Reading":9},{"@odata.id":"https://x"},7]})"));
  REQUIRE(many.size() == 1);
  CHECK(many[0].device == 1);
  CHECK(as_double(many[0].reading) == 8);

  const auto old =
      read_answer(known, "/redfish/v1/Thermal", json(R"({"@odata.type":"#Thermal.v1_7_1.Thermal",
              "Temperatures":[{"ReadingCelsius":1},{"ReadingCelsius":2}]})"));
  REQUIRE(old.size() == 1);
  CHECK(as_double(old[0].reading) == 2);
  CHECK(old[0].source == "/redfish/v1/Thermal#Temperatures/1/ReadingCelsius");
}

TEST_CASE("redfish: an answer of unknown meaning gives nothing", "[probes][redfish]") {
  CHECK(read_answer(places(), "/redfish/v1/x", json(R"({"Reading":7})")).empty());
  CHECK(read_answer({}, "/redfish/v1/s/A", json(R"({"Reading":7})")).empty());
}
