#include "schemas/held_points.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

using namespace rackproof;
using testing::at_second;

TEST_CASE("held points: what is held comes out by time, and nothing for what is not", "[schemas]") {
  HeldPoints series;
  const SeriesKey key{"node/card:a", "temperature_celsius"};
  series.hold(key, {{at_second(1), 40.0}, {at_second(2), 41.0}, {at_second(3), 42.0}});
  CHECK(series.keys().value() == std::vector<SeriesKey>{key});
  CHECK(series.read(key, {at_second(2), at_second(3)}).value().size() == 1);
  CHECK(series.last(key).value().taken_at == at_second(3));
  CHECK(series.read({"node", "x"}, testing::all_time()).value().empty());
  CHECK(series.last({"node", "x"}).error().kind == ErrorKind::absent);
}
