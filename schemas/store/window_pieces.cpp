#include "schemas/store/window_pieces.h"

#include <algorithm>
#include <bit>
#include <chrono>

#include "schemas/counters.h"
#include "schemas/reason_tally.h"
#include "schemas/store/summary.h"

namespace rackproof::store {
namespace {

using std::chrono::nanoseconds;

UtcTime time_of(std::int64_t stamp) {
  return UtcTime{nanoseconds(stamp)};
}

std::int64_t ns_of(UtcTime time) {
  return time.time_since_epoch().count();
}

/// What windows of a tier say of the readings in them.
bool is_kept(Statistic statistic) {
  switch (statistic) {
    case Statistic::min:
    case Statistic::max:
    case Statistic::mean:
    case Statistic::count:
    case Statistic::first:
    case Statistic::last:
    case Statistic::growth:
    case Statistic::rate:
      return true;
    default:
      return false;
  }
}

/// "30 s", "15 min", "2 h".
std::string words_of(nanoseconds length) {
  const auto seconds = std::chrono::duration<double>(length);
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(length);
  if (whole == length && whole.count() % 3600 == 0) {
    return std::to_string(whole.count() / 3600) + " h";
  }
  if (whole == length && whole.count() % 60 == 0) {
    return std::to_string(whole.count() / 60) + " min";
  }
  return whole == length ? std::to_string(whole.count()) + " s"
                         : std::to_string(seconds.count()) + " s";
}

double value_in(const TierWindow& total, Statistic statistic) {
  const auto count = static_cast<double>(total.readable);
  switch (statistic) {
    case Statistic::min:
      return value_of(total.kind, total.least);
    case Statistic::max:
      return value_of(total.kind, total.most);
    case Statistic::mean:
      return total.sum / count;
    case Statistic::first:
      return value_of(total.first_kind, total.first);
    case Statistic::last:
      return value_of(total.last_kind, total.last);
    default:
      return count;
  }
}

Point first_of(const TierWindow& total) {
  return {time_of(total.first_ns), reading_of(total.first_kind, total.first)};
}

Point last_of(const TierWindow& total) {
  return {time_of(total.last_ns), reading_of(total.last_kind, total.last)};
}

CounterStretch stretch_of(const TierWindow& total) {
  return {.first = first_of(total),
          .last = last_of(total),
          .least = value_of(total.kind, total.least),
          .falls = total.falls,
          .least_fall = reading_of(total.kind, total.least_fall),
          .most_fall = reading_of(total.kind, total.most_fall),
          .first_fall = time_of(total.first_fall_ns)};
}

}  // namespace

WindowPieces::WindowPieces(const SeriesAsked& asked, const WindowQuery& query)
    : asked_(asked),
      query_(query),
      counter_(asked.metric->kind == MetricKind::counter),
      held_(query.grid.count) {}

void WindowPieces::merge_in(Held& held, const TierWindow& window, const Reasons& reasons) const {
  for (const auto& reason : window.why) {
    const auto& why = reasons.in_order()[reason.number];
    held.why[{why.kind, why.message}] += reason.times;
  }
  auto plain = window;
  plain.why.clear();
  merge(held.total, plain, counter_);
}

/// Why windows of the tier do not tell what is asked; none where they do.
std::optional<Error> WindowPieces::refusal(const Piece& piece) const {
  std::string asked;
  if (!is_kept(query_.statistic)) {
    asked = "the " + std::string(word_of(kStatistics, query_.statistic));
  } else if (takes_steps(query_.statistic) && !counter_) {
    asked = "the growth of what is no counter";
  } else if (query_.grid.step.count() % piece.length_ns != 0) {
    asked = "windows of " + words_of(query_.grid.step);
  } else if ((ns_of(query_.grid.from) - piece.start_ns) % piece.length_ns != 0) {
    asked = "windows that begin within one";
  }
  if (asked.empty()) {
    return std::nullopt;
  }
  return Error{ErrorKind::unsupported,
               "kept as summaries of " + std::string(piece.words) + ", which do not tell " + asked};
}

void WindowPieces::refuse(TimeRange range, const Error& why, const TierWindow* window) {
  const auto& grid = query_.grid;
  const auto from = std::max(range.from, grid.from);
  const auto to = std::min(range.to, grid.range().to);
  if (to <= from) {
    return;
  }
  for (auto i = grid.window_of(from); i <= grid.window_of(to - nanoseconds(1)); ++i) {
    auto& held = held_[i];
    held.refused = held.refused ? held.refused : why;
    if (window != nullptr) {
      held.total.missing += window->readable + window->missing;
    }
  }
}

void WindowPieces::add(const Piece& piece, const TierWindow& window, const Reasons& reasons) {
  if (window.readable + window.missing == 0) {
    return;
  }
  const TimeRange range{time_of(piece.start_ns), time_of(piece.start_ns + piece.length_ns)};
  if (range.to <= query_.grid.from) {
    merge_in(before_, window, reasons);
    return;
  }
  if (range.from >= query_.grid.range().to) {
    return;
  }
  if (const auto why = refusal(piece)) {
    refuse(range, *why, &window);
    note_end(window);
    return;
  }
  merge_in(held_[query_.grid.window_of(range.from)], window, reasons);
}

void WindowPieces::add(const Series& points) {
  for (const auto& point : points) {
    add(point);
  }
}

void WindowPieces::add(const Point& point) {
  const auto range = query_.grid.range();
  if (point.taken_at >= range.to) {
    return;
  }
  auto& held = point.taken_at < range.from ? before_ : held_[query_.grid.window_of(point.taken_at)];
  ReasonTally tally;
  if (tally.add_if_missing(point.reading)) {
    const auto why = *tally.usual();
    ++held.why[{why.kind, why.message}];
    ++held.total.missing;
    return;
  }
  const auto stamp = ns_of(point.taken_at);
  const auto* count = std::get_if<std::int64_t>(&point.reading);
  const auto one = count != nullptr
                       ? window_of_one(stamp, Kind::count, static_cast<std::uint64_t>(*count))
                       : window_of_one(stamp, Kind::measurement,
                                       std::bit_cast<std::uint64_t>(as_double(point.reading)));
  merge(held.total, one, counter_);
}

/// The next window's first step begins there.
void WindowPieces::note_end(const TierWindow& window) {
  const auto end = time_of(window.last_ns);
  if (window.readable == 0 || end >= query_.grid.range().to) {
    return;
  }
  auto& held = end < query_.grid.from ? before_ : held_[query_.grid.window_of(end)];
  held.refused_end = last_of(window);
}

void WindowPieces::gone(TimeRange range) {
  refuse(range, {ErrorKind::absent, "no longer kept"}, nullptr);
}

/// As counter_windows() has it.
Reading WindowPieces::steps_of(const Held& held, const Base& base) const {
  const auto saturated = std::ranges::any_of(
      held.why, [](const auto& entry) { return entry.first.first == ErrorKind::saturated; });
  if (saturated) {
    return Error{ErrorKind::saturated, "the counter was read at its stop"};
  }
  const auto first = first_of(held.total);
  const bool has_earlier = base && first.taken_at - base->taken_at <= look_back(query_.grid.step);
  if (!has_earlier && held.total.readable < 2) {
    return Error{ErrorKind::absent, "one reading and none before it, which gives no growth"};
  }
  GrowthPieces pieces(*asked_.metric, *asked_.device);
  if (has_earlier) {
    pieces.step(*base, first);
  }
  pieces.pass(stretch_of(held.total));
  auto growth = pieces.finish();
  if (!growth.trouble.empty()) {
    return Error{growth.why, std::move(growth.trouble)};
  }
  if (query_.statistic == Statistic::growth) {
    return finite_or_reason(growth.value);
  }
  const auto begin = has_earlier ? base->taken_at : first.taken_at;
  const std::chrono::duration<double> length = time_of(held.total.last_ns) - begin;
  if (length.count() <= 0) {
    return Error{ErrorKind::absent, "all readings bear one stamp, which gives no rate"};
  }
  return finite_or_reason(growth.value / length.count());
}

SeriesWindow WindowPieces::window_of(const Held& held, const Base& base) const {
  SeriesWindow window;
  window.missing = held.total.missing;
  if (held.refused) {
    window.missing += held.total.readable;
    window.value = *held.refused;
    return window;
  }
  window.readable = held.total.readable;
  if (window.readable == 0) {
    const auto usual =
        std::ranges::max_element(held.why, {}, [](const auto& entry) { return entry.second; });
    if (usual != held.why.end()) {
      window.value = Error{usual->first.first, usual->first.second};
    }
  } else if (takes_steps(query_.statistic)) {
    window.value = steps_of(held, base);
  } else {
    window.sum = query_.statistic == Statistic::mean ? held.total.sum : 0;
    window.value = finite_or_reason(value_in(held.total, query_.statistic));
  }
  return window;
}

SeriesWindows WindowPieces::finish() const {
  SeriesWindows windows;
  windows.reserve(held_.size());
  const auto after = [](const Held& held, const Base& base) {
    if (held.refused_end) {
      return held.refused_end;
    }
    return held.total.readable == 0 ? base : Base(last_of(held.total));
  };
  auto base = after(before_, std::nullopt);
  for (const auto& held : held_) {
    windows.push_back(window_of(held, base));
    base = after(held, base);
  }
  return windows;
}

}  // namespace rackproof::store
