#include "probes/outside/gathered.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::outside;

TEST_CASE("gathered: the source's place comes first, the node where it speaks of the node",
          "[probes][outside]") {
  const auto own = Gatherer("node/source:cdu").take();
  REQUIRE(own.devices.size() == 1);
  CHECK(own.devices[0].id == "node/source:cdu");
  CHECK(own.devices[0].parent == "node");
  CHECK(Gatherer("node").take().devices[0].kind == DeviceKind::node);
}

TEST_CASE("gathered: a device that comes again says what it did not say yet, and is one",
          "[probes][outside]") {
  Gatherer gatherer("node");
  auto gpu = device_of("node/gpu", DeviceKind::accelerator);
  gpu.model = "H200";
  const auto first = gatherer.device(gpu);
  gpu.model = "other";
  gpu.serial = "123";
  gpu.attributes["uuid"] = "GPU-1";

  CHECK(gatherer.device(gpu) == first);
  const auto all = gatherer.take();
  REQUIRE(all.devices.size() == 2);
  CHECK(all.devices[first].model == "H200");
  CHECK(all.devices[first].serial == "123");
  CHECK(all.devices[first].attributes.at("uuid") == "GPU-1");
}

TEST_CASE("gathered: of two readings of one thing neither is believed", "[probes][outside]") {
  Gatherer gatherer("node");
  const auto* watts = metrics::find("power_watts");
  gatherer.reading({0, watts, 1.0, {}});
  gatherer.reading({0, watts, 1.0, {}});
  gatherer.reading({0, metrics::find("temperature_celsius"), 1.0, {}});

  const auto all = gatherer.take();
  REQUIRE(all.readings.size() == 2);
  CHECK(std::get<Error>(all.readings[0].reading).message == "the source gives it twice");
  CHECK(has_value(all.readings[1].reading));
}

TEST_CASE("gathered: what is left out is counted by name and reason", "[probes][outside]") {
  Gatherer gatherer("node");
  gatherer.leave_out("a", "no row", false);
  gatherer.leave_out("a", "no row", false);
  gatherer.leave_out("a", "no label", false);

  const auto all = gatherer.take();
  REQUIRE(all.left_out.size() == 2);
  CHECK(all.left_out[0].series == 2);
  CHECK(all.left_out[1].why == "no label");
}
