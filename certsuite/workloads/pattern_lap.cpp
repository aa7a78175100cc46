#include "certsuite/workloads/pattern_lap.h"

#include <array>
#include <cstddef>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

struct Sweep {
  Pattern::Kind kind;
  bool inverted;
  bool downwards;
};

constexpr std::array<Sweep, kLapSweeps> kLap{{
    {Pattern::Kind::own_address, false, false},
    {Pattern::Kind::own_address, true, false},
    {Pattern::Kind::solid, false, false},
    {Pattern::Kind::solid, true, false},
    {Pattern::Kind::solid, false, true},
    {Pattern::Kind::modulo_20, false, false},
    {Pattern::Kind::modulo_20, true, false},
    {Pattern::Kind::random, false, false},
}};

const Sweep& sweep_of(int number) {
  return kLap[static_cast<std::size_t>(number) % kLap.size()];
}

/// All zeros, checkers of growing width, then random words.
std::uint64_t solid_word(std::uint64_t seed, std::uint64_t lap) {
  constexpr std::array<std::uint64_t, 5> kFirst{0, 0x5555555555555555U, 0x3333333333333333U,
                                                0x0F0F0F0F0F0F0F0FU, 0x00FF00FF00FF00FFU};
  return lap < kFirst.size() ? kFirst[lap] : mixed_word(seed, lap);
}

}  // namespace

Pattern pattern_of(int number, std::uint64_t seed) {
  const auto lap = static_cast<std::uint64_t>(number) / kLap.size();
  const auto& sweep = sweep_of(number);
  const bool random = sweep.kind == Pattern::Kind::random;
  return {.kind = sweep.kind,
          .inverted = sweep.inverted,
          .word = random ? mixed_word(seed, lap) : solid_word(seed, lap),
          .offset = lap % 20};
}

bool goes_downwards(int number) {
  return sweep_of(number).downwards;
}

}  // namespace rackproof
