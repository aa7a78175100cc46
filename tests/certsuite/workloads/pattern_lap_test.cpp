#include "certsuite/workloads/pattern_lap.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "certsuite/workloads/pages.h"

namespace rackproof {
namespace {

/// Sixteen blocks of memory with one fault in them, and the laps of the pattern test over them.
class FaultyMemory {
 public:
  static constexpr std::size_t kBlocks = 16;
  using Words = std::span<std::uint64_t>;
  using Fault = std::function<void(Words)>;

  Fault always = [](Words) {};       ///< After each access to a block.
  Fault while_alone = [](Words) {};  ///< While the region is left alone.
  std::function<void(Words, Words)> copying = [](Words, Words) {};  ///< Before, after a copy.

  /// Names of the patterns that were found broken.
  std::set<std::string> found_in_laps(int laps) {
    std::set<std::string> found;
    PatternTurn standing;
    for (int number = 0; number < laps * kLapTurns; ++number) {
      auto turn = turn_of(number, 7);
      turn.next = turn.exchange ? standing.next : turn.next;
      if (make(turn, number == 0 ? std::nullopt : std::optional(standing.next)) > 0) {
        found.insert(std::string(standing.name));
      }
      standing = turn;
      if (turn.fade) {
        while_alone(words_);
      }
    }
    return found;
  }

 private:
  std::int64_t make(const PatternTurn& turn, const std::optional<Pattern>& standing) {
    std::int64_t wrong = 0;
    const auto steps = turn.exchange ? slice_.pairs() : kBlocks;
    for (std::size_t i = 0; i < steps; ++i) {
      const std::vector<std::uint64_t> before(words_.begin(), words_.end());
      const auto at = turn.downwards ? steps - 1 - i : i;
      wrong += turn.exchange ? slice_.exchange(at, at + 1, *standing, turn.shuffle).wrong
                             : slice_.sweep(at, at + 1, standing, turn.next, turn.downwards).wrong;
      if (turn.exchange) {
        auto copy = before;
        copying(copy, words_);
      }
      always(words_);
    }
    return wrong;
  }

  Pages pages_ = Pages::map(kBlocks * kBlockWords * sizeof(std::uint64_t)).value();
  Words words_ = pages_.as<std::uint64_t>();
  PatternSlice slice_{words_, block_kernels().back()};
};

constexpr std::size_t kLow = 5 * kBlockWords + 17;
constexpr std::size_t kHigh = 9 * kBlockWords + 300;
constexpr std::uint64_t kBit = std::uint64_t{1} << 40U;  // an even bit

using Names = std::set<std::string>;

TEST_CASE("pattern lap: sound memory holds every pattern, lap after lap", "[workloads]") {
  CHECK(FaultyMemory{}.found_in_laps(7).empty());
}

TEST_CASE("pattern lap: a stuck bit shows under the solid word that needs the other value",
          "[workloads]") {
  FaultyMemory at_one;
  at_one.always = [](auto words) { words[kLow] |= kBit; };
  const auto ones = at_one.found_in_laps(1);
  CHECK(ones.contains("moving inversions"));            // zeros
  CHECK_FALSE(ones.contains("moving inversions, up"));  // ones

  FaultyMemory at_zero;
  at_zero.always = [](auto words) { words[kLow] &= ~kBit; };
  const auto zeros = at_zero.found_in_laps(1);
  CHECK(zeros.contains("moving inversions, up"));
  CHECK_FALSE(zeros.contains("moving inversions"));
}

/// A rising bit of one cell lifts the same bit of another.
FaultyMemory::Fault coupled(std::size_t aggressor, std::size_t victim) {
  return [=, was = std::uint64_t{0}](auto words) mutable {
    if ((~was & words[aggressor] & kBit) != 0) {
      words[victim] |= kBit;
    }
    was = words[aggressor];
  };
}

TEST_CASE("pattern lap: a cell lifted by a lower neighbour is caught on the way up",
          "[workloads]") {
  FaultyMemory memory;
  memory.always = coupled(kLow, kHigh);
  CHECK(memory.found_in_laps(1).contains("moving inversions"));
}

TEST_CASE("pattern lap: a cell lifted by a higher neighbour is caught on the way down",
          "[workloads]") {
  FaultyMemory memory;
  memory.always = coupled(kHigh, kLow);
  // Up it is masked: the victim is written before the aggressor rises.
  const auto found = memory.found_in_laps(2);
  CHECK_FALSE(found.contains("moving inversions"));
  CHECK(found.contains("moving inversions, up"));
}

TEST_CASE("pattern lap: two addresses of one cell are caught by own addresses, not by solid words",
          "[workloads]") {
  FaultyMemory memory;
  memory.always = [low = std::uint64_t{0}](auto words) mutable {
    if (words[kLow] != low) {
      words[kHigh] = words[kLow];
    } else {
      words[kLow] = words[kHigh];
    }
    low = words[kLow];
  };
  const auto found = memory.found_in_laps(1);
  CHECK(found.contains("own address"));
  CHECK(found.contains("own address inverted"));
  CHECK(found.contains("random"));
}

TEST_CASE("pattern lap: a cell that forgets while left alone is caught by bit fade alone",
          "[workloads]") {
  FaultyMemory to_zero;
  to_zero.while_alone = [](auto words) { words[kLow] &= ~kBit; };
  CHECK(to_zero.found_in_laps(2) == Names{"bit fade, ones"});

  FaultyMemory to_one;
  to_one.while_alone = [](auto words) { words[kLow] |= kBit; };
  CHECK(to_one.found_in_laps(2) == Names{"bit fade, zeros"});
}

TEST_CASE("pattern lap: a copy that tears in the middle of a block is caught by random copy alone",
          "[workloads]") {
  FaultyMemory memory;
  memory.copying = [](auto before, auto after) {
    const auto half = kHigh / kBlockWords * kBlockWords + kBlockWords / 2;
    std::copy_n(before.begin() + half, kBlockWords / 2, after.begin() + half);
  };
  CHECK(memory.found_in_laps(1) == Names{"random copy"});
}

TEST_CASE("pattern lap: another lap has other words, and the seed decides the random ones",
          "[workloads]") {
  constexpr int kSolid = 2;
  constexpr int kModulo = 5;
  constexpr int kRandom = 7;
  const auto word = [](int number, std::uint64_t seed) { return turn_of(number, seed).next.word; };
  CHECK(word(kSolid, 1) != word(kSolid + kLapTurns, 1));
  CHECK(turn_of(kModulo, 1).next.offset != turn_of(kModulo + kLapTurns, 1).next.offset);
  CHECK(word(kRandom, 1) != word(kRandom, 2));
  CHECK(word(kSolid + 9 * kLapTurns, 1) != word(kSolid + 9 * kLapTurns, 2));
  CHECK(turn_of(8, 1).shuffle != turn_of(9, 1).shuffle);
}

TEST_CASE("pattern lap: no two writes after one another write the same", "[workloads]") {
  for (int number = 0; number < 20 * kLapTurns; ++number) {
    const auto one = turn_of(number, 1);
    const auto next = turn_of(number + 1, 1);
    CHECK((next.exchange || one.next.kind != next.next.kind ||
           one.next.inverted != next.next.inverted));
  }
}

}  // namespace
}  // namespace rackproof
