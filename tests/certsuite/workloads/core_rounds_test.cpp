#include "certsuite/workloads/core_rounds.h"

#include <array>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

std::uint64_t twice(std::uint64_t seed) {
  return 2 * seed;
}

constexpr std::array<std::uint64_t, 2> kGolden{2 * known_seed(0), 2 * known_seed(1)};
constexpr std::array kKernels{
    CpuKernel{.name = "twice", .run = twice, .golden = kGolden, .chain = 3},
    CpuKernel{.name = "unknown", .run = twice, .golden = {}, .chain = 1},
};

/// Rounds 0 and 1 are golden, 2 is a chain, 3 is the other kernel's.
std::vector<CoreRound> some_rounds() {
  return rounds_of_lap(kKernels, 5, 0, 1);
}

std::vector<CoreAnswers> right_answers(std::size_t cores) {
  std::vector<CoreAnswers> answers(cores);
  for (auto& core : answers) {
    work_rounds(some_rounds(), core);
  }
  return answers;
}

TEST_CASE("core rounds: sound cores agree with the tables and with each other", "[workloads]") {
  const auto rounds = some_rounds();
  REQUIRE(rounds.size() == 4);
  CHECK(rounds[1].golden == kGolden[1]);
  CHECK_FALSE(rounds[2].golden);
  CHECK(rounds[2].runs == 3);
  CHECK(check_rounds(rounds, right_answers(4)).empty());
  CHECK(rounds_of_lap(kKernels, 5, 1, 1)[2].seed != rounds[2].seed);
}

TEST_CASE("core rounds: a golden answer names the core even when all cores are wrong alike",
          "[workloads]") {
  auto answers = right_answers(2);
  answers[0][1] ^= 1;
  answers[1][1] ^= 1;
  const auto wrong = check_rounds(some_rounds(), answers);
  REQUIRE(wrong.size() == 2);
  CHECK(wrong[0].core == 0);
  CHECK(wrong[0].round == 1);
  CHECK(wrong[0].expected == kGolden[1]);
  CHECK(wrong[0].actual == (kGolden[1] ^ 1U));
  CHECK(wrong[1].core == 1);
}

TEST_CASE("core rounds: the majority names the core that differs", "[workloads]") {
  auto answers = right_answers(5);
  const auto right = answers[3][2];
  answers[3][2] += 7;
  const auto wrong = check_rounds(some_rounds(), answers);
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].core == 3);
  CHECK(wrong[0].expected == right);
}

TEST_CASE("core rounds: without a majority every core that differs is named", "[workloads]") {
  auto answers = right_answers(2);
  answers[1][3] += 1;
  const auto wrong = check_rounds(some_rounds(), answers);
  REQUIRE(wrong.size() == 2);
  CHECK_FALSE(wrong[0].expected);
  CHECK_FALSE(wrong[1].expected);

  auto four = right_answers(4);
  four[0][2] = four[1][2] = 1;
  CHECK(check_rounds(some_rounds(), four).size() == 4);
}

}  // namespace
}  // namespace rackproof
