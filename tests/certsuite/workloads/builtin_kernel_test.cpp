#include <vector>

#include <catch2/catch.hpp>

#include "certsuite/workloads/exact_product.h"
#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {
namespace {

TEMPLATE_TEST_CASE("built-in kernel: multiplies exactly, also where blocks do not divide the size",
                   "[workloads]", float, double) {
  const auto kernel = make_builtin_kernel("no library");
  for (const int n : {64, 320}) {
    ExactProduct<TestType> problem(n, 11);
    for (int row = 0; row < problem.tile_rows(); ++row) {
      problem.work_out_tile_row(row);
    }
    std::vector<TestType> product(static_cast<std::size_t>(n) * static_cast<std::size_t>(n), 99);

    kernel->multiply(n, problem.left(), problem.right(), product.data());

    CHECK(problem.check(product.data(), "node").empty());
  }
}

TEST_CASE("built-in kernel: says why it stands in for the library", "[workloads]") {
  const auto facts = make_builtin_kernel("libopenblas.so.0: not found")->facts();
  CHECK(facts.back() == Fact{"kernel_choice", "libopenblas.so.0: not found", ""});
}

}  // namespace
}  // namespace rackproof
