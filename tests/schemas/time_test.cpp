#include "schemas/time.h"

#include <chrono>
#include <initializer_list>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace std::chrono_literals;

TEST_CASE("time: nanoseconds survive the text", "[schemas][time]") {
  const UtcTime at{1795238220123456789ns};
  CHECK(format_utc(at) == "2026-11-21T05:17:00.123456789Z");
  CHECK(parse_utc(format_utc(at)).value() == at);
  CHECK(format_utc(UtcTime{}) == "1970-01-01T00:00:00.000000000Z");
  CHECK(parse_utc("2026-11-21T05:17:00Z").value() == UtcTime{1795238220s});
  CHECK(parse_utc("2026-11-21T05:17:00.5Z").value() == UtcTime{1795238220500ms});
  CHECK(parse_utc("2028-02-29T00:00:00Z"));
}

TEST_CASE("time: what is not UTC in RFC 3339 is refused", "[schemas][time]") {
  for (const auto* text :
       {"", "2026-11-21", "2026-11-21T05:17:00", "2026-11-21T05:17:00+00:00",
        "2026-11-21 05:17:00Z", "2026-11-21t05:17:00z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T05:60:00Z",
        "2016-12-31T23:59:60Z", "10000-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
        "2262-01-01T00:00:00Z", "2026-11-21T05:17:00.Z", "2026-11-21T05:17:00.1234567890Z",
        "2026-11-21T05:17:0-Z", "2026-11-21T05:17:00.-1Z"}) {
    CAPTURE(text);
    CHECK(parse_utc(text).error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("time: what says no certain moment is refused", "[schemas][time]") {
  const auto refused = [](std::initializer_list<const char*> texts) {
    for (const auto* text : texts) {
      INFO(text);
      const auto time = parse_utc(text);
      REQUIRE_FALSE(time);
      CHECK(time.error().kind == ErrorKind::malformed);
    }
  };
  SECTION("33.4 local time without Z") {
    refused({"2026-11-21T05:17:00", "2026-11-21T05:17:00+01:00", "2026-11-21T05:17:00z"});
  }
  SECTION("33.5 leap second") {
    refused({"2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5Z"});
  }
  SECTION("33.8 year 10000") {
    refused({"10000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"});
  }
}

TEST_CASE("time: a range holds its start and not its end", "[schemas][time]") {
  const TimeRange range{UtcTime{1s}, UtcTime{2s}};
  CHECK(range.contains(UtcTime{1s}));
  CHECK_FALSE(range.contains(UtcTime{2s}));
}

TEST_CASE("time: durations are written for people", "[schemas][time]") {
  CHECK(format_duration(12300ms) == "12.3 s");
  CHECK(format_duration(250s) == "4 min 10 s");
  CHECK(format_duration(62min + 30s) == "1 h 02 min");
}

TEST_CASE("time: a length is a number and one letter", "[schemas][time]") {
  CHECK(parse_duration_seconds("90s").value() == 90);
  CHECK(parse_duration_seconds("90m").value() == 5400);
  CHECK(parse_duration_seconds("1.5h").value() == 5400);
  CHECK(parse_duration_seconds("3d").value() == 259200);
  for (const auto* text : {"", "24", "h", "-1h", "0s", "1h30m", "infh", "nans", "24 h", "1w"}) {
    CAPTURE(text);
    CHECK(parse_duration_seconds(text).error().kind == ErrorKind::malformed);
  }
}
