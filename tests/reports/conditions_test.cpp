#include "reports/conditions.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

UtcTime minute(int number) {
  return UtcTime{} + std::chrono::minutes(number);
}

}  // namespace

TEST_CASE("conditions: a resumed run says when, after what, and what changed", "[reports]") {
  RunRecord record;
  CHECK(conditions::segment_lines(record).empty());
  record.segments = {{"a", minute(0), minute(10), "reboot", {}},
                     {"b", minute(12), minute(20), "killed", {"node/nvme:S1 added"}},
                     {"b", minute(21), minute(30), "", {}}};
  const auto lines = conditions::segment_lines(record);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].ended == "reboot");
  CHECK(lines[0].gap.empty());
  CHECK(lines[1].gap == "2 min 00 s");
  CHECK(lines[1].boot == "another boot");
  CHECK(lines[1].changes == "node/nvme:S1 added");
  CHECK(lines[2].boot == "the same boot");
  CHECK(lines[2].changes == "none");
  CHECK(lines[2].ended == "the end of the run");
}

TEST_CASE("conditions: an instrument is calibrated, overdue or not calibrated", "[reports]") {
  const auto started = parse_utc("2026-11-21T05:17:00Z").value();
  Instrument instrument;
  CHECK(conditions::calibration_state(instrument, started) == "not calibrated");
  instrument.calibrated = "2026-01-01";
  CHECK(conditions::calibration_state(instrument, started) == "calibrated 2026-01-01");
  instrument.due = "2027-01-01";
  CHECK(conditions::calibration_state(instrument, started) == "calibrated until 2027-01-01");
  instrument.due = "2026-10-01";
  CHECK(conditions::calibration_state(instrument, started) ==
        "calibration overdue since 2026-10-01");
}

TEST_CASE("conditions: an instrument's uncertainty names metric and device", "[reports]") {
  Instrument instrument;
  CHECK(conditions::uncertainty_given(instrument).empty());
  instrument.metric = "temperature_celsius";
  instrument.expanded_uncertainty = 0.4;
  instrument.uncertainty_unit = Unit::celsius;
  CHECK(conditions::uncertainty_given(instrument) ==
        "U = 0.4 Cel (k = 2) of temperature_celsius on every device");
}

TEST_CASE("conditions: a disturbance takes everything or the rates", "[reports]") {
  Disturbance disturbance;
  CHECK(conditions::taken_by(disturbance) == "everything said of the phase");
  disturbance.touches = Touches::rates;
  CHECK(conditions::taken_by(disturbance) == "how fast the phase was");
}

TEST_CASE("conditions: a clock that nothing keeps in time is called so", "[reports]") {
  CHECK(conditions::clock_told({}) == "not recorded");
  CHECK(conditions::clock_told(ClockSync{.why = "a captured tree has no clock"}) ==
        "not told: a captured tree has no clock");
  CHECK(conditions::clock_told(ClockSync{SyncState::synchronised, "", 0.25, 12, 0.5}) ==
        "synchronised: offset 0.25 ms, maximum error 12 ms, estimated 0.5 ms");
  CHECK(conditions::clock_told(ClockSync{SyncState::not_synchronised, "", 0, 16000, 16000}) ==
        "clock not synchronised: the kernel tells offset 0 ms, maximum error 16000 ms, estimated "
        "16000 ms, which vouch for nothing");
}
