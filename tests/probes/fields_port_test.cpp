#include <map>
#include <string_view>

#include <catch2/catch.hpp>

#include "probes/redfish/redfish_reading.h"
#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

std::map<std::string_view, Reading> read(std::string_view type, std::string_view document) {
  std::map<std::string_view, Reading> found;
  const Place place{0, std::string(type), std::nullopt};
  for (auto& reading : read_document(place, "/redfish/v1/x", json(document))) {
    found.emplace(reading.metric->name, std::move(reading.reading));
  }
  return found;
}

}  // namespace

TEST_CASE("redfish: a port tells its link, rate and width", "[probes][redfish]") {
  const auto found = read("Port", R"({"LinkStatus":"LinkUp","LinkState":"Enabled",
      "CurrentSpeedGbps":400.0,"MaxSpeedGbps":425.0,"Oem":{"Nvidia":{"RXWidth":2,"TXWidth":2}}})");
  CHECK(as_double(found.at("port_link_up")) == 1);
  CHECK(as_double(found.at("port_enabled")) == 1);
  CHECK(as_double(found.at("port_speed_bits_per_second")) == 4e11);
  CHECK(as_double(found.at("port_receive_width_lanes")) == 2);
}

TEST_CASE("redfish: NVLink counters of the maker's own part of PortMetrics", "[probes][redfish]") {
  const auto found = read("PortMetrics", R"({"RXBytes":9460179851686,"RXErrors":0,
      "Networking":{"RXFrames":73942734659},"PCIeErrors":{"FatalErrorCount":1},
      "Oem":{"Nvidia":{"BitErrorRate":1.5e-254,"TotalRawBER":9e-06,"TXWait":4294967295,
      "SymbolErrors":3,"IntentionalLinkDownCount":11,"UnintentionalLinkDownCount":1,
      "NVLinkErrors":{"RuntimeError":false,"TrainingError":true},
      "RXErrorsPerLane":[1,53,2],"LinkDownReasonCode":"PeerResetEvent"}}})");
  CHECK(std::get<std::int64_t>(found.at("port_receive_bytes_total")) == 9460179851686);
  CHECK(as_double(found.at("port_receive_frames_total")) == 73942734659.0);
  CHECK(as_double(found.at("pcie_errors_fatal_total")) == 1);
  CHECK(std::get<Error>(found.at("port_bit_error_ratio")).kind == ErrorKind::not_observable);
  CHECK(as_double(found.at("port_raw_bit_error_ratio")) == 9e-06);
  CHECK(std::get<Error>(found.at("port_transmit_wait_total")).kind == ErrorKind::saturated);
  CHECK(as_double(found.at("port_symbol_errors_total")) == 3);
  CHECK(as_double(found.at("port_link_downed_unintentional_total")) == 1);
  CHECK(as_double(found.at("port_runtime_error")) == 0);
  CHECK(as_double(found.at("port_training_error")) == 1);
  CHECK(as_double(found.at("port_receive_lane_errors_total")) == 56);
}
