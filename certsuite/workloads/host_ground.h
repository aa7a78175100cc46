#pragma once

#include <cstdint>
#include <memory>

#include "certsuite/workload.h"
#include "certsuite/workloads/matrix_kernel.h"
#include "certsuite/workloads/memory_place.h"
#include "certsuite/workloads/stretch.h"
#include "certsuite/workloads/triad_kernel.h"
#include "schemas/result.h"

namespace rackproof {

/// What the machine offers to the workloads that drive processors and memory as a whole.
struct HostGround {
  std::unique_ptr<MatrixKernel> matrix;  ///< Never null.
  TriadKernel triad{};
  std::uint64_t memory_bytes = 0;      ///< May be taken without an out-of-memory kill.
  std::uint64_t last_cache_bytes = 0;  ///< Of the whole node; zero when unknown.
  MemoryPlaces places = {};            ///< Where a physical address lives.
  Disturb disturb = {};  ///< Called with memory under test while a pattern stands in it.
  Disturb hide = {};     ///< Called with results in which a canary was just planted.
};

/// This machine: the fastest kernel (choose_kernel()) and the widest stores. `effort` is shortened
/// by the time that the choice took. Call before any other thread runs: the environment is changed.
/// Error when /proc cannot be read.
Result<HostGround> open_host_ground(Effort& effort);

/// STREAM's run rule: an array of at least four times the last-level caches reaches main memory.
inline constexpr std::uint64_t kCachesPerArray = 4;

/// Bytes of one array of a triad that reaches main memory, but all three arrays in no more than a
/// tenth of the memory and small enough that a phase of `seconds` is not spent on first touches.
[[nodiscard]] std::uint64_t triad_array_bytes(const HostGround& ground, double seconds);

/// The first half of a team's members in the order of their processors, rounded up: all of them
/// where there is one.
[[nodiscard]] constexpr bool in_first_half(int member, int members) {
  return member < (members + 1) / 2;
}

}  // namespace rackproof
