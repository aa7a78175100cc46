#include <algorithm>
#include <string_view>

#include <catch2/catch.hpp>

#include "certsuite/workloads/cpu_features.h"
#include "certsuite/workloads/cpu_kernel.h"
#include "certsuite/workloads/hash_golden.h"
#include "certsuite/workloads/simd_golden.h"

namespace rackproof {
namespace {

// Intel, "Carry-Less Multiplication Instruction and its Usage for Computing the GCM Mode", 2.3:
// polynomials of low degree multiply as integers do while no carry arises.
static_assert(carryless_product(5, 3).low == 15);
static_assert(carryless_product(7, 7).low == 21);  // (x^2 + x + 1)^2 = x^4 + x^2 + 1
static_assert(carryless_product(std::uint64_t{1} << 63U, 2).high == 1);

bool there_is(std::string_view name) {
  const auto kernels = simd_kernels();
  return std::any_of(kernels.begin(), kernels.end(),
                     [&](const CpuKernel& each) { return each.name == name; });
}

TEST_CASE("SIMD kernels: the instructions give the answers that the compiler computed",
          "[workloads]") {
  for (const auto& kernel : simd_kernels()) {
    INFO(kernel.name);
    REQUIRE(kernel.golden.size() >= 4);
    for (std::size_t i = 0; i < kernel.golden.size(); ++i) {
      CHECK(kernel.run(known_seed(i)) == kernel.golden[i]);
    }
  }
}

TEST_CASE("SIMD kernels: each is there where the processor has its instructions, and only there",
          "[workloads]") {
  CHECK(there_is("integer_avx2") == cpu_has(SimdLevel::avx2));
  CHECK(there_is("integer_avx512") == cpu_has(SimdLevel::avx512));
  CHECK(there_is("carryless_instruction") == cpu_has_clmul());
  CHECK(there_is("sha256_instruction") == cpu_has_sha());
  CHECK(there_is("aes_four_blocks") == cpu_has_vaes());
}

TEST_CASE("SIMD kernels: the SHA instructions and portable code agree on any seed", "[workloads]") {
  for (const auto& kernel : simd_kernels()) {
    for (std::uint64_t seed = 0; kernel.name == "sha256_instruction" && seed < 100; ++seed) {
      CHECK(kernel.run(seed) == sha256_of_seed(seed));
    }
  }
}

}  // namespace
}  // namespace rackproof
