#include "certsuite/setting_watch.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

void read(SettingWatch& watch, const std::string& device, const char* metric, Reading reading) {
  Device of;
  of.id = device;
  watch.take(of, Sample{0, metrics::find(metric), {}, std::move(reading)});
}

}  // namespace

TEST_CASE("setting watch: a power cap that is lowered and put back within a step is told",
          "[fairness]") {
  SettingWatch watch;
  watch.begin();
  for (const double watts : {250.0, 180.0, 250.0}) {
    read(watch, "node/rapl:0/limit:long_term", "rapl_power_limit_watts", watts);
    read(watch, "node/rapl:1/limit:long_term", "rapl_power_limit_watts", watts);
    read(watch, "node/rapl:0/limit:short_term", "rapl_power_limit_watts", 300.0);
  }
  std::vector<Disturbance> found;
  watch.end(found);

  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "power_cap_changed");
  CHECK(found[0].touches == Touches::everything);
  CHECK(found[0].text ==
        "rapl_power_limit_watts of node/rapl:0/limit:long_term was read between 180 and 250 during "
        "the phase, and of 1 more");
}

TEST_CASE("setting watch: a lowered clock ceiling takes the rates away", "[fairness]") {
  SettingWatch watch;
  watch.begin();
  read(watch, "node/cpu:0", "cpu_frequency_ceiling_hertz", 3e9);
  read(watch, "node/cpu:0", "cpu_frequency_ceiling_hertz", 2e9);
  std::vector<Disturbance> found;
  watch.end(found);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "frequency_limit_changed");
  CHECK(found[0].touches == Touches::rates);
}

TEST_CASE("setting watch: what stays, moves by itself or is not read is no change", "[fairness]") {
  SettingWatch watch;
  watch.begin();
  read(watch, "a", "rapl_power_limit_watts", 100.0);
  read(watch, "a", "rapl_power_limit_watts", Error{ErrorKind::io, "gone"});
  read(watch, "a", "rapl_power_limit_watts", 100.0);
  read(watch, "node/cpu:0", "cpu_frequency_hertz", 3e9);
  read(watch, "node/cpu:0", "cpu_frequency_hertz", 2e9);
  std::vector<Disturbance> found;
  watch.end(found);
  CHECK(found.empty());
}

TEST_CASE("setting watch: what is told already is not told twice, and a step knows its own",
          "[fairness]") {
  SettingWatch watch;
  watch.begin();
  read(watch, "a", "rapl_power_limit_watts", 100.0);
  read(watch, "a", "rapl_power_limit_watts", 90.0);
  std::vector<Disturbance> found{{"power_cap_changed", "was 100", "", {}, Touches::everything}};
  watch.end(found);
  CHECK(found.size() == 1);

  read(watch, "a", "rapl_power_limit_watts", 10.0);  // between two steps: nobody's
  watch.begin();
  read(watch, "a", "rapl_power_limit_watts", 90.0);
  found.clear();
  watch.end(found);
  CHECK(found.empty());
}
