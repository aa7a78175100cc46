#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {

/// One piece of work that every core does in a lap: a golden seed once, or a chain of runs.
struct CoreRound {
  const CpuKernel* kernel = nullptr;  ///< Never null; owned by the caller.
  std::uint64_t seed = 0;
  int runs = 1;
  std::optional<std::uint64_t> golden;  ///< Nothing: the cores are compared with one another.
};

/// The answers of one core, by round.
using CoreAnswers = std::vector<std::uint64_t>;

struct WrongRound {
  std::size_t core = 0;  ///< Index into the answers.
  std::size_t round = 0;
  std::optional<std::uint64_t> expected;  ///< Nothing: the cores differ and no majority tells.
  std::uint64_t actual = 0;
};

/// The rounds of lap `lap`: all golden seeds of each kernel and `chains` chains with fresh seeds.
[[nodiscard]] std::vector<CoreRound> rounds_of_lap(std::span<const CpuKernel> kernels,
                                                   std::uint64_t seed, std::uint64_t lap,
                                                   int chains);

/// Does every round on the calling thread.
void work_rounds(std::span<const CoreRound> rounds, CoreAnswers& answers);

/// Every answer that is not the golden one or, where there is none, not that of more than half of
/// the cores. Without such a majority each of the cores that differ is named.
[[nodiscard]] std::vector<WrongRound> check_rounds(std::span<const CoreRound> rounds,
                                                   std::span<const CoreAnswers> answers);

}  // namespace rackproof
