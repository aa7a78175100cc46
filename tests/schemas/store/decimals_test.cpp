#include "schemas/store/decimals.h"

#include <limits>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

TEST_CASE("decimals: a double is a decimal where one division gives its bits back",
          "[schemas][store]") {
  std::uint64_t whole = 0;
  CHECK(is_decimal(47.125, 1e3, whole));
  CHECK(whole == 47'125);
  CHECK(is_decimal(-0.5, 1e1, whole));
  CHECK(static_cast<std::int64_t>(whole) == -5);
  CHECK_FALSE(is_decimal(47.125, 1e2, whole));
  CHECK_FALSE(is_decimal(-0.0, 1, whole));
  CHECK_FALSE(is_decimal(std::numeric_limits<double>::infinity(), 1, whole));
  CHECK_FALSE(is_decimal(std::numeric_limits<double>::quiet_NaN(), 1, whole));
  CHECK_FALSE(is_decimal(1e300, 1, whole));
}

TEST_CASE("decimals: places suit the doubles before and behind", "[schemas][store]") {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  const std::vector<std::uint64_t> words{bits(12), bits(0.25), bits(3.5)};
  std::vector<std::uint64_t> wholes(words.size());
  CHECK(exact_places(words, wholes) == 2);
  CHECK(wholes == std::vector<std::uint64_t>{1200, 25, 350});
  CHECK(places_of(bits(0.1 + 0.2), 0) == std::nullopt);
  const std::vector<std::uint64_t> none{bits(1), bits(0.1 + 0.2)};
  CHECK(exact_places(none, std::span(wholes).first(2)) == std::nullopt);
}

}  // namespace
}  // namespace rackproof::store
