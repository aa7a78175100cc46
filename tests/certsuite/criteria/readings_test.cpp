#include "certsuite/criteria/readings.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::criteria {
namespace {

using testing::at_second;

TEST_CASE("readings: what has no finite value is missing, whatever it was stored as",
          "[certsuite][criteria]") {
  const Readings readings({{at_second(0), 1.5},
                           {at_second(1), std::nan("7")},
                           {at_second(2), std::numeric_limits<double>::infinity()},
                           {at_second(3), Error{ErrorKind::denied, "no"}},
                           {at_second(4), std::int64_t{2}}});
  CHECK(readings.values() == std::vector<double>{1.5, 2});
  CHECK(readings.missing() == 3);
  CHECK_FALSE(readings.any_saturated());
}

TEST_CASE("readings: the usual reason is the most common one, and a tie has one answer",
          "[certsuite][criteria]") {
  const Error denied{ErrorKind::denied, "permission denied"};
  const Error gone{ErrorKind::absent, ""};
  CHECK(Readings({{at_second(0), denied}, {at_second(1), gone}, {at_second(2), denied}})
            .usual_reason() == "denied: permission denied (2 of 3)");
  CHECK(Readings({{at_second(0), denied}, {at_second(1), gone}}).usual_reason() ==
        "absent (1 of 2)");
  CHECK(Readings({{at_second(1), gone}, {at_second(0), denied}}).usual_reason() ==
        "absent (1 of 2)");
  CHECK(Readings({}).usual_reason().empty());
}

TEST_CASE("readings: a reading at a counter's stop is remembered", "[certsuite][criteria]") {
  CHECK(Readings({{at_second(0), Error{ErrorKind::saturated, "255"}}}).any_saturated());
}

}  // namespace
}  // namespace rackproof::criteria
