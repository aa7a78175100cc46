#include "certsuite/criteria/statistics.h"

#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::criteria {
namespace {

std::vector<double> one_to(int last) {
  std::vector<double> values;
  for (int value = last; value >= 1; --value) {
    values.push_back(value);
  }
  return values;
}

TEST_CASE("statistics: a quantile is the value at place ceil(p n), never one between two",
          "[certsuite][criteria]") {
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

TEST_CASE("statistics: each statistic of a known row is the known number",
          "[certsuite][criteria]") {
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

TEST_CASE("statistics: a sum runs from first to last, so its bits are the order's",
          "[certsuite][criteria]") {
  const std::vector<double> values{1e16, 1, -1e16, 1};
  CHECK(mean(values) == 0.25);
  const std::vector<double> turned{1, -1e16, 1, 1e16};
  CHECK(mean(turned) == 0.25 * ((1 - 1e16 + 1) + 1e16));
}

TEST_CASE("statistics: U is twice the standard error, and none where it cannot be known",
          "[certsuite][criteria]") {
  const std::vector<double> repeats{9, 10, 11, 10};
  const auto expanded = type_a_uncertainty(repeats);
  REQUIRE(expanded);
  CHECK(*expanded == Approx(2 * std::sqrt(2.0 / 3 / 4)));
  CHECK_FALSE(type_a_uncertainty(std::vector<double>{1, 2}));
  CHECK_FALSE(type_a_uncertainty(std::vector<double>{7, 7, 7, 7}));
  CHECK_FALSE(type_a_uncertainty(std::vector<double>{1e308, -1e308, 1e308}));
}

TEST_CASE("statistics: a quantile is one of the values and lies between min and max",
          "[certsuite][criteria]") {
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
}  // namespace rackproof::criteria
