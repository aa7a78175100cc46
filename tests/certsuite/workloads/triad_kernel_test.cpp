#include "certsuite/workloads/triad_kernel.h"

#include <catch2/catch.hpp>

#include "certsuite/workloads/pages.h"

namespace rackproof {
namespace {

TEST_CASE("triad kernels: all compute the same and touch nothing else", "[workloads]") {
  constexpr std::size_t kCount = 24;
  const auto pages = Pages::map(1 << 16);
  REQUIRE(pages);
  const auto numbers = pages->as<double>();
  auto* to = numbers.data();
  auto* from = to + 64;
  auto* other = to + 128;
  for (std::size_t i = 0; i < kCount; ++i) {
    from[i] = static_cast<double>(i);
    other[i] = static_cast<double>(i * i);
  }
  for (const auto& kernel : triad_kernels()) {
    INFO(kernel.name);
    std::fill_n(to, 64, -1.0);
    kernel.run(to, from, other, 3, kCount);
    for (std::size_t i = 0; i < kCount; ++i) {
      CHECK(to[i] == static_cast<double>(i + 3 * i * i));
    }
    CHECK(to[kCount] == -1);
  }
}

}  // namespace
}  // namespace rackproof
