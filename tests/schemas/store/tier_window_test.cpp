#include "schemas/store/tier_window.h"

#include <bit>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

std::uint64_t bits(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

TierWindow count_at(std::int64_t stamp, std::int64_t value) {
  return window_of_one(stamp, Kind::count, static_cast<std::uint64_t>(value));
}

TEST_CASE("tier window: merged in whatever parts, it is the same window", "[schemas][store]") {
  testing::SampleMaker maker(51);
  for (int round = 0; round < 200; ++round) {
    const auto mixed = maker.below(2) == 0;
    std::vector<TierWindow> ones;
    for (int i = 0; i < 12; ++i) {
      const auto value = static_cast<std::int64_t>(maker.below(1000)) - 300;
      const bool measured = mixed && maker.below(2) == 0;
      ones.push_back(
          measured ? window_of_one(i, Kind::measurement, bits(static_cast<double>(value) + 0.5))
                   : count_at(i, value));
    }
    TierWindow whole;
    for (const auto& one : ones) {
      merge(whole, one, true);
    }
    TierWindow left;
    TierWindow right;
    const auto cut = maker.below(13);
    for (std::size_t i = 0; i < ones.size(); ++i) {
      merge(i < cut ? left : right, ones[i], true);
    }
    merge(left, right, true);
    CHECK(left == whole);
  }
}

TEST_CASE("tier window: falls are counted with their least, their most and the first",
          "[schemas][store]") {
  TierWindow window;
  for (const auto& [stamp, value] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {10, 100}, {20, 40}, {30, 50}, {40, 0}, {50, 7}, {60, 5}}) {
    merge(window, count_at(stamp, value), true);
  }
  CHECK(window.falls == 3);
  CHECK(window.least_fall == 2);
  CHECK(window.most_fall == 60);
  CHECK(window.first_fall_ns == 20);
  CHECK(window.readable == 6);
  CHECK(window.sum == 202);
  merge(window, window_of_one(70, Kind::measurement, bits(4.5)), true);
  CHECK(window.kind == Kind::measurement);
  CHECK(std::bit_cast<double>(window.least_fall) == 0.5);
  CHECK(std::bit_cast<double>(window.most_fall) == 60);
  TierWindow gauge;
  merge(gauge, count_at(1, 5), false);
  merge(gauge, count_at(2, 3), false);
  CHECK(gauge.falls == 0);
}

TEST_CASE("tier window: a fall over the whole range of a count is a number, not an overflow",
          "[schemas][store]") {
  TierWindow window;
  merge(window, count_at(1, INT64_MAX), true);
  merge(window, count_at(2, INT64_MIN), true);
  CHECK(window.falls == 1);
  CHECK(window.most_fall == UINT64_MAX);
}

TEST_CASE("tier window: of many reasons the saturated and the most frequent stay",
          "[schemas][store]") {
  Reasons reasons;
  TierWindow window;
  for (std::uint32_t i = 0; i < 6; ++i) {
    reasons.append({i == 0 ? ErrorKind::saturated : ErrorKind::io, std::to_string(i)});
    count_reason(window, {i, std::int64_t{1} + i});
    count_reason(window, {i, 1});
  }
  cut_reasons(window, reasons);
  CHECK(window.why == std::vector<TierReason>{{0, 2}, {5, 7}, {4, 6}, {3, 5}});
}

}  // namespace
}  // namespace rackproof::store
