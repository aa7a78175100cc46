#include "schemas/store/device_codec.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

TEST_CASE("device codec: every kind of device comes back whole", "[schemas][store]") {
  for (const auto& kind : kDeviceKinds) {
    auto device = testing::some_devices(1).front();
    device.kind = kind.value;
    device.serial = "S5XYZ";
    device.attributes["driver"] = "";
    CHECK(read_details(device.id, write_details(device)) == device);
  }
}

TEST_CASE("device codec: torn details and details with more behind them are nothing",
          "[schemas][store]") {
  const auto details = write_details(testing::some_devices(1).front());
  for (std::size_t length = 0; length < details.size(); ++length) {
    CHECK_FALSE(read_details("node", details.substr(0, length)));
  }
  CHECK_FALSE(read_details("node", details + "x"));
}

TEST_CASE("device codec: an overlong fact is cut", "[schemas][store]") {
  Device device;
  device.model = std::string(100'000, 'x');
  CHECK(read_details("", write_details(device))->model.size() == 65'536);
}

}  // namespace
}  // namespace rackproof::store
