#include "probes/sinks/openmetrics.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

Sample sample_of(const char* metric, Reading reading, DeviceHandle device = 0) {
  return {device, metrics::find(metric), UtcTime{}, std::move(reading)};
}

Inventory one_node() {
  Inventory inventory;
  inventory.devices = {the_node()};
  inventory.software = {{"kernel", "6.1"}};
  return inventory;
}

bool holds(const std::string& text, std::string_view line) {
  return ("\n" + text).find("\n" + std::string(line) + "\n") != std::string::npos;
}

TEST_CASE("openmetrics: a counter's family has no _total, its samples have", "[probes][sinks]") {
  const auto text =
      write_openmetrics(one_node(), {sample_of("pressure_io_waiting_seconds_total", 1.5)});
  CHECK(holds(text, "# TYPE rackproof_pressure_io_waiting_seconds counter"));
  CHECK(holds(text, "# UNIT rackproof_pressure_io_waiting_seconds seconds"));
  CHECK(holds(text,
              "rackproof_pressure_io_waiting_seconds_total{device=\"node\",kind=\"node\"} 1.5"));
  CHECK(text.ends_with("# EOF\n"));
}

TEST_CASE("openmetrics: what could not be read is a reason, never a number", "[probes][sinks]") {
  const auto text = write_openmetrics(
      one_node(), {sample_of("temperature_celsius", Error{ErrorKind::denied, "no"})});
  CHECK(text.find("rackproof_temperature_celsius{") == std::string::npos);
  CHECK(holds(text,
              "rackproof_reading_missing{device=\"node\",metric=\"temperature_celsius\","
              "reason=\"denied\"} 1"));
}

TEST_CASE("openmetrics: hostile strings stay inside their label", "[probes][sinks]") {
  auto inventory = one_node();
  inventory.devices[0].model = "a\"b\\c\nd\x1b[2J";
  const auto text = write_openmetrics(inventory, {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find(R"(model="a\"b\\c\\x0ad\\x1b[2J")") != std::string::npos);
}

TEST_CASE("openmetrics: a device and metric come once, the last reading stands",
          "[probes][sinks]") {
  const auto text =
      write_openmetrics(one_node(), {sample_of("cpu_online_count", std::int64_t{1}),
                                     sample_of("cpu_online_count", std::int64_t{2}),
                                     sample_of("cpu_online_count", std::int64_t{3}, 9)});
  CHECK(holds(text, "rackproof_cpu_online_count{device=\"node\",kind=\"node\"} 2"));
  std::set<std::string> seen;
  for (const auto line : lines(text)) {
    CHECK(seen.insert(std::string(line.substr(0, line.rfind(' ')))).second);
  }
}

TEST_CASE("openmetrics: devices and software are info", "[probes][sinks]") {
  const auto text = write_openmetrics(one_node(), {});
  CHECK(holds(text, "# TYPE rackproof_device info"));
  CHECK(holds(text, "rackproof_software_info{name=\"kernel\",version=\"6.1\"} 1"));
}

TEST_CASE("openmetrics: every base unit of the catalogue that a name ends with can be told",
          "[probes][sinks]") {
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      const auto text = write_openmetrics(one_node(), {{0, &metric, UtcTime{}, 1.0}});
      INFO(metric.name);
      CHECK((metric.unit == Unit::one || text.find("# UNIT ") != std::string::npos));
    }
  }
}

}  // namespace
}  // namespace rackproof
