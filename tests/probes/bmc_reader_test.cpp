#include "probes/redfish/bmc_reader.h"

#include <catch2/catch.hpp>

#include "tests/support/bmc_ground.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("bmc reader: before it has walked nothing is sent and nothing is read",
          "[probes][redfish]") {
  const BmcGround ground;
  const FrozenClock clock;
  redfish::BmcReader reader(ground.bmc, ground.state(), clock);
  CHECK(reader.name() == "redfish:node3");
  CHECK_FALSE(reader.read());
  CHECK(ground.server.requests().empty());
}
