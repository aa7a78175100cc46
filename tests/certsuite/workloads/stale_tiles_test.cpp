#include "certsuite/workloads/stale_tiles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

constexpr std::size_t kWidth = 192;  // three tiles by three

/// Places of a product of equal numbers that a turn made wrong.
template <typename Real>
std::vector<std::size_t> places_of(std::uint64_t turn, Real number) {
  std::vector<Real> product(kWidth * kWidth, number);
  spoil_tiles(product.data(), static_cast<int>(kWidth), turn);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < product.size(); ++i) {
    if (product[i] != number) {
      places.push_back(i);
    }
  }
  REQUIRE(std::ranges::all_of(product, [](Real each) { return std::isfinite(each); }));
  return places;
}

TEST_CASE("stale tiles: every tile gets exactly one wrong number", "[workloads]") {
  for (const std::uint64_t turn : {0U, 1U, 77U}) {
    std::set<std::size_t> tiles;
    const auto places = places_of(turn, 5.0);
    for (const auto place : places) {
      tiles.insert(place / kWidth / 64 * 3 + place % kWidth / 64);
    }
    CHECK(places.size() == 9);
    CHECK(tiles.size() == 9);
    CHECK(places_of(turn, 5.0F) == places);
  }
}

TEST_CASE("stale tiles: nothing becomes something, and every turn has its place", "[workloads]") {
  CHECK(places_of(3, 0.0).size() == 9);
  CHECK(places_of(3, 0.0F).size() == 9);
  std::set<std::size_t> first;
  for (std::uint64_t turn = 0; turn < 64; ++turn) {
    first.insert(places_of(turn, -1.5).front());
  }
  CHECK(first.size() > 48);
}

TEST_CASE("stale tiles: a second time the same turn puts right what it made wrong", "[workloads]") {
  std::vector<double> product(kWidth * kWidth, 7);
  spoil_tiles(product.data(), static_cast<int>(kWidth), 9);
  spoil_tiles(product.data(), static_cast<int>(kWidth), 9);
  CHECK(product == std::vector<double>(kWidth * kWidth, 7));
}

}  // namespace
}  // namespace rackproof
