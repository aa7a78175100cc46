#include "certsuite/workloads/recovery_watch.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

/// At speed a burst takes a tenth of a second.
RecoveryWatch watch_at_speed() {
  RecoveryWatch watch;
  std::vector<double> seconds{0.5, 0.1, 0.1, 0.1, 0.09};
  watch.set_usual(seconds);
  return watch;
}

TEST_CASE("recovery watch: the usual burst is the median, and nothing changes nothing",
          "[workloads]") {
  auto watch = watch_at_speed();
  CHECK(watch.usual_seconds() == 0.1);
  std::vector<double> none;
  watch.set_usual(none);
  CHECK(watch.usual_seconds() == 0.1);
  CHECK(median_of(none) == 0);
}

TEST_CASE("recovery watch: a recovery ends where the first burst at speed begins", "[workloads]") {
  auto watch = watch_at_speed();
  watch.begin(10);
  watch.burst(10, 0.3);
  watch.burst(10.3, 0.2);
  CHECK(watch.is_waiting());
  watch.burst(10.5, 0.111);  // 90.1 % of the usual rate
  CHECK_FALSE(watch.is_waiting());
  watch.burst(10.6, 0.4);
  CHECK(watch.take_worst(11) == 0.5);
  CHECK_FALSE(watch.take_worst(11));
}

TEST_CASE("recovery watch: just under nine tenths of the rate is not recovered", "[workloads]") {
  auto watch = watch_at_speed();
  watch.begin(0);
  watch.burst(0, 0.112);
  CHECK(watch.is_waiting());
}

TEST_CASE("recovery watch: who is not back after one stretch goes on waiting in the next",
          "[workloads]") {
  auto watch = watch_at_speed();
  watch.begin(1);
  watch.burst(1, 0.5);
  CHECK(watch.take_worst(1.5) == 0.5);  // told while it lasts
  watch.begin(3);
  watch.burst(3, 0.5);
  CHECK(watch.take_worst(3.5) == 2.5);
  watch.burst(3.5, 0.1);
  CHECK(watch.take_worst(9) == 2.5);
}

TEST_CASE("recovery watch: the worst of several is kept", "[workloads]") {
  auto watch = watch_at_speed();
  for (const double late : {0.25, 0.75, 0.5}) {
    watch.begin(0);
    watch.burst(late, 0.1);
  }
  CHECK(watch.take_worst(2) == 0.75);
}

}  // namespace
}  // namespace rackproof
