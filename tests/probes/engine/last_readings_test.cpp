#include "probes/engine/last_readings.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_server.h"

namespace rackproof::engine {
namespace {

std::string answers(const std::string& path, const std::string& result) {
  return R"({"path": ")" + path +
         R"(", "do": "body", "body": "{\"status\":\"success\",\"data\":{\"resultType\":)"
         R"(\"vector\",\"result\":[)" +
         result + R"(]}}"})";
}

/// A Prometheus in which nothing was read of late.
constexpr const char* kNoMetricsql =
    R"({"path": "/api/v1/query*union*", "do": "status", "status": 400})";

TEST_CASE("last readings: hundreds of silent devices are not asked for one by one",
          "[probes][engine]") {
  testing::RedfishServerSettings settings;
  settings.tls = false;
  const testing::RedfishServer server(settings);
  server.rules("[" + std::string(kNoMetricsql) + "," +
               answers("*vector*", R"({\"metric\":{},\"value\":[1200,\"3\"]})") + "," +
               answers("/api/v1/query*", "") + "]");
  EngineSettings engine;
  engine.url = server.origin();
  auto client = EngineClient::open(engine);
  REQUIRE(client);
  std::set<std::string> devices;
  for (int i = 0; i < 200; ++i) {
    devices.insert("node/card:" + std::to_string(i));
  }
  const auto none = last_readings(*client, "temperature_celsius", "", devices);
  REQUIRE(none);
  CHECK(none->empty());
  devices.insert("node/one-more");
  const auto refused = last_readings(*client, "temperature_celsius", "", devices);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::out_of_range);
  CHECK(refused.error().message.find("201 devices") == 0);
}

TEST_CASE("last readings: devices that are all read now cost one look", "[probes][engine]") {
  testing::RedfishServerSettings settings;
  settings.tls = false;
  const testing::RedfishServer server(settings);
  server.rules("[" + std::string(kNoMetricsql) + "," +
               answers("*vector*", R"({\"metric\":{},\"value\":[1200,\"3\"]})") + "," +
               answers("/api/v1/query*rackproof_temperature_celsius*",
                       R"({\"metric\":{\"device\":\"node\"},\"value\":[1200,\"47.5\"]})") +
               "," + answers("/api/v1/query*", "") + "]");
  EngineSettings engine;
  engine.url = server.origin();
  auto client = EngineClient::open(engine);
  REQUIRE(client);
  const auto before = server.requests().size();
  const auto found = last_readings(*client, "temperature_celsius", "", {"node"});
  REQUIRE(found);
  CHECK(found->at("node").reading == Reading(47.5));
  CHECK(server.requests().size() == before + 2);  // values, and what is missing
}

}  // namespace
}  // namespace rackproof::engine
