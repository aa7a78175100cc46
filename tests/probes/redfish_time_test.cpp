#include "probes/redfish/redfish_time.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

TEST_CASE("redfish: a duration with nine decimals is read to its last", "[probes][redfish]") {
  CHECK(*parse_iso_duration("PT23H59M34.146524704S") == Approx(86374.146524704).epsilon(1e-15));
  CHECK(*parse_iso_duration("P6DT23H37M28.467800960S") == Approx(603448.46780096).epsilon(1e-15));
  CHECK(*parse_iso_duration("PT0S") == 0);
  CHECK(*parse_iso_duration("PT1M") == 60);
  CHECK(*parse_iso_duration("P1W") == 604800);
  CHECK(*parse_iso_duration("P2D") == 172800);
}

TEST_CASE("redfish: a duration that has no length is malformed", "[probes][redfish]") {
  for (const auto* text : {"", "P", "PT", "P1DT", "1S", "PT1", "PTS", "P1M", "P1Y", "PT1S1H",
                           "PT-1S", "PT1.2.3S", "P1D1D", "PT1X", "PTT1S"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso_duration(text));
  }
}

TEST_CASE("redfish: a time with an offset is the same instant in UTC", "[probes][redfish]") {
  const auto expected = *parse_utc("2016-11-08T17:25:00Z");
  CHECK(*parse_offset_time("2016-11-08T12:25:00-05:00") == expected);
  CHECK(*parse_offset_time("2016-11-08T17:25:00+00:00") == expected);
  CHECK(*parse_offset_time("2016-11-08T17:25:00Z") == expected);
  CHECK(*parse_offset_time("2016-07-25T11:27:59.795513984+02:00") ==
        *parse_utc("2016-07-25T09:27:59.795513984Z"));
}

TEST_CASE("redfish: a clock that was never set tells no time", "[probes][redfish]") {
  CHECK(parse_offset_time("1970-01-01T00:00:00+00:00").error().kind == ErrorKind::out_of_range);
  for (const auto* text : {"", "N/A", "2016-11-08", "2016-11-08T12:25:00", "2016-11-08T12:25:00+5",
                           "2016-11-08T12:25:00+05-00", "2016-11-08T12:25:00+99:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_offset_time(text));
  }
}
