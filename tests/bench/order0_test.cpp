#include "tests/bench/order0.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/bench/telemetry_random.h"

namespace rackproof::bench {
namespace {

double bytes_each(const std::vector<double>& values) {
  return order0_bytes(values) / static_cast<double>(values.size());
}

TEST_CASE("order-0 entropy: a constant and an even slope cost next to nothing", "[bench]") {
  std::vector<double> slope(kOrder0Chunk);
  for (std::size_t i = 0; i < slope.size(); ++i) {
    slope[i] = 1e9 + 250.0 * static_cast<double>(i);
  }
  CHECK(bytes_each(std::vector<double>(kOrder0Chunk, 21.5)) < 0.01);
  CHECK(bytes_each(slope) < 0.03);
}

TEST_CASE("order-0 entropy: a fair choice between 256 numbers costs a byte", "[bench]") {
  Chance chance(1);
  std::vector<double> values(kOrder0Chunk);
  for (auto& value : values) {
    value = std::floor(chance.between(0, 256));
  }
  CHECK(bytes_each(values) == Approx(1).margin(0.05));
}

TEST_CASE("order-0 entropy: noise costs its deviation in bits, whatever the scale", "[bench]") {
  // log2(sqrt(2 pi e) s) bits: 12.01 for a deviation of 1,000 steps. The sum of four even ones has
  // a little less, a token's two bits cost a little more.
  for (const double step : {1.0, 0.001}) {
    Chance chance(2);
    std::vector<double> values(kOrder0Chunk);
    for (auto& value : values) {
      value = std::nearbyint(1000 * chance.around_zero()) / (1 / step);
    }
    INFO(step);
    CHECK(bytes_each(values) == Approx(12.01 / 8).margin(0.06));
  }
}

TEST_CASE("order-0 entropy: what divides all numbers costs nothing", "[bench]") {
  Chance chance(3);
  std::vector<double> pages(kOrder0Chunk);
  std::vector<double> bytes(kOrder0Chunk);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    pages[i] = std::floor(chance.between(0, 64));
    bytes[i] = 4096 * pages[i];
  }
  CHECK(bytes_each(bytes) == Approx(bytes_each(pages)).margin(0.002));
}

TEST_CASE("order-0 entropy: doubles that are no decimals cost about what they hold", "[bench]") {
  Chance chance(4);
  std::vector<double> values(kOrder0Chunk);
  for (auto& value : values) {
    value = 1 + chance.even() / 3;
  }
  CHECK(bytes_each(values) > 6);
  CHECK(bytes_each(values) < 8);
}

TEST_CASE("order-0 entropy: chunks count by themselves, none costs nothing", "[bench]") {
  const std::vector<double> chunk(kOrder0Chunk, 7.25);
  std::vector<double> twice(chunk);
  twice.insert(twice.end(), chunk.begin(), chunk.end());
  CHECK(order0_bytes(twice) == 2 * order0_bytes(chunk));
  CHECK(order0_bytes({}) == 0);
}

}  // namespace
}  // namespace rackproof::bench
