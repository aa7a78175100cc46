#include "probes/redfish/energy_balance.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

EnergyBalance balance(const std::string& coolant, double stated) {
  const auto found = energy_balance(
      json(R"({"FlowLitersPerMinute":{"Reading":42},"SupplyTemperatureCelsius":{"Reading":30},
              "ReturnTemperatureCelsius":{"Reading":48},"HeatRemovedkW":{"Reading":)" +
           std::to_string(stated) + "}" + coolant + "}"));
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace

TEST_CASE("redfish: 42 L/min and 18 K of water carry 52.5 kW, not the 25.3 that were stated",
          "[probes][redfish]") {
  const auto found = balance(R"(,"Coolant":{"CoolantType":"Water"})", 25.31);
  CHECK(as_double(found.computed_watts) == Approx(52500).epsilon(0.002));
  CHECK(as_double(found.disagreement) == Approx(0.518).epsilon(0.01));
  CHECK(as_double(found.disagreement) > kMeaningfulDisagreement);
}

TEST_CASE("redfish: less than 10 % between stated and computed heat means nothing",
          "[probes][redfish]") {
  const auto found = balance("", 49);
  CHECK(as_double(found.disagreement) < kMeaningfulDisagreement);
}

TEST_CASE("redfish: heat depends on the coolant", "[probes][redfish]") {
  const auto water = as_double(balance("", 50).computed_watts);
  const auto glycol =
      as_double(balance(R"(,"Coolant":{"CoolantType":"Water","AdditiveName":"Propylene Glycol",
              "AdditivePercent":25})",
                        50)
                    .computed_watts);
  CHECK(glycol / water == Approx(0.95));
  const auto told =
      as_double(balance(R"(,"Coolant":{"CoolantType":"Water","SpecificHeatkJoulesPerKgK":3.974,
              "DensityKgPerCubicMeter":1030})",
                        50)
                    .computed_watts);
  CHECK(told == Approx(42.0 / 60 * 18 * 3.974 * 1030));
  const auto oil = balance(R"(,"Coolant":{"CoolantType":"Hydrocarbon"})", 50);
  CHECK(std::get<Error>(oil.computed_watts).kind == ErrorKind::unsupported);
  CHECK(std::get<Error>(oil.disagreement).kind == ErrorKind::unsupported);
}

TEST_CASE("redfish: no flow or no temperatures, no balance", "[probes][redfish]") {
  CHECK_FALSE(energy_balance(json("{}")));
  CHECK_FALSE(energy_balance(json(R"({"FlowLitersPerMinute":{"Reading":42}})")));
  CHECK_FALSE(energy_balance(
      json(R"({"FlowLitersPerMinute":{"Reading":null},"DeltaTemperatureCelsius":{"Reading":5}})")));
  const auto found = energy_balance(
      json(R"({"FlowLitersPerMinute":{"Reading":6},"DeltaTemperatureCelsius":{"Reading":10}})"));
  REQUIRE(found);
  CHECK(as_double(found->computed_watts) == Approx(4169.5).epsilon(0.001));
  CHECK(std::get<Error>(found->disagreement).kind == ErrorKind::absent);
}
