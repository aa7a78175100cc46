#include "certsuite/criteria/rare_events.h"

#include <cmath>

#include <catch2/catch.hpp>

namespace rackproof::criteria {
namespace {

/// P(X <= n) of a Poisson distribution.
double at_most(std::int64_t n, double mean) {
  double term = std::exp(-mean);
  double sum = term;
  for (std::int64_t i = 1; i <= n; ++i) {
    term *= mean / static_cast<double>(i);
    sum += term;
  }
  return sum;
}

TEST_CASE("rare events: the published bounds for none, one and three", "[certsuite][criteria]") {
  CHECK(*most_events(0) == Approx(3.00).margin(5e-3));
  CHECK(*most_events(1) == Approx(4.74).margin(5e-3));
  CHECK(*most_events(3) == Approx(7.75).margin(5e-3));
}

TEST_CASE("rare events: a larger mean would show so few with less than five in a hundred",
          "[certsuite][criteria]") {
  for (std::int64_t seen = 0; seen <= 10; ++seen) {
    CHECK(at_most(seen, *most_events(seen)) <= 0.05);
    CHECK(at_most(seen, *most_events(seen) - 2e-4) > 0.05);
  }
}

TEST_CASE("rare events: many events are no rare ones", "[certsuite][criteria]") {
  CHECK_FALSE(most_events(-1));
  CHECK_FALSE(most_events(11));
}

}  // namespace
}  // namespace rackproof::criteria
