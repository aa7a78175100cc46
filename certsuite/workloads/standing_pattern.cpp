#include "certsuite/workloads/standing_pattern.h"

#include <algorithm>
#include <string>
#include <utility>

#include "certsuite/workloads/word_stream.h"
#include "probes/machine/page_map.h"

namespace rackproof {

namespace {

Pattern pattern_number(int number, std::uint64_t seed) {
  Pattern pattern{.past_caches = true};
  switch (number % 4) {
    case 0:
    case 1:
      pattern.kind = Pattern::Kind::solid;
      pattern.inverted = number % 4 == 0;  // a cell of either kind has one state to leak from
      break;
    case 2:
      pattern.kind = Pattern::Kind::random;
      pattern.word = mixed_word(seed, static_cast<std::uint64_t>(number));
      break;
    default:
      break;  // own addresses
  }
  return pattern;
}

}  // namespace

StandingPattern::StandingPattern(Team& team, std::uint64_t seed, PatternRegion region,
                                 MemoryPlaces places)
    : team_(&team),
      seed_(seed),
      region_(std::move(region)),
      places_(std::move(places)),
      results_(static_cast<std::size_t>(team.size())) {}

Result<StandingPattern> StandingPattern::write(Team& team, double bytes, std::uint64_t seed,
                                               MemoryPlaces places) {
  auto region = PatternRegion::map(bytes, team);
  if (!region) {
    return std::move(region).error();
  }
  StandingPattern pattern(team, seed, std::move(*region), std::move(places));
  static_cast<void>(pattern.check_and_write_next());
  return pattern;
}

void StandingPattern::sweep_all(const Pattern& next) {
  team_->run([&](int member) {
    results_[static_cast<std::size_t>(member)] =
        region_.slice(member).sweep(0, region_.blocks(), standing_, next, false);
  });
  standing_ = next;
}

Stretch StandingPattern::check_and_write_next() {
  sweep_all(pattern_number(written_, seed_));
  ++written_;
  Stretch stretch;
  for (int member = 0; member < team_->size(); ++member) {
    describe(member, stretch);
  }
  return stretch;
}

void StandingPattern::describe(int member, Stretch& stretch) {
  const auto& result = results_[static_cast<std::size_t>(member)];
  stretch.checks += static_cast<std::int64_t>(result.checked_words);
  for (const auto& bad : result.described) {
    const auto* word = region_.slice(member).words().data() + bad.index;
    const auto offset = static_cast<std::uint64_t>(word - words().data()) * sizeof(std::uint64_t);
    auto where = "offset " + hex_word(offset) + " of the region, written and read by cpu " +
                 std::to_string(team_->processor(member));
    if (const auto physical = physical_address(word)) {
      where += ", physical " + hex_word(*physical) + places_.describe(*physical);
    } else if (const auto dimm = places_.only_dimm(); !dimm.empty()) {
      where += ", in the only DIMM " + dimm;
    }
    stretch.add_wrong(word_mismatch("node/memory", std::move(where), bad.expected, bad.actual));
  }
  stretch.wrong += result.wrong - static_cast<std::int64_t>(result.described.size());
}

bool StandingPattern::canary_is_caught(const Disturb& hide) {
  constexpr std::uint64_t kBit = 1U << 17U;
  const auto standing = *standing_;
  const auto place = region_.blocks() / 2 * kBlockWords + 3;
  sweep_all(standing);  // what is broken here already is not the canary
  for (int member = 0; member < team_->size(); ++member) {
    const auto words = region_.slice(member).words();
    words[place] ^= kBit;
    if (hide) {
      hide(words);
    }
  }
  sweep_all(standing);
  return std::all_of(results_.begin(), results_.end(), [&](const SweepResult& result) {
    return std::any_of(result.described.begin(), result.described.end(), [&](const BadWord& bad) {
      return bad.index == place && (bad.expected ^ bad.actual) == kBit;
    });
  });
}

}  // namespace rackproof
