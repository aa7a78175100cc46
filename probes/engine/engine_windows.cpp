#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <utility>

#include "probes/engine/engine_source.h"
#include "probes/engine/pushed_windows.h"

namespace rackproof::engine {
namespace {

/// Where the last reading before a time is looked for, nearest first.
constexpr std::array<std::chrono::minutes, 2> kNearFirst{std::chrono::minutes(2),
                                                         std::chrono::minutes(60)};

}  // namespace

Result<SeriesWindows> EngineSource::windows(const SeriesAsked& asked, const WindowQuery& query) {
  if (!places_.contains(asked.key.device)) {
    if (auto known = keys_like({asked.key.metric, asked.key.device, query.grid.range()}); !known) {
      return std::move(known).error();
    }
  }
  const SeriesGroup group{asked.key.device, {asked}};
  auto answer = group_windows(std::span(&group, 1), query);
  if (!answer) {
    return std::move(answer).error();
  }
  auto& windows = answer->front().windows;
  return windows.empty() ? SeriesWindows(query.grid.count) : std::move(windows);
}

Result<void> EngineSource::hold_pushed(const std::vector<SeriesKey>& keys, const WindowQuery& query,
                                       HeldSeries& held) {
  for (const auto& one : by_metric(keys)) {
    auto pushed = pushed_windows(client_, one.metric, one.matchers, query);
    if (!pushed) {
      return std::move(pushed).error();
    }
    for (auto& [device, windows] : *pushed) {
      if (one.devices.contains(device)) {
        held.hold({device, one.metric}, std::move(windows));
      }
    }
  }
  return {};
}

/// The last value before the grid of each series, in ever longer stretches for what is left.
Result<void> EngineSource::hold_bases(std::vector<SeriesKey> keys, const WindowGrid& grid,
                                      HeldSeries& held) {
  auto to = grid.from;
  std::vector<std::chrono::nanoseconds> stretches(kNearFirst.begin(), kNearFirst.end());
  stretches.push_back(look_back(grid.step));
  for (const auto stretch : stretches) {
    const TimeRange range{grid.from - std::min(stretch, grid.from.time_since_epoch()), to};
    auto series = read_each(keys, range);
    if (!series) {
      return std::move(series).error();
    }
    std::vector<SeriesKey> left;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto last = std::find_if((*series)[i].rbegin(), (*series)[i].rend(),
                                     [](const Point& point) { return has_value(point.reading); });
      if (last == (*series)[i].rend()) {
        left.push_back(keys[i]);
      } else {
        held.hold_base(keys[i], *last);
      }
    }
    keys = std::move(left);
    to = range.from;
  }
  return {};
}

Result<void> EngineSource::hold_samples(const std::vector<SeriesKey>& keys,
                                        const WindowQuery& query, HeldSeries& held) {
  auto series = read_each(keys, query.grid.range());
  if (!series) {
    return std::move(series).error();
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    held.hold(keys[i], std::move((*series)[i]));
  }
  return takes_steps(query.statistic) ? hold_bases(keys, query.grid, held) : Result<void>();
}

Result<std::vector<GroupWindows>> EngineSource::group_windows(std::span<const SeriesGroup> groups,
                                                              const WindowQuery& query) {
  std::set<SeriesKey> keys;
  for (const auto& group : groups) {
    for (const auto& member : group.members) {
      keys.insert(member.key);
      if (takes_steps(query.statistic) && !member.metric->counter.migrates_to.empty()) {
        keys.insert({member.key.device, std::string(member.metric->counter.migrates_to)});
      }
    }
  }
  const std::vector<SeriesKey> all(keys.begin(), keys.end());
  HeldSeries held;
  auto done = can_be_pushed(query) ? hold_pushed(all, query, held) : hold_samples(all, query, held);
  if (!done) {
    return std::move(done).error();
  }
  return held.group_windows(groups, query);
}

}  // namespace rackproof::engine
