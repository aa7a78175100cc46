#include "certsuite/frequency_watch.h"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

constexpr auto kFrequency = metrics::named("cpu_frequency_hertz");
constexpr auto kCeiling = metrics::named("cpu_frequency_ceiling_hertz");
const std::string kCpu0 = "sys/devices/system/cpu/cpu0/";

FileTree tree_in(const TempDir& dir) {
  auto tree = FileTree::open(dir.path().string());
  REQUIRE(tree);
  return *std::move(tree);
}

Device device_of(std::string id) {
  Device device;
  device.id = std::move(id);
  return device;
}

Sample sample_of(const Metric* metric, Reading reading) {
  return {0, metric, {}, std::move(reading)};
}

/// A processor of 2.4 GHz that worked all the time.
ProcessorClock clock_of(std::int64_t processor, std::vector<double> hertz) {
  return {processor, 1.0, std::move(hertz), {0.96e9, "0.4 of its base frequency of 2.4 GHz"}};
}

}  // namespace

TEST_CASE("frequency: a loaded processor far below its base takes the rates away, with the numbers",
          "[fairness]") {
  const auto findings =
      compare_clocks({clock_of(0, {3.1e9, 3.0e9, 3.1e9}), clock_of(5, {0.8e9, 0.8e9, 2.0e9, 0.4e9}),
                      clock_of(6, {0.9e9, 0.9e9, 0.9e9})});

  REQUIRE(findings.disturbances.size() == 1);
  const auto& low = findings.disturbances[0];
  CHECK(low.code == "cpu_frequency_low");
  CHECK(low.touches == Touches::rates);
  CHECK(low.text ==
        "2 of 3 loaded processors ran far below their frequency, the slowest cpu:5 at 0.8 GHz in "
        "the middle of 4 readings; 0.96 GHz is 0.4 of its base frequency of 2.4 GHz");
  REQUIRE(findings.facts.size() == 1);
  CHECK(findings.facts[0] == Fact{"slowest_loaded_cpu_frequency", "800000000", "Hz"});
}

TEST_CASE("frequency: the floor itself is no slowness, and the fact is told all the same",
          "[fairness]") {
  const auto findings = compare_clocks({clock_of(0, {0.96e9, 0.96e9, 0.96e9})});
  CHECK(findings.disturbances.empty());
  CHECK(findings.facts.size() == 1);
}

TEST_CASE("frequency: a dip that ended is not the middle of what was read", "[fairness]") {
  CHECK(compare_clocks({clock_of(0, {0.4e9, 3e9, 3e9, 0.4e9, 3e9})}).disturbances.empty());
}

TEST_CASE("frequency: an idle processor may rest at any clock", "[fairness]") {
  auto idle = clock_of(0, {0.4e9, 0.4e9, 0.4e9});
  idle.load = 0.7;
  const auto findings = compare_clocks({idle});
  CHECK(findings.disturbances.empty());
  CHECK(findings.facts.empty());
}

TEST_CASE("frequency: two readings are too few to have a middle", "[fairness]") {
  CHECK(compare_clocks({clock_of(0, {0.4e9, 0.4e9})}).disturbances.empty());
}

TEST_CASE("frequency: the floor is a share of the base, else of the nominal, else of the highest",
          "[fairness]") {
  const TempDir dir;
  CHECK_FALSE(frequency_floor(tree_in(dir), 0));  // as on a virtual machine

  dir.write(kCpu0 + "cpufreq/cpuinfo_max_freq", "4000000\n");
  CHECK(frequency_floor(tree_in(dir), 0)->hertz == Approx(1e9));
  CHECK(frequency_floor(tree_in(dir), 0)->of == "0.25 of its highest frequency of 4 GHz");

  dir.write(kCpu0 + "acpi_cppc/nominal_freq", "0\n");  // firmware that does not know
  CHECK(frequency_floor(tree_in(dir), 0)->hertz == Approx(1e9));
  dir.write(kCpu0 + "acpi_cppc/nominal_freq", "2450\n");
  CHECK(frequency_floor(tree_in(dir), 0)->hertz == Approx(0.98e9));
  CHECK(frequency_floor(tree_in(dir), 0)->of == "0.4 of its nominal frequency of 2.45 GHz");

  dir.write(kCpu0 + "cpufreq/base_frequency", "2000000\n");
  CHECK(frequency_floor(tree_in(dir), 0)->hertz == Approx(0.8e9));
  CHECK_FALSE(frequency_floor(tree_in(dir), 1));
}

TEST_CASE("frequency: the watch keeps what processors' clocks read while it listens",
          "[fairness]") {
  FrequencyWatch watch;
  watch.take(device_of("node/cpu:3"), sample_of(kFrequency, 1e9));  // before the step
  watch.begin();
  watch.take(device_of("node/cpu:3"), sample_of(kFrequency, 2e9));
  watch.take(device_of("node/cpu:12"), sample_of(kFrequency, 3e9));
  watch.take(device_of("node/cpu:3"), sample_of(kCeiling, 4e9));
  watch.take(device_of("node/cpu:3"), sample_of(kFrequency, Error{ErrorKind::io, "gone"}));
  watch.take(device_of("node/card:3"), sample_of(kFrequency, 5e9));
  const auto read = watch.end();
  watch.take(device_of("node/cpu:3"), sample_of(kFrequency, 6e9));

  CHECK(read == FrequenciesRead{{3, {2e9}}, {12, {3e9}}});
  CHECK(watch.end().empty());
}

TEST_CASE("frequency: only loaded processors with a floor are held to one", "[fairness]") {
  const TempDir dir;
  dir.write(kCpu0 + "cpufreq/base_frequency", "2000000\n");
  dir.write("sys/devices/system/cpu/cpu1/cpufreq/base_frequency", "2000000\n");
  const auto clocks = clocks_of(tree_in(dir), {{0, 0.9}, {1, 0.1}, {2, 1.0}},
                                {{0, {2e9}}, {1, {2e9}}, {2, {2e9}}, {3, {2e9}}});
  REQUIRE(clocks.size() == 1);
  CHECK(clocks[0].processor == 0);
  CHECK(clocks[0].load == 0.9);
  CHECK(clocks[0].hertz == std::vector<double>{2e9});
  CHECK(clocks[0].floor.hertz == Approx(0.8e9));
}
