#include "certsuite/workloads/random_product.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {
namespace {

template <typename Real>
RandomProduct<Real> problem_of(int n, std::uint64_t seed) {
  RandomProduct<Real> problem(n);
  for (int row = 0; row < problem.tile_rows(); ++row) {
    problem.draw_tile_row(row, seed);
  }
  for (int tile = 0; tile < problem.tile_rows(); ++tile) {
    problem.work_out(tile);
  }
  return problem;
}

template <typename Real>
std::vector<Real> multiplied(const MatrixKernel& kernel, const RandomProduct<Real>& problem,
                             int n) {
  std::vector<Real> product(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  kernel.multiply(n, problem.left(), problem.right(), product.data());
  return product;
}

TEMPLATE_TEST_CASE("random product: a sound kernel never breaks the bound", "[workloads]", float,
                   double) {
  const auto builtin = make_builtin_kernel("test");
  const auto library = open_openblas();
  for (const int n : {64, 128, 320, 512}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const auto problem = problem_of<TestType>(n, seed);
      CHECK(problem.check(multiplied(*builtin, problem, n).data(), "node").empty());
      if (library) {
        CHECK(problem.check(multiplied(**library, problem, n).data(), "node").empty());
      }
    }
  }
}

TEMPLATE_TEST_CASE("random product: the numbers are normal and use their whole mantissa",
                   "[workloads]", float, double) {
  constexpr int kSize = 128;
  const auto problem = problem_of<TestType>(kSize, 9);
  double sum = 0;
  double squares = 0;
  int whole = 0;
  for (int i = 0; i < kSize * kSize; ++i) {
    const auto value = problem.left()[i];
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
    whole += std::ldexp(value, std::numeric_limits<TestType>::digits / 2) ==
                     std::floor(std::ldexp(value, std::numeric_limits<TestType>::digits / 2))
                 ? 1
                 : 0;
  }
  CHECK(std::abs(sum) < 4 * kSize);  // four deviations
  CHECK(squares == Approx(kSize * kSize).epsilon(0.05));
  CHECK(whole < kSize * kSize / 100);
}

TEMPLATE_TEST_CASE("random product: a flip high enough names its tile, row and column",
                   "[workloads]", float, double) {
  constexpr int kSize = 256;
  const auto problem = problem_of<TestType>(kSize, 4);
  auto product = multiplied(*make_builtin_kernel("test"), problem, kSize);
  const std::size_t place = std::size_t{70} * kSize + 130;
  product[place] = -product[place] + 8;

  const auto wrong = problem.check(product.data(), "node/cpu:1");

  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].device == "node/cpu:1");
  CHECK_THAT(wrong[0].where, Catch::EndsWith("tile 1,2 checksum of row 70, column 130"));
  CHECK_FALSE(wrong[0].actual.empty());
}

TEST_CASE("random product: in double the bound sees every bit from a millionth of an element up",
          "[workloads]") {
  constexpr int kSize = 256;
  const auto problem = problem_of<double>(kSize, 4);
  const auto right = multiplied(*make_builtin_kernel("test"), problem, kSize);
  for (const std::size_t place : {std::size_t{0}, std::size_t{77} * kSize + 3, right.size() - 1}) {
    auto product = right;
    product[place] += std::abs(product[place]) * 1e-6 + 1e-6;
    CHECK(problem.check(product.data(), "node").size() == 1);
  }
}

TEMPLATE_TEST_CASE("random product: what is no number, or infinite, is wrong", "[workloads]", float,
                   double) {
  constexpr int kSize = 128;
  const auto problem = problem_of<TestType>(kSize, 6);
  const auto right = multiplied(*make_builtin_kernel("test"), problem, kSize);
  for (const TestType bad :
       {std::numeric_limits<TestType>::quiet_NaN(), std::numeric_limits<TestType>::infinity()}) {
    auto product = right;
    product[5] = bad;
    CHECK(problem.check(product.data(), "node").size() == 1);
  }
}

}  // namespace
}  // namespace rackproof
