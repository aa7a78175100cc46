#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/criterion.h"
#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/reason_tally.h"
#include "schemas/series_source.h"

/// What readings come to in windows of time: pure, the same for every source of readings.
///
/// Windows are half-open, [start, start + step), and start at whole multiples of `step` since
/// 1970-01-01T00:00:00Z, so that the same window has the same value whoever asks, and when. All
/// windows that touch the time asked for are given, and each is whole: the first and the last may
/// reach beyond that time.
///
/// Only readings with a finite value count towards a statistic; a window that has some of them has
/// a value, however many others carry a reason. A window of nothing but reasons carries the most
/// frequent one. A window without any reading is absent, "no reading"; never 0, `count` included.
///
/// Quantiles are the nearest rank, ceil(p n): a value that was read, never one between two. A mean
/// may differ in its last bits between sources, which may add in another order; all else is equal.
///
/// growth and rate are of counters. A step is the way from one reading with a value to the next; it
/// belongs to the window in which its later reading lies, its earlier one may lie before that
/// window, so that the growths of all windows add up to the growth of the whole and nothing is
/// counted twice. Nothing is extrapolated to the ends of a window: growth is the sum of the steps,
/// rate is that sum over the time between the first reading of the first step and the last reading
/// of the last. A fall is a wrap or a migration as counters.h says, or else a reset: what was
/// counted in between is lost, so the window has no value and says why (out_of_range; a counter at
/// its stop: saturated). A step over more than look_back() belongs to no window; at least one
/// window in that silence is then absent. A window with one reading and no earlier one has no
/// growth.
namespace rackproof {

/// Windows in one answer for one series.
inline constexpr std::size_t kMostWindows = 500'000;

/// The windows asked for: aligned, at least one.
struct WindowGrid {
  UtcTime from;                      ///< Start of the first window.
  std::chrono::nanoseconds step{0};  ///< Length of each, above 0.
  std::size_t count = 0;

  [[nodiscard]] UtcTime start(std::size_t window) const {
    return from + step * static_cast<std::int64_t>(window);
  }
  [[nodiscard]] TimeRange range() const { return {from, start(count)}; }
  /// Which window holds `time`, which lies in range().
  [[nodiscard]] std::size_t window_of(UtcTime time) const {
    return static_cast<std::size_t>((time - from) / step);
  }
  bool operator==(const WindowGrid&) const = default;
};

/// Every aligned window that touches `range`. malformed: an empty range, one that begins before
/// 1970 or ends after 2260, a step that is not above 0 or longer than 366 days. out_of_range: more
/// than kMostWindows.
[[nodiscard]] Result<WindowGrid> grid_over(TimeRange range, std::chrono::nanoseconds step);

struct WindowQuery {
  WindowGrid grid;
  Statistic statistic = Statistic::mean;  ///< Any but drift.
};

/// growth and rate, which look at steps between readings.
[[nodiscard]] bool takes_steps(Statistic statistic);

/// The longest step of a counter that belongs to a window: a day, or twice the windows' length.
[[nodiscard]] std::chrono::nanoseconds look_back(std::chrono::nanoseconds step);

/// What a window without any reading has instead of a value.
[[nodiscard]] Error no_reading();

/// `value`, or where it is not finite that the readings add up to no number.
[[nodiscard]] Reading finite_or_reason(double value);

struct SeriesWindow {
  std::int64_t readable = 0;  ///< Readings with a finite value.
  std::int64_t missing = 0;   ///< Readings with a reason, or with a value that is not finite.
  double sum = 0;             ///< Of the readable ones; filled for Statistic::mean alone.
  Reading value =
      no_reading();  ///< A double in the metric's unit (1/s of it for rate), or why not.

  [[nodiscard]] bool silent() const { return readable + missing == 0; }
};

/// One a window of the grid, in order.
using SeriesWindows = std::vector<SeriesWindow>;

[[nodiscard]] bool all_silent(const SeriesWindows& windows);

/// Readings of one series, or of several taken together, sorted into windows. For every statistic
/// but growth and rate; of several series, neither first nor last.
class WindowPool {
 public:
  explicit WindowPool(const WindowQuery& query);

  /// Points of one series in time order; what lies outside the grid is left out.
  void add(std::span<const Point> points);
  [[nodiscard]] SeriesWindows finish() const;

 private:
  struct Held {
    std::vector<double> values;
    ReasonTally reasons;
  };

  WindowQuery query_;
  std::vector<Held> held_;
};

/// A counter and what its falls mean.
struct CounterAsked {
  const Metric& metric;
  const Device& device;
  /// Points of the metric that takes counts over from this one, in time order; may be empty.
  std::span<const Point> taken_over;
};

/// The windows of one counter for growth or rate. `points` in time order, from the last one with a
/// value before the grid on, where there is one.
[[nodiscard]] SeriesWindows counter_windows(std::span<const Point> points,
                                            const CounterAsked& counter, const WindowQuery& query);

/// Windows of single series put together to those of their group. For min, max, mean and count as
/// if all readings had been one series, among those members that were read in that window. A
/// group's growth and rate are the sums over its members and have no value where one of them has
/// none: a sum without it would be too small.
class WindowMerge {
 public:
  explicit WindowMerge(const WindowQuery& query);

  /// Whether groups have such a statistic by merging; quantiles do not, they need a WindowPool.
  [[nodiscard]] static bool merges(Statistic statistic);

  /// `device` is named in the reason where this member takes the group its value.
  void add(std::string_view device, const SeriesWindows& member);
  [[nodiscard]] SeriesWindows finish() && { return std::move(merged_); }

 private:
  void add_steps(SeriesWindow& group, std::string_view device, const SeriesWindow& member) const;
  void add_readings(SeriesWindow& group, const SeriesWindow& member) const;

  Statistic statistic_;
  SeriesWindows merged_;
  bool first_ = true;
};

}  // namespace rackproof
