#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/store/sweeping.h"
#include "schemas/store/tier_writer.h"
#include "schemas/store/window_pieces.h"

namespace rackproof {
namespace {

using std::chrono::nanoseconds;
using store::kTiers;
using store::Row;
using store::TierPlace;

/// Readings that are in memory at a time where a window holds some and summaries too.
constexpr nanoseconds kSlice = std::chrono::hours(6);
/// A file up to which rewriting it takes no time that counts.
constexpr std::int64_t kSmallFile = std::int64_t{64} << 20;

UtcTime time_of(std::int64_t stamp) {
  return UtcTime{nanoseconds(stamp)};
}

/// What tier `tier` keeps.
TimeRange range_of(const store::Forgotten& forgotten, std::size_t tier) {
  return {time_of(forgotten.from_ns[tier + 1]), time_of(forgotten.from_ns[tier])};
}

std::int64_t ns_of(UtcTime time) {
  return time.time_since_epoch().count();
}

using Asked = Store::State::Asked;

/// Stretches of the device in a tier that touch the range, in order.
std::vector<TierPlace> places_in(const Store::State& state, std::size_t tier, Row device,
                                 TimeRange range) {
  const auto kept = range_of(state.forgotten, tier);
  const auto from = std::max(range.from, kept.from);
  const auto to = std::min(range.to, kept.to);
  std::vector<TierPlace> places;
  if (to <= from) {
    return places;
  }
  const auto& stretches = state.tiers.of_tier(tier);
  const auto end = stretches.upper_bound(store::stretch_of(tier, ns_of(to) - 1));
  for (auto at = stretches.lower_bound(store::stretch_of(tier, ns_of(from))); at != end; ++at) {
    const TierPlace place{tier, device, at->first};
    if (state.tiers.holds(place)) {
      places.push_back(place);
    }
  }
  return places;
}

/// The same of all tiers, from the coarsest on, which is their order in time.
std::vector<TierPlace> places_in(const Store::State& state, Row device, TimeRange range) {
  std::vector<TierPlace> places;
  for (auto tier = kTiers.size(); tier > 0; --tier) {
    const auto more = places_in(state, tier - 1, device, range);
    places.insert(places.end(), more.begin(), more.end());
  }
  return places;
}

/// Windows of one series of a row that touch the range.
void add_windows(const store::TierRow& row, const store::TierSeries& series, std::string_view words,
                 TimeRange range, store::WindowPieces& pieces) {
  for (std::size_t i = 0; i < series.windows.size(); ++i) {
    const auto start = row.start_ns + static_cast<std::int64_t>(i) * row.window_ns;
    if (time_of(start) < range.to && time_of(start + row.window_ns) > range.from) {
      pieces.add({start, row.window_ns, words}, series.windows[i], row.reasons);
    }
  }
}

/// Windows of the asked series in one row that touch the range.
Result<void> add_row(Store::State& state, const TierPlace& place, Row metric, TimeRange range,
                     store::WindowPieces& pieces) {
  const auto row = read_row(state, place, metric);
  if (!row) {
    return state.failed(row.error());
  }
  for (const auto& series : row->series) {
    add_windows(*row, series, kTiers[place.tier].words, range, pieces);
  }
  return {};
}

/// What the tiers keep of one series in the range, from the coarsest tier on.
Result<void> add_tiers(Store::State& state, const Asked& asked, TimeRange range,
                       store::WindowPieces& pieces) {
  pieces.gone({time_of(state.forgotten.began_ns), time_of(state.forgotten.from_ns.back())});
  for (const auto& place : places_in(state, asked.device, range)) {
    if (auto added = add_row(state, place, asked.metric, range, pieces); !added) {
      return added;
    }
  }
  return {};
}

/// The last reading with a value that a row tells; none where it has none before `range.to`.
std::optional<Point> last_in(const store::TierRow& row, TimeRange range) {
  for (const auto& series : row.series) {
    const auto found = std::find_if(
        series.windows.rbegin(), series.windows.rend(), [&](const store::TierWindow& window) {
          return window.readable > 0 && range.contains(time_of(window.last_ns));
        });
    if (found != series.windows.rend()) {
      return Point{time_of(found->last_ns), store::reading_of(found->last_kind, found->last)};
    }
  }
  return std::nullopt;
}

Result<std::optional<Point>> last_of_tiers(Store::State& state, const SeriesKey& key,
                                           TimeRange range) {
  const auto asked = state.find(key);
  auto places = asked ? places_in(state, asked->device, range) : std::vector<TierPlace>();
  std::ranges::reverse(places);
  for (const auto& place : places) {
    const auto row = read_row(state, place, asked->metric);
    if (!row) {
      return state.failed(row.error());
    }
    if (auto found = last_in(*row, range)) {
      return found;
    }
  }
  return std::optional<Point>();
}

struct Cut {
  WindowQuery early;
  WindowQuery late;
};

/// A query's first `old` windows, and the others.
Cut cut(const WindowQuery& query, std::size_t old) {
  Cut parts{query, query};
  parts.early.grid.count = old;
  parts.late.grid.from = query.grid.start(old);
  parts.late.grid.count = query.grid.count - old;
  return parts;
}

/// One more member's window to its group's: of what a window holds one value is known at most.
void add_unpooled(SeriesWindow& group, const SeriesWindow& member, Statistic statistic) {
  if (group.readable > 0 && member.readable > 0) {
    group.value = Error{ErrorKind::unsupported, "partly kept as summaries, which do not tell the " +
                                                    std::string(word_of(kStatistics, statistic))};
  } else if (group.silent() || (!member.silent() && !has_value(member.value))) {
    group.value = member.value;
  }
  group.readable += member.readable;
  group.missing += member.missing;
}

}  // namespace

Result<bool> Store::forget(const KeepRules& rules, UtcTime now) {
  return state_->retention.step(*state_, rules, now);
}

Result<bool> Store::make_shrinkable() {
  const auto size = store::file_size(state_->database);
  if (!size) {
    return state_->failed(size.error());
  }
  if (size->shrinks || size->bytes > kSmallFile || state_->role != State::Role::writer) {
    return size->shrinks;
  }
  auto rewritten = state_->database.execute("PRAGMA auto_vacuum=INCREMENTAL; VACUUM");
  return rewritten ? Result<bool>(true) : state_->failed(rewritten.error());
}

std::int64_t Store::too_late() const {
  return state_->retention.too_late();
}

Result<std::vector<KeptStretch>> Store::kept_instead() {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  return store::kept_stretches(state_->forgotten);
}

Result<std::optional<Point>> Store::last_value(const SeriesKey& key, TimeRange range) {
  const auto question = state_->begin_question();
  if (!question) {
    return question.error();
  }
  const auto readings_from = time_of(state_->forgotten.from_ns[0]);
  if (range.from >= readings_from || !state_->forgotten.readings) {
    return TelemetrySource::last_value(key, range);
  }
  if (range.to > readings_from) {
    auto found = TelemetrySource::last_value(key, {readings_from, range.to});
    if (!found || *found) {
      return found;
    }
  }
  return last_of_tiers(*state_, key, range);
}

/// How many windows of the grid need what tiers keep.
std::size_t Store::windows_before_readings(const SeriesAsked& asked,
                                           const WindowQuery& query) const {
  if (!state_->forgotten.readings) {
    return 0;
  }
  auto until = time_of(state_->forgotten.from_ns[0]);
  if (takes_steps(query.statistic) && !asked.metric->counter.migrates_to.empty()) {
    // Its steps need the readings of another metric, too, which may reach before.
    until += look_back(query.grid.step);
  }
  if (until <= query.grid.from) {
    return 0;
  }
  const auto count = (until - query.grid.from - nanoseconds(1)) / query.grid.step + 1;
  return std::min(static_cast<std::size_t>(count), query.grid.count);
}

/// The windows of a grid that begins before readings are kept.
Result<SeriesWindows> Store::early_windows(const SeriesAsked& asked, const WindowQuery& query) {
  const auto back = takes_steps(query.statistic) ? look_back(query.grid.step) : nanoseconds(0);
  const TimeRange range{query.grid.from - back, query.grid.range().to};
  store::WindowPieces pieces(asked, query);
  const auto known = state_->find(asked.key);
  auto added = known ? add_tiers(*state_, *known, range, pieces) : Result<void>();
  if (!added) {
    return std::move(added).error();
  }
  for (auto from = std::max(range.from, time_of(state_->forgotten.from_ns[0])); from < range.to;
       from += kSlice) {
    const auto points = read(asked.key, {from, std::min(from + kSlice, range.to)});
    if (!points) {
      return points.error();
    }
    pieces.add(*points);
  }
  return pieces.finish();
}

/// The first `old` windows from tiers, and from readings where they reach that far; the others from
/// readings alone. Inside a question: a writer beside us may forget another stretch at any time.
Result<SeriesWindows> Store::windows_over_tiers(const SeriesAsked& asked, const WindowQuery& query,
                                                std::size_t old) {
  const auto [early, late] = cut(query, old);
  auto windows = early_windows(asked, early);
  if (!windows || late.grid.count == 0) {
    return windows;
  }
  auto rest = this->windows(asked, late);
  if (rest) {
    rest->insert(rest->begin(), std::make_move_iterator(windows->begin()),
                 std::make_move_iterator(windows->end()));
  }
  return rest;
}

/// The same of a group whose statistic needs every reading of all its members. Inside a question.
Result<GroupWindows> Store::pool_over_tiers(const SeriesGroup& group, const WindowQuery& query,
                                            std::size_t old) {
  const auto [early, late] = cut(query, old);
  GroupWindows answer;
  SeriesWindows windows(old);
  WindowPool pool(late);
  for (const auto& member : group.members) {
    const auto before = early_windows(member, early);
    const auto points =
        late.grid.count > 0 ? read(member.key, late.grid.range()) : Result<Series>(Series());
    if (!before || !points) {
      return before ? points.error() : before.error();
    }
    answer.silent += static_cast<std::size_t>(all_silent(*before) && points->empty());
    for (std::size_t i = 0; i < old; ++i) {
      add_unpooled(windows[i], (*before)[i], query.statistic);
    }
    pool.add(*points);
  }
  if (answer.silent < group.members.size()) {
    auto rest = pool.finish();
    std::ranges::move(rest, std::back_inserter(windows));
    answer.windows = std::move(windows);
  }
  return answer;
}

}  // namespace rackproof
