#include "certsuite/workloads/core_rounds.h"

#include <algorithm>

namespace rackproof {

namespace {

/// What more than half of the cores answered (Boyer and Moore's vote, then counted).
std::optional<std::uint64_t> majority(std::span<const CoreAnswers> answers, std::size_t round) {
  std::uint64_t candidate = 0;
  std::size_t lead = 0;
  for (const auto& core : answers) {
    if (lead == 0) {
      candidate = core[round];
    }
    lead = core[round] == candidate ? lead + 1 : lead - 1;
  }
  const auto votes = std::count_if(answers.begin(), answers.end(), [&](const CoreAnswers& core) {
    return core[round] == candidate;
  });
  if (static_cast<std::size_t>(votes) * 2 > answers.size()) {
    return candidate;
  }
  return std::nullopt;
}

}  // namespace

std::vector<CoreRound> rounds_of_lap(std::span<const CpuKernel> kernels, std::uint64_t seed,
                                     std::uint64_t lap, int chains) {
  std::vector<CoreRound> rounds;
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    const auto& kernel = kernels[k];
    for (std::size_t i = 0; i < kernel.golden.size(); ++i) {
      rounds.push_back({&kernel, known_seed(i), 1, kernel.golden[i]});
    }
    for (int chain = 0; chain < chains; ++chain) {
      const auto number =
          lap * static_cast<std::uint64_t>(chains) + static_cast<std::uint64_t>(chain);
      rounds.push_back({&kernel, mixed_word(seed + k, number), kernel.chain, std::nullopt});
    }
  }
  return rounds;
}

void work_rounds(std::span<const CoreRound> rounds, CoreAnswers& answers) {
  answers.resize(rounds.size());
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    std::uint64_t word = rounds[i].seed;
    for (int run = 0; run < rounds[i].runs; ++run) {
      // What a run gives seeds the next; the number keeps a constant answer from repeating itself.
      word = rounds[i].kernel->run(word + static_cast<std::uint64_t>(run));
    }
    answers[i] = word;
  }
}

namespace {

/// Nothing expected: all differ from it.
void add_wrong(std::span<const CoreAnswers> answers, std::size_t round,
               const std::optional<std::uint64_t>& expected, std::vector<WrongRound>& wrong) {
  for (std::size_t core = 0; core < answers.size(); ++core) {
    if (answers[core][round] != expected) {
      wrong.push_back({core, round, expected, answers[core][round]});
    }
  }
}

}  // namespace

std::vector<WrongRound> check_rounds(std::span<const CoreRound> rounds,
                                     std::span<const CoreAnswers> answers) {
  std::vector<WrongRound> wrong;
  for (std::size_t round = 0; round < rounds.size(); ++round) {
    const auto expected = rounds[round].golden ? rounds[round].golden : majority(answers, round);
    add_wrong(answers, round, expected, wrong);
  }
  return wrong;
}

}  // namespace rackproof
