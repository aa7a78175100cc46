#include <set>

#include <catch2/catch.hpp>

#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {
namespace {

TEST_CASE("float kernels: a long chain neither repeats itself nor settles", "[workloads]") {
  for (const auto& kernel : float_kernels()) {
    INFO(kernel.name);
    std::set<std::uint64_t> seen;
    std::uint64_t word = 1;
    for (int run = 0; run < 200; ++run) {
      word = kernel.run(word);
      seen.insert(word);
    }
    CHECK(seen.size() == 200);
  }
}

}  // namespace
}  // namespace rackproof
