#include "certsuite/workloads/exact_product.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

template <typename Real>
ExactProduct<Real> worked_out(int n, std::uint64_t seed) {
  ExactProduct<Real> problem(n, seed);
  for (int row = 0; row < problem.tile_rows(); ++row) {
    problem.work_out_tile_row(row);
  }
  return problem;
}

/// Backwards and with fused multiply-add: as far from the usual order as can be.
template <typename Real>
std::vector<Real> multiplied_backwards(const ExactProduct<Real>& problem) {
  const auto n = static_cast<std::size_t>(problem.size());
  std::vector<Real> product(n * n);
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t k = n; k-- > 0;) {
      for (std::size_t column = 0; column < n; ++column) {
        auto& sum = product[row * n + column];
        sum = std::fma(problem.left()[row * n + k], problem.right()[k * n + column], sum);
      }
    }
  }
  return product;
}

TEMPLATE_TEST_CASE("exact product: no partial sum leaves the exact integers", "[workloads]", float,
                   double) {
  for (const int depth : {64, 128, 1024, 4096}) {
    const auto limit = exact_operand_limit<TestType>(depth);
    CHECK(limit >= 2);
    CHECK(static_cast<double>(limit * limit) * depth <
          std::ldexp(1.0, std::numeric_limits<TestType>::digits));
  }
}

TEMPLATE_TEST_CASE("exact product: the right answer passes in any order of summation",
                   "[workloads]", float, double) {
  const auto problem = worked_out<TestType>(192, 42);
  const auto product = multiplied_backwards(problem);
  CHECK(problem.check(product.data(), "node/cpu:0").empty());
}

TEMPLATE_TEST_CASE("exact product: one flipped bit anywhere is found and named", "[workloads]",
                   float, double) {
  const auto problem = worked_out<TestType>(128, 7);
  auto product = multiplied_backwards(problem);
  const std::size_t place = 70 * 128 + 3;
  product[place] = -product[place];

  const auto wrong = problem.check(product.data(), "node/cpu:5");

  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].device == "node/cpu:5");
  CHECK_THAT(wrong[0].where, Catch::EndsWith("tile 1,0 row 70 column 3"));
  CHECK(wrong[0].mask == (sizeof(TestType) == 4 ? "0x0000000080000000" : "0x8000000000000000"));
}

TEST_CASE("exact product: not-a-number and infinity never pass", "[workloads]") {
  const auto problem = worked_out<double>(64, 1);
  auto product = multiplied_backwards(problem);
  const double right = product[9];
  product[9] = std::nan("");
  CHECK(problem.check(product.data(), "node").size() == 1);
  product[9] = std::numeric_limits<double>::infinity();
  CHECK(problem.check(product.data(), "node").size() == 1);
  product[9] = right;
  CHECK(problem.check(product.data(), "node").empty());
}

TEST_CASE("exact product: two wrong signs in one tile do not cancel", "[workloads]") {
  const auto problem = worked_out<double>(64, 3);
  auto product = multiplied_backwards(problem);
  product[0] = -product[0];
  product[1] = -product[1];
  CHECK(problem.check(product.data(), "node").size() == 1);
}

TEST_CASE("exact product: exchanged rows are found", "[workloads]") {
  const auto problem = worked_out<double>(64, 3);
  auto product = multiplied_backwards(problem);
  std::swap_ranges(product.begin(), product.begin() + 64, product.begin() + 64);
  CHECK(problem.check(product.data(), "node").size() == 1);
}

TEST_CASE("exact product: another seed is another problem", "[workloads]") {
  const auto one = worked_out<double>(64, 1);
  const auto other = worked_out<double>(64, 2);
  CHECK_FALSE(other.check(multiplied_backwards(one).data(), "node").empty());
}

}  // namespace
}  // namespace rackproof
