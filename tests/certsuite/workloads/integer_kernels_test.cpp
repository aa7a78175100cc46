#include <cstring>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/workloads/aes_golden.h"
#include "certsuite/workloads/cpu_kernel.h"
#include "certsuite/workloads/hash_golden.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

// FIPS 197, appendix C.1.
constexpr AesBlock kKey{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr AesBlock kPlain{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                          0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
constexpr AesBlock kCipher{0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30,
                           0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a};
static_assert(aes_encrypt(aes_round_keys(kKey), kPlain) == kCipher);

// Published check values of both polynomials.
static_assert(crc_of_text(kCrc32Table, "123456789") == 0xCBF43926U);
static_assert(crc_of_text(kCrc32cTable, "123456789") == 0xE3069283U);

/// FIPS 180-4, 5.1.1: padding of a message that fits one block.
constexpr Sha256State sha256_of_abc() {
  Sha256State state = kSha256Start;
  sha256_block(state, {0x61626380, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 24});
  return state;
}
static_assert(sha256_of_abc()[0] == 0xba7816bfU);
static_assert(sha256_of_abc()[7] == 0xf20015adU);

TEST_CASE("integer kernels: the portable SHA-256 is the one that documents are hashed with",
          "[workloads]") {
  const auto expected = sha256("abc");
  const auto state = sha256_of_abc();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(expected[i] == ((state[i / 4] >> (24 - 8 * (i % 4))) & 0xFFU));
  }
}

TEST_CASE("integer kernels: the processor gives the answers that the compiler computed",
          "[workloads]") {
  const auto kernels = integer_kernels();
  CHECK(kernels.size() >= 4);
  for (const auto& kernel : kernels) {
    INFO(kernel.name);
    CHECK(kernel.golden.size() == 16);
    for (std::size_t i = 0; i < kernel.golden.size(); ++i) {
      CHECK(kernel.run(known_seed(i)) == kernel.golden[i]);
    }
  }
}

TEST_CASE("cpu kernels: another seed gives another answer, the same one the same", "[workloads]") {
  for (const auto& kernel : cpu_kernels()) {
    INFO(kernel.name);
    CHECK(kernel.run(3) == kernel.run(3));
    if (kernel.name != "zstd_round_trip") {
      CHECK(kernel.run(3) != kernel.run(4));
    }
  }
}

}  // namespace
}  // namespace rackproof
