#include "probes/hwmon/hwmon_attributes.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("hwmon attributes: every row is asked for once and has a parser", "[probes][hwmon]") {
  std::set<std::string> seen;
  for (const auto& row : hwmon::attribute_rows()) {
    const auto key = std::string(row.kind) + "_" + std::string(row.attribute);
    CAPTURE(key);
    CHECK(seen.insert(key).second);
    CHECK(row.metric != nullptr);
    CHECK(row.parse != nullptr);
    CHECK((row.kind == "auto_point" || hwmon::channel_kind(row.kind).has_value()));
  }
}

TEST_CASE("hwmon attributes: units are those of the kernel's interface", "[probes][hwmon]") {
  const auto value = [](std::string_view file, std::string_view text) {
    const auto name = hwmon::split_file_name(file);
    REQUIRE(name);
    const auto* row = hwmon::find_attribute(*name);
    REQUIRE(row != nullptr);
    return as_double(row->parse(text));
  };
  CHECK(value("temp1_input", "47500") == 47.5);     // millidegrees
  CHECK(value("in1_input", "1024") == 1.024);       // millivolts
  CHECK(value("curr1_input", "1500") == 1.5);       // milliamperes
  CHECK(value("power1_input", "95000000") == 95);   // microwatts
  CHECK(value("energy1_input", "2500000") == 2.5);  // microjoules
  CHECK(value("fan1_input", "1098") == 1098);
  CHECK(value("freq1_input", "214000000") == 214e6);
  CHECK(value("humidity1_input", "50000") == 0.5);  // thousandths of a per cent
  CHECK(value("pwm1_stop_time", "6000") == 6);      // milliseconds
}
