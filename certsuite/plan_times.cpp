#include "certsuite/plan_times.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "schemas/text.h"
#include "schemas/units.h"

namespace rackproof {
namespace {

using Times = std::map<std::string, Quantity, std::less<>>;

constexpr double kLeastSeconds = 60;  ///< Of a stretched step that tier accept does not know.

/// The time of the tier, else that of every tier; nullptr when there is neither.
const Quantity* time_in(const Times& times, std::string_view tier) {
  auto found = times.find(tier);
  if (found == times.end()) {
    found = times.find("*");
  }
  return found != times.end() && found->second.value ? &found->second : nullptr;
}

/// Seconds of one of the phase's times; 0 where the tier has none.
Result<double> seconds_in(const Phase& phase, const char* key, const Times& times,
                          std::string_view tier) {
  const auto* time = time_in(times, tier);
  if (time == nullptr) {
    return 0.0;
  }
  const double seconds = in_base_unit(*time->value, time->unit);
  if (!same_dimension(time->unit, Unit::second) || !std::isfinite(seconds) || seconds <= 0) {
    return Error{ErrorKind::malformed,
                 "phase '" + phase.id + "': " + key + " must be a time above 0"};
  }
  return seconds;
}

/// The least that a step of this phase may get in a stretched run.
double least_seconds(const Architecture& reference, const std::string& phase_id) {
  const auto phase = std::ranges::find(reference.phases, phase_id, &Phase::id);
  const bool accepted = phase != reference.phases.end() &&
                        std::ranges::find(phase->tiers, "accept") != phase->tiers.end();
  const auto* time = accepted ? time_in(phase->seconds, "accept") : nullptr;
  return time == nullptr ? kLeastSeconds : in_base_unit(*time->value, time->unit);
}

/// A step that is worked, its time by the reference and the least it may get.
struct Share {
  PlannedStep* step = nullptr;
  double least = 0;
  bool at_least = false;  ///< Held up by its least; takes no part in the factor any more.
};

double factor_of(const std::vector<Share>& shares, double work) {
  double held = 0;
  double free = 0;
  for (const auto& share : shares) {
    (share.at_least ? held : free) += share.at_least ? share.least : share.step->seconds;
  }
  return free > 0 ? (work - held) / free : 0;
}

/// Holds up every step that `factor` would make too short; false when there was none.
bool hold_up(std::vector<Share>& shares, double factor) {
  bool any = false;
  for (auto& share : shares) {
    if (!share.at_least && share.step->seconds * factor < share.least) {
      share.at_least = true;
      any = true;
    }
  }
  return any;
}

/// To the millisecond: no step shows sixteen digits.
double whole_milliseconds(double seconds) {
  return std::floor(seconds * 1000) / 1000;
}

}  // namespace

std::optional<std::int64_t> whole_gib_of_memory(const Inventory& inventory) {
  const auto memory = std::ranges::find(inventory.devices, "node/memory", &Device::id);
  if (memory == inventory.devices.end()) {
    return std::nullopt;
  }
  const auto size = memory->attributes.find("whole_gib");
  const auto gib = size != memory->attributes.end() ? parse_integer(size->second)
                                                    : Error{ErrorKind::absent, "no size"};
  return gib ? std::optional(*gib) : std::nullopt;
}

Result<PhaseTimes> phase_times(const Phase& phase, std::string_view tier,
                               std::optional<std::int64_t> memory_gib) {
  if (time_in(phase.seconds, tier) == nullptr) {
    return Error{ErrorKind::malformed,
                 "phase '" + phase.id + "' gives no seconds for tier '" + std::string(tier) + "'"};
  }
  const auto seconds = seconds_in(phase, "seconds", phase.seconds, tier);
  const auto each_gib = seconds_in(phase, "seconds_per_gib", phase.seconds_per_gib, tier);
  const auto settle = seconds_in(phase, "settle", phase.settle, tier);
  const auto most = seconds_in(phase, "seconds_at_most", phase.seconds_at_most, tier);
  for (const auto* time : {&seconds, &each_gib, &most, &settle}) {
    if (!*time) {
      return time->error();
    }
  }
  const auto gib = static_cast<double>(memory_gib.value_or(0));
  const double added = *each_gib * gib;
  const double room = *most > 0 ? std::max(0.0, *most - *seconds) : added;
  return PhaseTimes{.work = *seconds + std::min(added, room),
                    .settle = *settle,
                    .not_scaled = *each_gib > 0 && !memory_gib};
}

Result<void> stretch_plan(Plan& plan, const Architecture& reference) {
  std::vector<Share> shares;
  double least = 0;
  for (auto& step : plan.steps) {
    if (step.skipped.empty()) {
      shares.push_back({&step, least_seconds(reference, step.phase), false});
      least += shares.back().least;
    }
  }
  const double around = estimated_seconds(plan) - work_seconds(plan);
  const double work = plan.asked_seconds - around;
  if (work < least) {
    return Error{ErrorKind::malformed, "a run of " + format_double(plan.asked_seconds) +
                                           " s is too short: this one takes at least " +
                                           format_double(std::ceil(least + around)) + " s"};
  }
  double factor = factor_of(shares, work);
  while (hold_up(shares, factor)) {
    factor = factor_of(shares, work);
  }
  const bool shorter = work < work_seconds(plan);
  for (auto& share : shares) {
    share.step->seconds =
        share.at_least ? share.least : whole_milliseconds(share.step->seconds * factor);
  }
  if (shorter) {
    plan.deviations.push_back("shortened to " + format_double(plan.asked_seconds) +
                              " s by --duration");
  }
  return {};
}

}  // namespace rackproof
