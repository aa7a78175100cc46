#include <catch2/catch.hpp>

#include "probes/vendor/vendor_reply.h"
#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::vendor;

namespace {

void check_round_trip(const Reply& reply) {
  const auto line = write_reply(reply);
  INFO(line);
  CHECK(line.find('\n') == line.size() - 1);
  const auto again = parse_reply(line);
  INFO((again ? std::string() : again.error().message));
  REQUIRE(again);
  CHECK((*again == reply));
}

}  // namespace

TEST_CASE("vendor reply: what the child writes is what the parent reads", "[probes][vendor]") {
  DeviceReply device;
  device.index = 3;
  device.address = "0000:9b:00.0";
  device.model = "NVIDIA \"H200\"";
  device.serial = "1654724000001";
  device.firmware = "96.00";
  device.position = "slot 3";
  device.attributes = {{"uuid", "GPU-1"}, {"inforom", ""}};
  device.parts = {{"/hbm", DeviceKind::hbm, {}},
                  {"/nvlink:0", DeviceKind::accelerator_link, {{"remote_kind", "switch"}}}};
  device.readings = {
      {"", metrics::named("temperature_celsius"), 57.0},
      {"", metrics::named("accelerator_ecc_correctable_total"), std::int64_t{1} << 60},
      {"/hbm", metrics::named("temperature_celsius"), Error{ErrorKind::sentinel, "all ones"}},
      {"/nvlink:0", metrics::named("accelerator_link_active"), std::int64_t{1}}};
  check_round_trip({1, device});
  check_round_trip({2, SystemReply{"580.65.06", "13", 8, {"nvmlX", "nvmlY"}}});
  check_round_trip({3, EndReply{{{0, 79, ""}, {0, 79, ""}, {7, 1, "PID: 7  task name: \"x\""}}}});
  check_round_trip({4, Error{ErrorKind::absent, "nvmlInit_v2: the driver is not loaded"}});
}
