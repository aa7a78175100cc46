#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "schemas/statistics.h"
#include "schemas/store/gathering.h"
#include "schemas/store/store.h"
#include "schemas/store/store_state.h"

namespace rackproof {
namespace {

using store::ChunkHead;
using store::Gathered;
using store::is_merged;
using store::is_quantile;

/// No two of the saved chunks share a stretch of time.
bool lie_apart(std::vector<ChunkHead> heads) {
  std::ranges::sort(heads, {}, &ChunkHead::first_ns);
  return std::ranges::adjacent_find(heads, [](const ChunkHead& a, const ChunkHead& b) {
           return a.last_ns >= b.first_ns;
         }) == heads.end();
}

/// A window of values in which some have no place: `missing` and why stand there already.
void set_quantile(SeriesWindow& window, Statistic statistic, std::span<const double> values) {
  window.readable = static_cast<std::int64_t>(values.size());
  if (!values.empty()) {
    window.value = finite_or_reason(statistic_of(statistic, values));
  }
}

SeriesWindows windows_of(const Gathered& gathered, Statistic statistic) {
  SeriesWindows windows;
  windows.reserve(gathered.whole.size());
  const ReasonTally none;
  for (std::size_t i = 0; i < gathered.whole.size(); ++i) {
    const auto why = gathered.reasons.find(i);
    windows.push_back(
        gathered.whole[i].as(statistic, why == gathered.reasons.end() ? none : why->second));
    if (!gathered.values.empty()) {
      set_quantile(windows.back(), statistic, gathered.values[i]);
    }
  }
  return windows;
}

/// Nothing where the points do not follow one another in time.
std::optional<SeriesWindows> step_windows(Gathered gathered, const SeriesAsked& asked,
                                          const WindowQuery& query,
                                          const std::optional<Point>& base) {
  if (base) {
    gathered.points.insert(gathered.points.begin(), *base);
  }
  if (!std::ranges::is_sorted(gathered.points, {}, &Point::taken_at)) {
    return std::nullopt;
  }
  auto answer = counter_windows(gathered.points, {*asked.metric, *asked.device, {}}, query);
  for (std::size_t i = 0; i < answer.size(); ++i) {
    answer[i].readable += gathered.unseen[i];
  }
  return answer;
}

}  // namespace

/// Nothing where chunks do not follow one another in time: the ends of a chunk tell its way only
/// where nothing lies between them.
Result<std::optional<SeriesWindows>> Store::State::quick_windows(const SeriesAsked& asked,
                                                                 const WindowQuery& query,
                                                                 const std::optional<Point>& base) {
  const auto device = directory.find_device(asked.key.device);
  const auto metric = directory.find_metric(asked.key.metric);
  if (!device || !metric) {
    return std::optional<SeriesWindows>();
  }
  const auto& heads = chunks.of_device(*device);
  const bool steps = takes_steps(query.statistic);
  if (steps && !lie_apart(heads)) {
    return std::optional<SeriesWindows>();
  }
  store::Gathering gathering(*this, *metric, query);
  for (const auto& head : heads) {
    auto added = head.touches(query.grid.range()) ? gathering.add(head) : Result<void>();
    if (!added) {
      return failed(added.error());
    }
  }
  for (const auto& chunk : open.of_device(*device)) {
    gathering.add(chunk);
  }
  auto gathered = std::move(gathering).finish();
  if (!steps) {
    return std::optional(windows_of(gathered, query.statistic));
  }
  return step_windows(std::move(gathered), asked, query, base);
}

/// One group whose statistic needs every reading of all its members. Inside a question.
Result<GroupWindows> Store::pooled(const SeriesGroup& group, const WindowQuery& query) {
  const bool several = group.members.size() > 1;
  const auto old = several ? windows_before_readings(group.members.front(), query) : 0;
  if (old > 0) {
    return pool_over_tiers(group, query, old);
  }
  auto answer = TelemetrySource::group_windows(std::span(&group, 1), query);
  return answer ? Result<GroupWindows>(std::move(answer->front()))
                : Result<GroupWindows>(answer.error());
}

Result<std::vector<GroupWindows>> Store::group_windows(std::span<const SeriesGroup> groups,
                                                       const WindowQuery& query) {
  const auto question = state_->begin_question();
  if (!question) {
    return question.error();
  }
  if (WindowMerge::merges(query.statistic) || !state_->forgotten.readings) {
    return TelemetrySource::group_windows(groups, query);
  }
  std::vector<GroupWindows> answers;
  for (const auto& group : groups) {
    auto answer = pooled(group, query);
    if (!answer) {
      return std::move(answer).error();
    }
    answers.push_back(std::move(*answer));
  }
  return answers;
}

Result<SeriesWindows> Store::windows(const SeriesAsked& asked, const WindowQuery& query) {
  const auto question = state_->begin_question();
  if (!question) {
    return question.error();
  }
  if (const auto old = windows_before_readings(asked, query); old > 0) {
    return windows_over_tiers(asked, query, old);
  }
  const bool steps = takes_steps(query.statistic);
  const bool quick = is_merged(query.statistic) || is_quantile(query.statistic) ||
                     (steps && asked.metric->counter.migrates_to.empty());
  if (!quick) {
    return TelemetrySource::windows(asked, query);
  }
  std::optional<Point> base;
  if (steps) {
    const auto from = query.grid.from;
    auto found = last_value(asked.key, {from - look_back(query.grid.step), from});
    if (!found) {
      return std::move(found).error();
    }
    base = std::move(*found);
  }
  auto answer = state_->quick_windows(asked, query, base);
  if (!answer) {
    return std::move(answer).error();
  }
  return *answer ? Result<SeriesWindows>(std::move(**answer))
                 : TelemetrySource::windows(asked, query);
}

}  // namespace rackproof
