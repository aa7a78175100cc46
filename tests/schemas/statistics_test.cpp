#include "schemas/statistics.h"

#include <chrono>
#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

std::vector<double> one_to(int last) {
  std::vector<double> values;
  for (int value = last; value >= 1; --value) {
    values.push_back(value);
  }
  return values;
}

TEST_CASE("statistics: a quantile is the value at place ceil(p n), never one between two",
          "[schemas]") {
  CHECK(quantile(one_to(20), 5) == 1);
  CHECK(quantile(one_to(21), 5) == 2);
  CHECK(quantile(one_to(100), 5) == 5);
  CHECK(quantile(one_to(100), 99) == 99);
  CHECK(quantile(one_to(101), 99) == 100);
  CHECK(quantile(one_to(100), 7) == 7);  // 0.07 * 100 > 7 in doubles
  CHECK(quantile(one_to(2), 50) == 1);
  CHECK(quantile(one_to(1), 1) == 1);
  CHECK(quantile(one_to(9), 100) == 9);
}

TEST_CASE("statistics: each statistic of a known row is the known number", "[schemas]") {
  const std::vector<double> values{5, 1, 4, 2, 3};
  CHECK(statistic_of(Statistic::min, values) == 1);
  CHECK(statistic_of(Statistic::max, values) == 5);
  CHECK(statistic_of(Statistic::mean, values) == 3);
  CHECK(statistic_of(Statistic::median, values) == 3);
  CHECK(statistic_of(Statistic::p01, values) == 1);
  CHECK(statistic_of(Statistic::p05, values) == 1);
  CHECK(statistic_of(Statistic::p95, values) == 5);
  CHECK(statistic_of(Statistic::p99, values) == 5);
  CHECK(statistic_of(Statistic::first, values) == 5);
  CHECK(statistic_of(Statistic::last, values) == 3);
  CHECK(statistic_of(Statistic::count, values) == 5);
}

TEST_CASE("statistics: a sum runs from first to last, so its bits are the order's", "[schemas]") {
  const std::vector<double> values{1e16, 1, -1e16, 1};
  CHECK(mean(values) == 0.25);
  const std::vector<double> turned{1, -1e16, 1, 1e16};
  CHECK(mean(turned) == 0.25 * ((1 - 1e16 + 1) + 1e16));
}

TEST_CASE("statistics: U is twice the standard error, and none where it cannot be known",
          "[schemas]") {
  const std::vector<double> repeats{9, 10, 11, 10};
  const auto expanded = type_a_uncertainty(repeats);
  REQUIRE(expanded);
  CHECK(*expanded == Approx(2 * std::sqrt(2.0 / 3 / 4)));
  CHECK_FALSE(type_a_uncertainty(std::vector<double>{1, 2}));
  CHECK_FALSE(type_a_uncertainty(std::vector<double>{7, 7, 7, 7}));
  CHECK_FALSE(type_a_uncertainty(std::vector<double>{1e308, -1e308, 1e308}));
}

/// One reading a second from second 0 on.
Series each_second(const std::vector<double>& values) {
  Series series;
  for (const double value : values) {
    series.push_back({UtcTime(std::chrono::seconds(series.size())), value});
  }
  return series;
}

TEST_CASE("statistics: drift is the distance between the means of the last two quarters",
          "[schemas]") {
  // Eight seconds long: the border readings at 4 and 6 s belong to the quarters that end there.
  const auto rising = each_second({0, 0, 0, 0, 100, 10, 20, 50, 60});
  CHECK(drift_of(rising) == 40);
  const auto falling = each_second({0, 0, 0, 0, 100, 60, 50, 20, 10});
  CHECK(drift_of(falling) == 40);
  CHECK(drift_of(each_second({9, 9, 9, 9, 9, 9})) == 0);
  CHECK(drift_of(each_second({0, 99, 50, 50, 50, 50, 50, 50, 50})) == 0);
}

TEST_CASE("statistics: quarters are of time, not of the number of readings", "[schemas]") {
  auto series = each_second({0, 0, 0, 0, 0, 10, 10, 30, 30});
  for (int more = 0; more < 50; ++more) {  // fifty in the third quarter still are one quarter
    series.insert(series.begin() + 6, Point{UtcTime(std::chrono::milliseconds(5500)), 10.0});
  }
  CHECK(drift_of(series) == 20);
}

TEST_CASE("statistics: no drift where a quarter holds no reading", "[schemas]") {
  CHECK_FALSE(drift_of({}));
  CHECK_FALSE(drift_of(each_second({1})));
  CHECK_FALSE(drift_of(each_second({1, 2})));
  auto hole = each_second({1, 1, 1, 1, 1, 1, 1, 1, 1});
  hole.erase(hole.begin() + 5, hole.begin() + 7);
  CHECK_FALSE(drift_of(hole));
  auto one_stamp = each_second({1, 2, 3});
  for (auto& point : one_stamp) {
    point.taken_at = UtcTime{};
  }
  CHECK_FALSE(drift_of(one_stamp));
}

TEST_CASE("statistics: drift's sums run from first to last, so its bits are the order's",
          "[schemas]") {
  const auto drift = drift_of(each_second({0, 0, 0, 0, 0, 1e16, 1, -1e16, 1}));
  CHECK(drift == std::abs((-1e16 + 1) / 2 - (1e16 + 1) / 2));
}

TEST_CASE("statistics: a quantile is one of the values and lies between min and max", "[schemas]") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values(1 + random() % 50);
    for (auto& value : values) {
      value = static_cast<double>(random() % 1000) / 8;
    }
    const auto percent = static_cast<int>(1 + random() % 100);
    const double found = quantile(values, percent);
    std::size_t at_most = 0;
    std::size_t below = 0;
    for (const double value : values) {
      at_most += value <= found ? 1 : 0;
      below += value < found ? 1 : 0;
    }
    CHECK(at_most * 100 >= static_cast<std::size_t>(percent) * values.size());
    CHECK(below * 100 < static_cast<std::size_t>(percent) * values.size());
  }
}

}  // namespace
}  // namespace rackproof
