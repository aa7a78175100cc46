#include "probes/engine/engine_labels.h"

#include <catch2/catch.hpp>

namespace rackproof::engine {
namespace {

TEST_CASE("engine labels: a device is told apart from its like on other nodes",
          "[probes][engine]") {
  CHECK(device_id({{"device", "node/card:0"}}) == "node/card:0");
  CHECK(device_id({{"device", "node/card:0"}, {"node", "n17"}}) == "n17/card:0");
  CHECK(device_id({{"device", "node"}, {"node", "n17"}}) == "n17");
  CHECK(device_id({{"device", "node/card:0"}, {"node", "n17"}, {"rack", "r2"}, {"site", "fra1"}}) ==
        "fra1/r2/n17/card:0");
  // A part whose name only begins like the node's is not the node.
  CHECK(device_id({{"device", "nodelet"}, {"node", "n17"}}) == "n17/nodelet");
  // Scraped: the exporter's address stands for the node.
  CHECK(device_id({{"device", "node"}, {"instance", "10.0.0.1:9400"}}) == "10.0.0.1:9400");
  CHECK(device_id({{"node", "n17"}}).empty());
}

TEST_CASE("engine labels: readings are known by name, missing ones by their metric label",
          "[probes][engine]") {
  CHECK(key_of({{"__name__", "rackproof_temperature_celsius"}, {"device", "node"}}) ==
        SeriesKey{"node", "temperature_celsius"});
  CHECK(key_of({{"__name__", "rackproof_reading_missing"},
                {"metric", "temperature_celsius"},
                {"device", "node"}}) == SeriesKey{"node", "temperature_celsius"});
  CHECK(key_of({{"__name__", "rackproof_device_info"}, {"device", "node"}}).metric.empty());
  for (const auto* name : {"rackproof_node_info", "rackproof_reading_valid",
                           "rackproof_sink_failing", "rackproof_events_total",
                           "rackproof_exposition_series", "rackproof_device_reading_age_seconds"}) {
    CHECK(metric_of_name(name).empty());
  }
  // What a later release measures is a reading all the same, and so is what the catalogue has.
  CHECK(metric_of_name("rackproof_chip_dreams_total") == "chip_dreams_total");
  CHECK(metric_of_name("rackproof_device_health") == "device_health");
  CHECK(metric_of_name("rackproof_network_speed_bytes_per_second") ==
        "network_speed_bits_per_second");
  CHECK(key_of({{"__name__", "node_load1"}, {"device", "node"}}).metric.empty());
}

TEST_CASE("engine labels: texts stand in queries as they are, whatever they hold",
          "[probes][engine]") {
  CHECK(quoted("a\"b\\c\nd") == R"("a\"b\\c\nd")");
  const Labels card{{"device", "node/card:0.0"}, {"node", "n1"}};
  const Labels other{{"device", "node/a|b"}, {"node", "n1"}};
  CHECK(matchers_for({&card}) == R"(,device=~"node/card:0\\.0",node=~"n1")");
  CHECK(matchers_for({&card, &other}) == R"(,device=~"node/a\\|b|node/card:0\\.0",node=~"n1")");
}

TEST_CASE("engine labels: too many values are not listed, for a URL has an end",
          "[probes][engine]") {
  std::vector<Labels> many;
  for (int i = 0; i < 500; ++i) {
    many.push_back({{"device", "node/card:" + std::to_string(i)}, {"node", "n1"}});
  }
  std::vector<const Labels*> pointers;
  for (const auto& labels : many) {
    pointers.push_back(&labels);
  }
  CHECK(matchers_for(pointers) == R"(,node=~"n1")");
}

TEST_CASE("engine labels: series without a label are not shut out by those that have it",
          "[probes][engine]") {
  const Labels here{{"device", "node"}, {"node", "n1"}};
  const Labels nowhere{{"device", "node"}};
  CHECK(matchers_for({&here, &nowhere}) == R"(,device=~"node",node=~"|n1")");
  CHECK(matchers_for({&nowhere}) == R"(,device=~"node")");
  CHECK(places_in({{"device", "a"}, {"kind", "fan"}, {"rack", "r"}}) ==
        Labels{{"device", "a"}, {"rack", "r"}});
}

}  // namespace
}  // namespace rackproof::engine
