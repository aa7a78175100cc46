#include "schemas/series_windows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "schemas/counters.h"
#include "schemas/statistics.h"

namespace rackproof {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds kLongestWindow = std::chrono::days(366);
/// A window of the longest step after it still has an end that 64 bits can say.
constexpr UtcTime kLatest{std::chrono::sys_days(std::chrono::year(2261) / 1 / 1)};

SeriesWindow window_over(Statistic statistic, std::span<const double> values,
                         const ReasonTally& why) {
  SeriesWindow window;
  window.readable = static_cast<std::int64_t>(values.size());
  window.missing = why.total();
  if (values.empty()) {
    window.value = why.usual().value_or(no_reading());
    return window;
  }
  window.value = finite_or_reason(statistic_of(statistic, values));
  if (statistic == Statistic::mean) {
    window.sum = total(values);
  }
  return window;
}

/// What the steps of one window come to; `stretch` runs from the first step's earlier reading on.
Reading steps_of(std::span<const Point> stretch, const CounterAsked& counter, Statistic statistic) {
  if (stretch.size() < 2) {
    return Error{ErrorKind::absent, "one reading and none before it, which gives no growth"};
  }
  auto growth = growth_of(stretch, counter.metric, counter.device, counter.taken_over);
  if (!growth.trouble.empty()) {
    return Error{growth.why, std::move(growth.trouble)};
  }
  if (statistic == Statistic::growth) {
    return finite_or_reason(growth.value);
  }
  const std::chrono::duration<double> length = stretch.back().taken_at - stretch.front().taken_at;
  if (length.count() <= 0) {
    return Error{ErrorKind::absent, "all readings bear one stamp, which gives no rate"};
  }
  return finite_or_reason(growth.value / length.count());
}

/// Puts `point` behind `readable` where it has a value, and counts it in `window`.
void take(const Point& point, SeriesWindow& window, ReasonTally& why, Series& readable) {
  if (why.add_if_missing(point.reading)) {
    ++window.missing;
    return;
  }
  ++window.readable;
  readable.push_back(point);
}

/// From the reading before `first` on, where one is near enough.
std::span<const Point> stretch_from(const Series& readable, std::size_t first,
                                    nanoseconds longest) {
  const bool has_earlier =
      first > 0 && readable[first].taken_at - readable[first - 1].taken_at <= longest;
  return std::span<const Point>(readable).subspan(has_earlier ? first - 1 : first);
}

/// One statistic of two sets of readings as that of all of them.
double both(Statistic statistic, double a, double b) {
  switch (statistic) {
    case Statistic::min:
      return std::min(a, b);
    case Statistic::max:
      return std::max(a, b);
    default:
      return a + b;
  }
}

}  // namespace

Result<WindowGrid> grid_over(TimeRange range, nanoseconds step) {
  if (step.count() <= 0 || step > kLongestWindow) {
    return Error{ErrorKind::malformed, "windows are longer than 0 and no longer than 366 days"};
  }
  if (range.to <= range.from || range.from < UtcTime{} || range.to > kLatest) {
    return Error{ErrorKind::malformed,
                 "the time asked for is empty or reaches beyond the years 1970 to 2260"};
  }
  const auto into = range.from.time_since_epoch() % step;
  const auto from = range.from - into;
  const auto count = static_cast<std::uint64_t>((range.to - from - nanoseconds(1)) / step) + 1;
  if (count > kMostWindows) {
    return Error{ErrorKind::out_of_range, std::to_string(count) + " windows are asked for, " +
                                              std::to_string(kMostWindows) +
                                              " are the most in one answer: take a longer step"};
  }
  return WindowGrid{from, step, static_cast<std::size_t>(count)};
}

bool takes_steps(Statistic statistic) {
  return statistic == Statistic::growth || statistic == Statistic::rate;
}

nanoseconds look_back(nanoseconds step) {
  return std::max<nanoseconds>(std::chrono::days(1), 2 * step);
}

Reading finite_or_reason(double value) {
  if (std::isfinite(value)) {
    return value;
  }
  return Error{ErrorKind::out_of_range, "the readings add up to no finite number"};
}

Error no_reading() {
  return Error{ErrorKind::absent, "no reading"};
}

bool all_silent(const SeriesWindows& windows) {
  return std::ranges::all_of(windows, &SeriesWindow::silent);
}

WindowPool::WindowPool(const WindowQuery& query) : query_(query), held_(query.grid.count) {}

void WindowPool::add(std::span<const Point> points) {
  const auto range = query_.grid.range();
  for (const auto& point : points) {
    if (!range.contains(point.taken_at)) {
      continue;
    }
    auto& held = held_[query_.grid.window_of(point.taken_at)];
    if (!held.reasons.add_if_missing(point.reading)) {
      held.values.push_back(as_double(point.reading));
    }
  }
}

SeriesWindows WindowPool::finish() const {
  SeriesWindows windows;
  windows.reserve(held_.size());
  for (const auto& held : held_) {
    windows.push_back(window_over(query_.statistic, held.values, held.reasons));
  }
  return windows;
}

SeriesWindows counter_windows(std::span<const Point> points, const CounterAsked& counter,
                              const WindowQuery& query) {
  const auto& grid = query.grid;
  const auto longest = look_back(grid.step);
  Series readable;
  SeriesWindow before;
  ReasonTally ignored;
  std::size_t next = 0;
  for (; next < points.size() && points[next].taken_at < grid.from; ++next) {
    take(points[next], before, ignored, readable);
  }
  SeriesWindows windows(grid.count);
  for (std::size_t i = 0; i < grid.count; ++i) {
    const auto first = readable.size();
    ReasonTally why;
    for (; next < points.size() && points[next].taken_at < grid.start(i + 1); ++next) {
      take(points[next], windows[i], why, readable);
    }
    if (windows[i].readable == 0) {
      windows[i].value = why.usual().value_or(no_reading());
    } else if (why.holds(ErrorKind::saturated)) {
      windows[i].value = Error{ErrorKind::saturated, "the counter was read at its stop"};
    } else {
      windows[i].value = steps_of(stretch_from(readable, first, longest), counter, query.statistic);
    }
  }
  return windows;
}

WindowMerge::WindowMerge(const WindowQuery& query)
    : statistic_(query.statistic), merged_(query.grid.count) {}

bool WindowMerge::merges(Statistic statistic) {
  switch (statistic) {
    case Statistic::min:
    case Statistic::max:
    case Statistic::mean:
    case Statistic::count:
    case Statistic::growth:
    case Statistic::rate:
      return true;
    default:
      return false;
  }
}

void WindowMerge::add(std::string_view device, const SeriesWindows& member) {
  for (std::size_t i = 0; i < merged_.size() && i < member.size(); ++i) {
    auto& group = merged_[i];
    if (takes_steps(statistic_)) {
      add_steps(group, device, member[i]);
    } else {
      add_readings(group, member[i]);
    }
    group.readable += member[i].readable;
    group.missing += member[i].missing;
  }
  first_ = false;
}

void WindowMerge::add_steps(SeriesWindow& group, std::string_view device,
                            const SeriesWindow& member) const {
  if (!first_ && !has_value(group.value)) {
    return;
  }
  if (!has_value(member.value)) {
    group.value = std::get<Error>(member.value).during(device);
    return;
  }
  const double before = first_ ? 0 : as_double(group.value);
  group.value = finite_or_reason(before + as_double(member.value));
}

void WindowMerge::add_readings(SeriesWindow& group, const SeriesWindow& member) const {
  group.sum += member.sum;
  if (member.readable == 0) {
    group.value = group.silent() ? member.value : std::move(group.value);
  } else if (group.readable == 0) {
    group.value = member.value;
  } else if (statistic_ == Statistic::mean) {
    group.value =
        finite_or_reason(group.sum / static_cast<double>(group.readable + member.readable));
  } else {
    group.value = both(statistic_, as_double(group.value), as_double(member.value));
  }
}

}  // namespace rackproof
