#include "schemas/store/column.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <variant>

namespace rackproof::store {
namespace {

/// Columns between one that is written and one whose end is fetched: ends of thousands of columns
/// lie apart in memory, and waiting for each costs more than all else here.
constexpr std::size_t kAhead = 8;

void fetch_end(const Column& column) {
  constexpr std::size_t kWordsInLine = 8;
  const auto* end = column.words.data() + column.words.size();
  __builtin_prefetch(end, 1);
  if (end != nullptr) {  // an empty column has no memory yet, and nothing lies beyond that
    __builtin_prefetch(end + kWordsInLine, 1);
  }
  __builtin_prefetch(column.runs.data(), 1);
}

}  // namespace

std::size_t Reasons::number_of(const Error& why) {
  if (!in_order_.empty() && in_order_.back() == why) {
    return in_order_.size() - 1;
  }
  const auto [place, fresh] = numbers_.try_emplace({why.kind, why.message}, in_order_.size());
  if (fresh) {
    append(why);
  }
  return place->second;
}

void Reasons::append(Error why) {
  bytes_ += why.message.size();
  in_order_.push_back(std::move(why));
}

void add_run(KindRuns& runs, Kind kind, std::uint32_t points) {
  if (!runs.empty() && runs.back().kind == kind) {
    runs.back().points += points;
  } else {
    runs.push_back({kind, points});
  }
}

std::size_t Columns::add_column(std::uint32_t metric) {
  if (lists.empty()) {
    lists.emplace_back();
  }
  columns.push_back({metric, 0, {}, {}});
  return columns.size() - 1;
}

void Columns::add(std::size_t column, const Point& point) {
  const auto stamp = std::int64_t{point.taken_at.time_since_epoch().count()};
  make_room(column, 1);
  if (const auto* count = std::get_if<std::int64_t>(&point.reading)) {
    add(column, stamp, Kind::count, static_cast<std::uint64_t>(*count));
  } else if (const auto* measurement = std::get_if<double>(&point.reading)) {
    add(column, stamp, Kind::measurement, std::bit_cast<std::uint64_t>(*measurement));
  } else {
    add(column, stamp, Kind::reason, reasons.number_of(std::get<Error>(point.reading)));
  }
}

/// Whether a list has these stamps from a place on; it gets them where it ends there.
bool Columns::holds(const ListPlace& from, std::span<const std::int64_t> stamps) {
  auto& list = lists[from.list];
  if (list.size() == from.place) {
    list.insert(list.end(), stamps.begin(), stamps.end());
    return true;
  }
  return list.size() >= from.place + stamps.size() &&
         std::ranges::equal(std::span(list).subspan(from.place, stamps.size()), stamps);
}

void Columns::add_words(Column& to, const PointsInRow& points) {
  const auto place = to.words.size();
  const auto count = points.stamps.size();
  to.words.resize(place + count);
  for (std::size_t i = 0; i < count; ++i) {
    to.words[place + i] = points.words[i * points.step];
  }
  add_run(to.runs, points.kind, static_cast<std::uint32_t>(count));
}

void Columns::add_each(std::size_t column, const PointsInRow& points) {
  for (std::size_t i = 0; i < points.stamps.size(); ++i) {
    add(column, points.stamps[i], points.kind, points.words[i * points.step]);
  }
}

void Columns::add_row(std::size_t first, std::size_t count, PointsInRow points) {
  ListPlace known{0, SIZE_MAX};  // where the stamps are known to stand
  const auto end = columns.size();
  for (auto column = first; column < first + count; ++column) {
    if (column + kAhead < end) {
      fetch_end(columns[column + kAhead]);
    }
    make_room(column, points.stamps.size());
    auto& to = columns[column];
    const ListPlace here{to.list, to.words.size()};
    if (here == known || holds(here, points.stamps)) {
      known = here;
      add_words(to, points);
    } else {
      add_each(column, points);
    }
    points.words = points.words.subspan(1);
  }
}

void Columns::make_room(std::size_t column, std::size_t points) {
  auto& [metric, list, runs, words, expected] = columns[column];
  const auto size = words.size();
  const auto needed = size + points;
  if (needed > words.capacity()) {
    const bool known = size > 0 && expected > needed;
    words.reserve(known ? expected : needed + size / 4 + 6);
  }
}

void Columns::part(Column& column, std::int64_t stamp) {
  const auto place = column.words.size();
  const auto& own = lists[column.list];
  const auto goes_on = [&](const Stamps& list) {
    return list.size() > place && list[place] == stamp &&
           std::equal(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(place), list.begin());
  };
  const auto other = std::ranges::find_if(lists, goes_on);
  column.list = static_cast<std::uint32_t>(other - lists.begin());
  if (other == lists.end()) {
    Stamps stamps(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(place));
    stamps.push_back(stamp);
    lists.push_back(std::move(stamps));
  }
}

std::size_t Columns::points() const {
  std::size_t total = 0;
  for (const auto& column : columns) {
    total += column.words.size();
  }
  return total;
}

const Column* Columns::find(std::uint32_t metric) const {
  const auto place = std::ranges::find(columns, metric, &Column::metric);
  return place == columns.end() ? nullptr : &*place;
}

Reading Columns::reading(Kind kind, std::uint64_t word) const {
  switch (kind) {
    case Kind::count:
      return static_cast<std::int64_t>(word);
    case Kind::measurement:
      return std::bit_cast<double>(word);
    case Kind::reason:
      break;
  }
  return reasons.in_order()[word];
}

Series Columns::read(const Column& column) const {
  const auto& stamps = lists[column.list];
  Series points;
  points.reserve(column.words.size());
  std::size_t i = 0;
  for (const auto& run : column.runs) {
    for (const auto end = i + run.points; i < end; ++i) {
      const UtcTime taken_at{std::chrono::nanoseconds(stamps[i])};
      points.push_back({taken_at, reading(run.kind, column.words[i])});
    }
  }
  return points;
}

Series Columns::read(const Column& column, TimeRange range) const {
  auto points = read(column);
  std::erase_if(points, [range](const Point& point) { return !range.contains(point.taken_at); });
  return points;
}

}  // namespace rackproof::store
