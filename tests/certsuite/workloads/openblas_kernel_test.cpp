#include <iostream>
#include <vector>

#include <catch2/catch.hpp>

#include "certsuite/workloads/exact_product.h"
#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {
namespace {

TEST_CASE("OpenBLAS: a library that is not there is absent, one that is another lacks symbols",
          "[workloads]") {
  const auto missing = open_openblas("libno-such-blas.so.7");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::absent);

  const auto other = open_openblas("libc.so.6");
  REQUIRE_FALSE(other);
  CHECK(other.error().kind == ErrorKind::unsupported);
}

TEMPLATE_TEST_CASE("OpenBLAS: multiplies exactly and names its kernel", "[workloads]", float,
                   double) {
  const auto kernel = open_openblas();
  if (!kernel) {
    std::cerr << "SKIPPED: " << kernel.error().message << "\n";
    return;
  }
  constexpr int kSize = 128;
  ExactProduct<TestType> problem(kSize, 5);
  problem.work_out_tile_row(0);
  problem.work_out_tile_row(1);
  std::vector<TestType> product(std::size_t{kSize} * kSize);

  (*kernel)->multiply(kSize, problem.left(), problem.right(), product.data());

  CHECK(problem.check(product.data(), "node").empty());
  const auto facts = (*kernel)->facts();
  REQUIRE(facts.size() == 2);
  CHECK(facts[1].name == "kernel");
  CHECK_FALSE(facts[1].value.empty());
}

}  // namespace
}  // namespace rackproof
