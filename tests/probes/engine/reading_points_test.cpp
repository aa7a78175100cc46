#include "probes/engine/reading_points.h"

#include <catch2/catch.hpp>

namespace rackproof::engine {
namespace {

TEST_CASE("reading points: values and missing readings of a device are one series in time order",
          "[probes][engine]") {
  const std::vector<EngineSeries> values{{{{"device", "a"}}, {{1000, 1}, {4000, 4}}},
                                         {{{"device", "b"}}, {{1000, 9}}},
                                         {{{"device", "a"}}, {{5000, 5}}}};
  const std::vector<EngineSeries> missing{
      {{{"device", "a"}, {"reason", "denied"}}, {{2000, 1}, {3000, 1}}},
      {{{"device", "a"}, {"reason", "out of a later release"}}, {{6000, 1}}}};
  const auto points = points_by_device(values, missing);
  REQUIRE(points);
  REQUIRE(points->size() == 2);
  const auto& a = points->at("a");
  REQUIRE(a.size() == 6);
  CHECK(a[0].reading == Reading(1.0));
  CHECK(a[1].reading == Reading(Error{ErrorKind::denied, ""}));
  CHECK(a[3].reading == Reading(4.0));
  CHECK(std::get<Error>(a[5].reading).kind == ErrorKind::malformed);
  CHECK(a[5].taken_at == UtcTime(std::chrono::seconds(6)));
}

TEST_CASE("reading points: every reason that a reading may carry is known by its word",
          "[probes][engine]") {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::not_observable); ++kind) {
    const auto word = to_string(static_cast<ErrorKind>(kind));
    CHECK(reason_in({{"reason", std::string(word)}}) == Error{static_cast<ErrorKind>(kind), ""});
  }
  CHECK(reason_in({{"reason", "untrusted"}}).kind == ErrorKind::malformed);
  CHECK(reason_in({}).kind == ErrorKind::malformed);
}

TEST_CASE("reading points: what is exposed in another unit comes back in the catalogue's",
          "[probes][engine]") {
  std::vector<EngineSeries> values{{{{"device", "a"}}, {{1000, 12.5e9}}}};
  to_catalogue_unit(values, "temperature_celsius");
  CHECK(values[0].points[0].value == 12.5e9);
  to_catalogue_unit(values, "network_speed_bits_per_second");
  CHECK(values[0].points[0].value == 100e9);
}

TEST_CASE("reading points: a device that was moved is one series", "[probes][engine]") {
  const std::vector<EngineSeries> values{
      {{{"device", "a"}, {"position", "slot 1"}}, {{2000, 2}}},
      {{{"device", "a"}}, {{1000, 1}}},
  };
  const auto points = points_by_device(values, {});
  REQUIRE(points);
  REQUIRE(points->at("a").size() == 2);
  CHECK(points->at("a").back().reading == Reading(2.0));
}

TEST_CASE("reading points: two series of one device are refused by the label that differs",
          "[probes][engine]") {
  const std::vector<EngineSeries> values{{{{"device", "a"}}, {{1000, 1}}},
                                         {{{"device", "a"}, {"job", "x"}}, {{1000, 2}}}};
  const auto points = points_by_device(values, {});
  REQUIRE_FALSE(points);
  CHECK(points.error().kind == ErrorKind::malformed);
  CHECK(points.error().message.find("'job'") != std::string::npos);
}

}  // namespace
}  // namespace rackproof::engine
