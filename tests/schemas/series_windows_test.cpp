#include "schemas/series_windows.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::at_second;
using namespace std::chrono_literals;

constexpr Metric kCount{.name = "plain_total", .kind = MetricKind::counter, .help = ""};
constexpr Metric kNarrow{
    .name = "narrow_total", .kind = MetricKind::counter, .help = "", .counter = {.width_bits = 16}};
constexpr Metric kStops{.name = "stops_total",
                        .kind = MetricKind::counter,
                        .help = "",
                        .counter = {.saturates_at = 15}};

/// Whole minutes: at_second(0) is the start of one.
WindowQuery minutes(std::size_t count, Statistic statistic) {
  return {{at_second(0), 60s, count}, statistic};
}

SeriesWindows pooled(const Series& points, const WindowQuery& query) {
  WindowPool pool(query);
  pool.add(points);
  return pool.finish();
}

SeriesWindows counted(const Series& points, const WindowQuery& query,
                      const Metric& metric = kCount) {
  return counter_windows(points, {metric, Device{}, {}}, query);
}

double value_of(const SeriesWindow& window) {
  INFO((has_value(window.value) ? "" : std::get<Error>(window.value).message));
  REQUIRE(has_value(window.value));
  return as_double(window.value);
}

Error reason_of(const SeriesWindow& window) {
  REQUIRE_FALSE(has_value(window.value));
  return std::get<Error>(window.value);
}

TEST_CASE("windows: they start at whole multiples of their length, whatever was asked for",
          "[schemas]") {
  const auto grid = grid_over({at_second(61), at_second(121)}, 60s);
  REQUIRE(grid);
  CHECK(*grid == WindowGrid{at_second(60), 60s, 2});
  CHECK(grid_over({at_second(60), at_second(120)}, 60s)->count == 1);
  CHECK(grid_over({at_second(119.5), at_second(120)}, 60s).value() ==
        WindowGrid{at_second(60), 60s, 1});
  CHECK(grid_over({UtcTime{}, UtcTime{1ns}}, 1ns)->count == 1);
  // Seven seconds do not divide a minute: counted from 1970, not from the start of the question.
  CHECK(grid_over({at_second(0), at_second(1)}, 7s)->from.time_since_epoch() % 7s == 0s);
}

TEST_CASE("windows: no time, no length and too many of them are refused", "[schemas]") {
  CHECK(grid_over({at_second(1), at_second(1)}, 60s).error().kind == ErrorKind::malformed);
  CHECK(grid_over({at_second(0), at_second(1)}, 0s).error().kind == ErrorKind::malformed);
  CHECK(grid_over({at_second(0), at_second(1)}, -1s).error().kind == ErrorKind::malformed);
  CHECK(grid_over({at_second(0), at_second(1)}, 367 * 24h).error().kind == ErrorKind::malformed);
  CHECK_FALSE(grid_over({UtcTime{-1ns}, at_second(1)}, 1s));
  CHECK_FALSE(grid_over({at_second(0), UtcTime::max()}, 366 * 24h));
  CHECK(grid_over({at_second(0), at_second(1)}, 1ns).error().kind == ErrorKind::out_of_range);
  CHECK(grid_over({UtcTime{}, at_second(0)}, 366 * 24h));
}

TEST_CASE("windows: a reading at the end of one belongs to the next", "[schemas]") {
  const auto windows = pooled({{at_second(-0.5), 9.0},
                               {at_second(0), 1.0},
                               {at_second(59.5), 3.0},
                               {at_second(60), 5.0},
                               {at_second(120), 9.0}},
                              minutes(2, Statistic::mean));
  REQUIRE(windows.size() == 2);
  CHECK(value_of(windows[0]) == 2);
  CHECK(value_of(windows[1]) == 5);
  CHECK(windows[0].sum == 4);
}

TEST_CASE("windows: without any reading a window is absent, never 0, its count included",
          "[schemas]") {
  for (const auto statistic : {Statistic::mean, Statistic::count, Statistic::p99}) {
    const auto windows = pooled({{at_second(60), 5.0}}, minutes(2, statistic));
    CHECK(reason_of(windows[0]) == Error{ErrorKind::absent, "no reading"});
    CHECK(windows[0].silent());
    CHECK_FALSE(windows[1].silent());
  }
  CHECK(reason_of(counted({{at_second(60), std::int64_t{5}}}, minutes(2, Statistic::growth))[0]) ==
        no_reading());
}

TEST_CASE("windows: reasons count as missing, and speak where there is nothing else", "[schemas]") {
  const Error denied{ErrorKind::denied, "permission denied"};
  const auto windows = pooled({{at_second(1), denied},
                               {at_second(2), 4.0},
                               {at_second(3), std::nan("")},
                               {at_second(61), denied},
                               {at_second(62), Error{ErrorKind::io, "gone"}},
                               {at_second(63), denied}},
                              minutes(2, Statistic::mean));
  CHECK(value_of(windows[0]) == 4);
  CHECK(windows[0].readable == 1);
  CHECK(windows[0].missing == 2);
  CHECK(reason_of(windows[1]) == denied);
  CHECK(windows[1].missing == 3);
}

TEST_CASE("windows: p99 is a value that was read, at place ceil(0.99 n)", "[schemas]") {
  Series points;
  for (int i = 0; i < 200; ++i) {
    points.push_back({at_second(i * 0.25), static_cast<double>((i * 7) % 200 + 1)});
  }
  CHECK(value_of(pooled(points, minutes(1, Statistic::p99))[0]) == 198);
}

TEST_CASE("windows: a counter's steps belong to the window of their later reading and lose nothing",
          "[schemas]") {
  const Series points{{at_second(-30), std::int64_t{100}},
                      {at_second(30), std::int64_t{160}},
                      {at_second(50), std::int64_t{170}},
                      {at_second(110), std::int64_t{175}}};
  const auto growth = counted(points, minutes(2, Statistic::growth));
  CHECK(value_of(growth[0]) == 70);  // 60 of them came over the border
  CHECK(value_of(growth[1]) == 5);
  const auto rate = counted(points, minutes(2, Statistic::rate));
  CHECK(value_of(rate[0]) == 70.0 / 80);  // over the 80 s that were seen, not 60
  CHECK(value_of(rate[1]) == 5.0 / 60);
}

TEST_CASE("windows: growth is not stretched to the ends of the window", "[schemas]") {
  // Prometheus' increase() says 120 here: it stretches 20 seconds' growth to the whole minute.
  const auto windows =
      counted({{at_second(20), std::int64_t{0}}, {at_second(40), std::int64_t{40}}},
              minutes(1, Statistic::growth));
  CHECK(value_of(windows[0]) == 40);
}

TEST_CASE("windows: one reading and none before it is no growth, rather than a growth of 0",
          "[schemas]") {
  const auto windows = counted({{at_second(20), std::int64_t{7}}}, minutes(1, Statistic::growth));
  CHECK(reason_of(windows[0]).kind == ErrorKind::absent);
  CHECK(reason_of(windows[0]).message.find("one reading") == 0);
  const auto one_stamp =
      counted({{at_second(20), std::int64_t{7}}, {at_second(20), std::int64_t{8}}},
              minutes(1, Statistic::rate));
  CHECK(reason_of(one_stamp[0]).message.find("one stamp") != std::string::npos);
}

TEST_CASE("windows: a reset takes its window the value and no other", "[schemas]") {
  const Series points{{at_second(10), std::int64_t{100}},
                      {at_second(50), std::int64_t{110}},
                      {at_second(70), std::int64_t{3}},
                      {at_second(110), std::int64_t{5}},
                      {at_second(130), std::int64_t{9}}};
  const auto windows = counted(points, minutes(3, Statistic::growth));
  CHECK(value_of(windows[0]) == 10);
  CHECK(reason_of(windows[1]).kind == ErrorKind::out_of_range);
  CHECK(reason_of(windows[1]).message.find("reset") != std::string::npos);
  CHECK(value_of(windows[2]) == 4);
}

TEST_CASE("windows: a wrap is told from a reset by the counter's width", "[schemas]") {
  const Series points{{at_second(10), std::int64_t{65'530}}, {at_second(50), std::int64_t{4}}};
  CHECK(value_of(counted(points, minutes(1, Statistic::growth), kNarrow)[0]) == 10);
  CHECK_FALSE(has_value(counted(points, minutes(1, Statistic::growth), kCount)[0].value));
}

TEST_CASE("windows: a counter at its stop says nothing more", "[schemas]") {
  const Series stopped{{at_second(10), std::int64_t{14}}, {at_second(50), std::int64_t{15}}};
  CHECK(reason_of(counted(stopped, minutes(1, Statistic::growth), kStops)[0]).kind ==
        ErrorKind::saturated);
  const Series told{{at_second(10), std::int64_t{1}},
                    {at_second(20), Error{ErrorKind::saturated, "255"}},
                    {at_second(50), std::int64_t{2}}};
  CHECK(reason_of(counted(told, minutes(1, Statistic::growth))[0]).kind == ErrorKind::saturated);
}

TEST_CASE("windows: what grew over more than a day of silence is in no window", "[schemas]") {
  const double late = 86'400 + 600;
  const Series points{{at_second(0), std::int64_t{1}},
                      {at_second(late), std::int64_t{1000}},
                      {at_second(late + 1), std::int64_t{1001}}};
  const WindowQuery query{grid_over({at_second(0), at_second(late + 60)}, 60s).value(),
                          Statistic::growth};
  const auto windows = counted(points, query);
  CHECK(value_of(windows.back()) == 1);
  // Two windows' length where that is more: then the silence still holds a whole window.
  CHECK(look_back(60s) == 24h);
  CHECK(look_back(48h) == 96h);
  const Series shorter{{at_second(0), std::int64_t{1}}, {at_second(86'400), std::int64_t{1000}}};
  CHECK(value_of(counted(shorter, {{at_second(86'400), 60s, 1}, Statistic::growth})[0]) == 999);
}

TEST_CASE("windows: the same window is the same whatever is asked for around it", "[schemas]") {
  testing::SampleMaker random(11);
  Series points;
  std::int64_t count = 0;
  double second = 0;
  while (second < 1800) {
    second += static_cast<double>(random.below(40));
    count += static_cast<std::int64_t>(random.below(9));
    points.push_back({at_second(second), random.below(7) == 0
                                             ? Reading(Error{ErrorKind::io, "gone"})
                                             : Reading(count)});
  }
  const auto whole = counted(points, minutes(30, Statistic::growth));
  for (std::size_t i = 0; i < 30; ++i) {
    const WindowQuery one{{at_second(60.0 * static_cast<double>(i)), 60s, 1}, Statistic::growth};
    CHECK(counted(points, one)[0].value == whole[i].value);
  }
}

TEST_CASE("windows: sums that are no number say so", "[schemas]") {
  constexpr double kMost = std::numeric_limits<double>::max();
  const auto windows =
      pooled({{at_second(1), kMost}, {at_second(2), kMost}}, minutes(1, Statistic::mean));
  CHECK(reason_of(windows[0]).kind == ErrorKind::out_of_range);
}

TEST_CASE("merging: a group's min, max, mean and count are those of all its readings",
          "[schemas]") {
  const Series a{{at_second(1), 1.0}, {at_second(2), 2.0}, {at_second(61), 7.0}};
  const Series b{{at_second(3), 9.0}, {at_second(62), Error{ErrorKind::io, "gone"}}};
  for (const auto statistic : {Statistic::min, Statistic::max, Statistic::mean, Statistic::count}) {
    const auto query = minutes(3, statistic);
    WindowMerge merge(query);
    merge.add("a", pooled(a, query));
    merge.add("b", pooled(b, query));
    const auto merged = std::move(merge).finish();
    WindowPool pool(query);
    pool.add(a);
    pool.add(b);
    const auto together = pool.finish();
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(merged[i].value == together[i].value);
      CHECK(merged[i].missing == together[i].missing);
    }
  }
}

TEST_CASE("merging: a group's growth has no value where a member has none", "[schemas]") {
  const auto query = minutes(2, Statistic::growth);
  const auto a = counted({{at_second(-1), std::int64_t{0}},
                          {at_second(1), std::int64_t{4}},
                          {at_second(61), std::int64_t{6}}},
                         query);
  const auto b =
      counted({{at_second(-1), std::int64_t{0}}, {at_second(1), std::int64_t{1}}}, query);
  for (const bool b_first : {false, true}) {
    WindowMerge merge(query);
    merge.add(b_first ? "b" : "a", b_first ? b : a);
    merge.add(b_first ? "a" : "b", b_first ? a : b);
    const auto merged = std::move(merge).finish();
    CHECK(value_of(merged[0]) == 5);
    CHECK(reason_of(merged[1]) == Error{ErrorKind::absent, "b: no reading"});
  }
}

TEST_CASE("merging: quantiles are not merged", "[schemas]") {
  CHECK_FALSE(WindowMerge::merges(Statistic::p99));
  CHECK_FALSE(WindowMerge::merges(Statistic::median));
  CHECK_FALSE(WindowMerge::merges(Statistic::last));
}

}  // namespace
}  // namespace rackproof
