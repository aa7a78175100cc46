#include "certsuite/workloads/pattern_lap.h"

#include <array>
#include <cstddef>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

struct Row {
  std::string_view name;
  Pattern::Kind kind;
  bool inverted = false;
  bool downwards = false;
  bool exchange = false;
  bool fade = false;
};

using Kind = Pattern::Kind;
constexpr std::array<Row, kLapTurns> kLap{{
    {.name = "own address", .kind = Kind::own_address},
    {.name = "own address inverted", .kind = Kind::own_address, .inverted = true},
    {.name = "moving inversions", .kind = Kind::solid},
    {.name = "moving inversions, up", .kind = Kind::solid, .inverted = true},
    {.name = "moving inversions, down", .kind = Kind::solid, .downwards = true},
    {.name = "modulo 20", .kind = Kind::modulo_20},
    {.name = "modulo 20 inverted", .kind = Kind::modulo_20, .inverted = true},
    {.name = "random", .kind = Kind::random},
    {.name = "random copy", .kind = Kind::random, .exchange = true},
    {.name = "random copy", .kind = Kind::random, .exchange = true},
    {.name = "bit fade, ones", .kind = Kind::solid, .inverted = true, .fade = true},
    {.name = "bit fade, zeros", .kind = Kind::solid, .fade = true},
}};

/// All zeros, checkers of growing width, then random words.
std::uint64_t solid_word(std::uint64_t seed, std::uint64_t lap) {
  constexpr std::array<std::uint64_t, 5> kFirst{0, 0x5555555555555555U, 0x3333333333333333U,
                                                0x0F0F0F0F0F0F0F0FU, 0x00FF00FF00FF00FFU};
  return lap < kFirst.size() ? kFirst[lap] : mixed_word(seed, lap);
}

std::uint64_t word_of(const Row& row, std::uint64_t seed, std::uint64_t lap) {
  if (row.fade) {
    return 0;
  }
  return row.kind == Kind::random ? mixed_word(seed, lap) : solid_word(seed, lap);
}

}  // namespace

PatternTurn turn_of(int number, std::uint64_t seed) {
  const auto place = static_cast<std::size_t>(number);
  const auto lap = place / kLap.size();
  const auto& row = kLap[place % kLap.size()];
  return {.next = {.kind = row.kind,
                   .inverted = row.inverted,
                   .word = word_of(row, seed, lap),
                   .offset = lap % 20,
                   .past_caches = row.fade},
          .downwards = row.downwards,
          .exchange = row.exchange,
          .fade = row.fade,
          .shuffle = mixed_word(seed, place),
          .name = row.name};
}

}  // namespace rackproof
