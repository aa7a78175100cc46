#include "certsuite/work_claims.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

const UtcTime kStart{1'795'238'220s};
constexpr auto kFlop = metrics::named("gemm_exact_flops_per_second");
constexpr auto kBytes = metrics::named("mem_triad_bytes_per_second");
constexpr auto kWrong = metrics::named("gemm_exact_mismatch_count");

Window window(const Metric* metric, double value, std::chrono::nanoseconds end, double seconds = 1,
              std::string device = "node") {
  return {std::move(device), std::string(metric->name), kStart + end, seconds, value};
}

}  // namespace

TEST_CASE("claims: windows that follow each other are believed", "[runner]") {
  WorkClaims claims(kStart);
  CHECK(claims.take(window(kFlop, 1e11, 1s), *kFlop));
  CHECK(claims.take(window(kFlop, 1e11, 2s), *kFlop));
  CHECK(claims.take(window(kFlop, 1e11, 2s, 1, "node/cpu:1"), *kFlop));
  CHECK(claims.refutation(2, 1000).empty());
}

TEST_CASE("claims: a window that overlaps or began before the step is refused", "[runner]") {
  WorkClaims claims(kStart);
  CHECK(claims.take(window(kFlop, 1e11, 1s), *kFlop));
  CHECK_FALSE(claims.take(window(kFlop, 1e11, 1900ms), *kFlop));
  CHECK_FALSE(WorkClaims(kStart).take(window(kFlop, 1e11, 900ms), *kFlop));
}

TEST_CASE("claims: counts are of any stretch of time", "[runner]") {
  WorkClaims claims(kStart);
  CHECK(claims.take(window(kWrong, 0, 1s), *kWrong));
  CHECK(claims.take(window(kWrong, 0, 1s), *kWrong));
}

TEST_CASE("claims: work beyond what the processor time can do is refuted", "[runner]") {
  WorkClaims flop(kStart);
  REQUIRE(flop.take(window(kFlop, 1e12, 1s), *kFlop));
  CHECK(flop.refutation(1, 0).empty());
  CHECK(flop.refutation(0.01, 0).find("floating-point operations") != std::string::npos);

  WorkClaims bytes(kStart);
  REQUIRE(bytes.take(window(kBytes, 1e11, 1s, 1, "node/memory"), *kBytes));
  CHECK(bytes.refutation(1, 0).empty());
  CHECK(bytes.refutation(0.01, 0).find("bytes (mem_triad") != std::string::npos);

  CHECK(WorkClaims(kStart).refutation(1, 1'000'000'000).empty());
  CHECK_FALSE(WorkClaims(kStart).refutation(0.001, 2'000'000'000).empty());
}

TEST_CASE("claims: what a disk or a link moves takes no processor", "[runner]") {
  WorkClaims claims(kStart);
  REQUIRE(claims.take(window(kBytes, 1e13, 1s, 1, "node/disk:x"), *kBytes));
  CHECK(claims.refutation(0.01, 0).empty());
}
