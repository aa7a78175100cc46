#include <string>
#include <utility>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"
#include "tests/wrong_inputs/wrong_input.h"

namespace rackproof::testing {
namespace {

const std::string kChip = "sys/devices/platform/coretemp.0/hwmon/hwmon0";
constexpr auto kSensor = "node/hwmon:coretemp@coretemp.0/temp1";
const std::string kMc = "sys/devices/system/edac/mc/mc0/";

/// What the hwmon probe makes of a channel whose file holds `text`.
Reading temperature_from(const std::string& text) {
  const TempDir root;
  root.write(kChip + "/name", "coretemp\n");
  root.link(kChip + "/device", "../..");
  root.link("sys/class/hwmon/hwmon0", "../../devices/platform/coretemp.0/hwmon/hwmon0");
  root.write(kChip + "/temp1_input", text);
  const FixtureHost fixture(root.path());
  const ProbeRun seen(*make_hwmon_probe(fixture.host()));
  const auto* reading = seen.find(kSensor, "temperature_celsius");
  return reading == nullptr ? Reading(Error{ErrorKind::absent, "no sample at all"}) : *reading;
}

/// What the EDAC probe makes of a controller's count; no file for "-".
Reading errors_from(const std::string& text) {
  const TempDir root;
  root.write(kMc + "ce_count", "0\n");
  root.write(kMc + "mc_name", "Skylake Socket#0\n");
  if (text != "-") {
    root.write(kMc + "ue_count", text);
  }
  const FixtureHost fixture(root.path());
  const ProbeRun seen(*make_edac_probe(fixture.host()));
  const auto* reading = seen.find("node/edac:mc0", "memory_ecc_uncorrectable_total");
  return reading == nullptr ? Reading(Error{ErrorKind::absent, "no sample at all"}) : *reading;
}

/// A run in which the second card's sensor gave those bytes all the time.
Fault hot(std::string name, const std::string& text, std::string because,
          Outcome overall = Outcome::inconclusive) {
  return {std::move(name),
          [text](JudgedRun& run) {
            const auto reading = temperature_from(text);
            for (auto& point : run.of_second_card(kHeat)) {
              point.reading = reading;
            }
          },
          overall, std::move(because)};
}

Fault counted(std::string name, const std::string& text, std::string because) {
  return {std::move(name),
          [text](JudgedRun& run) {
            const auto reading = errors_from(text);
            for (auto& point : run.of_second_card(kErrors)) {
              point.reading = reading;
            }
          },
          Outcome::inconclusive, std::move(because)};
}

}  // namespace

WrongInputs wrong_probe_inputs() {
  return judged_faults(
      "probe", {{hot("temperature file is empty", "", "expected an integer, got ''"),
                 hot("temperature file says N/A", "N/A\n", "got 'N/A'"),
                 hot("temperature with a unit behind it", "47500 mC\n", "got '47500 mC'"),
                 hot("temperature in hexadecimal", "0xb98c\n", "expected an integer"),
                 hot("temperature beyond 64 bits", "99999999999999999999\n", "temp1_input"),
                 hot("temperature with a decimal point", "47.5\n", "expected an integer"),
                 hot("temperature file of two lines", "47500\n48000\n", "expected an integer"),
                 hot("temperature above the limit", "91000\n", "91 Cel, at most 85 Cel asked",
                     Outcome::fail)},
                {counted("error count is empty", "\n", "malformed"),
                 counted("error count is negative", "-1\n", "no counter is below zero"),
                 counted("error count beyond 64 bits", "36893488147419103232\n", "ue_count"),
                 counted("error count with words behind it", "0 errors\n", "malformed"),
                 counted("error count file is missing", "-", "absent")}});
}

}  // namespace rackproof::testing
