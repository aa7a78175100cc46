#include <catch2/catch.hpp>

#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {
namespace {

TEST_CASE("compression kernels: what was packed comes back, whatever the seed", "[workloads]") {
  const auto kernels = compression_kernels();
  REQUIRE(kernels.front().name == "zstd_round_trip");
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CHECK(kernels.front().run(seed) == 0);
  }
}

}  // namespace
}  // namespace rackproof
