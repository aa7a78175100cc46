#include "certsuite/workloads/bit_reference.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

constexpr int kSize = 128;
constexpr std::size_t kPlace = std::size_t{65} * kSize + 2;

template <typename Real>
std::vector<Real> some_product() {
  std::vector<Real> product(std::size_t{kSize} * kSize);
  for (std::size_t i = 0; i < product.size(); ++i) {
    product[i] = static_cast<Real>(1.0 / (1.0 + static_cast<double>(i)));
  }
  return product;
}

template <typename Real>
void settle(BitReference<Real>& reference, const std::vector<const Real*>& products) {
  for (int row = 0; row < reference.tile_rows(); ++row) {
    reference.settle_tile_row(row, products);
  }
}

TEMPLATE_TEST_CASE("bit reference: a last bit that most cores do not have is named", "[workloads]",
                   float, double) {
  const auto right = some_product<TestType>();
  auto wrong = right;
  wrong[kPlace] = std::nextafter(wrong[kPlace], TestType{0});
  BitReference<TestType> reference;
  reference.reset(kSize);

  settle(reference, {wrong.data(), right.data(), right.data()});

  CHECK(reference.check(right.data(), "node/cpu:1").empty());
  const auto found = reference.check(wrong.data(), "node/cpu:0");
  REQUIRE(found.size() == 1);
  CHECK(found[0].device == "node/cpu:0");
  CHECK_THAT(found[0].where, Catch::EndsWith("tile 1,0 row 65 column 2 against most cores' bits"));
  CHECK(found[0].mask == "0x0000000000000001");
}

TEST_CASE("bit reference: without a majority both cores are named, until one lap gives one",
          "[workloads]") {
  const auto one = some_product<double>();
  auto other = one;
  other[kPlace] += 1;
  BitReference<double> reference;
  reference.reset(kSize);

  settle(reference, {one.data(), other.data()});
  CHECK(reference.check(one.data(), "node/cpu:0").size() == 1);
  const auto found = reference.check(other.data(), "node/cpu:1");
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].expected, Catch::Contains("no majority"));

  settle(reference, {one.data(), one.data()});
  CHECK(reference.check(one.data(), "node/cpu:0").empty());
  CHECK(reference.check(other.data(), "node/cpu:1").size() == 1);
}

TEST_CASE("bit reference: what once was agreed on stays, whatever all cores say later",
          "[workloads]") {
  const auto first = some_product<double>();
  auto later = first;
  later[kPlace] = -later[kPlace];
  BitReference<double> reference;
  reference.reset(kSize);
  settle(reference, {first.data(), first.data()});
  settle(reference, {later.data(), later.data()});
  CHECK(reference.check(later.data(), "node/cpu:0").size() == 1);

  reference.reset(kSize);
  CHECK(reference.check(first.data(), "node/cpu:0").size() == 4);  // nothing agreed on: no pass
}

TEST_CASE("bit reference: minus zero is not zero", "[workloads]") {
  auto zero = some_product<float>();
  zero[kPlace] = 0.0F;
  auto minus = zero;
  minus[kPlace] = -0.0F;
  BitReference<float> reference;
  reference.reset(kSize);
  settle(reference, {zero.data()});
  CHECK(reference.check(minus.data(), "node").size() == 1);
}

}  // namespace
}  // namespace rackproof
