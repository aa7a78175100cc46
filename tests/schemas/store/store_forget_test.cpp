#include <chrono>
#include <filesystem>
#include <memory>

#include <catch2/catch.hpp>

#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"
#include "tests/support/long_history.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;
using testing::history_devices;
using testing::history_metrics;
using testing::kHistoryBegin;

constexpr std::chrono::hours kDay{24};

/// Readings for 6 h, windows of 1 min and of 15 min for a day, of 1 h for ever.
constexpr KeepRules kShort{.age = {6h, kDay, kDay, 0h}};

/// Everything that is due now; how many steps it took.
int forget_all(Store& store, const KeepRules& rules, UtcTime now) {
  int steps = 0;
  for (bool more = true; more; ++steps) {
    const auto went_on = store.forget(rules, now);
    REQUIRE(went_on);
    REQUIRE(steps < 100'000);
    more = *went_on;
  }
  return steps;
}

std::unique_ptr<Store> filled(const std::string& path, const testing::HistoryShape& shape) {
  auto store = Store::open(path, Store::Mode::create).value();
  testing::fill_history(*store, shape);
  return store;
}

/// The windows as they are without a store's own ways: from raw readings.
SeriesWindows from_readings(Store& store, const SeriesAsked& asked, const WindowQuery& query) {
  return store.TelemetrySource::windows(asked, query).value();
}

bool adds_up(Statistic statistic, const Metric& metric) {
  return statistic == Statistic::mean ||
         (takes_steps(statistic) &&
          (metric.name == "test_energy_joules_total" || metric.name == "test_mixed_total"));
}

/// What is told of the reset may differ: how far the counter had grown is not known any more.
void check_reason(const Error& kept, const Error& raw) {
  CHECK(kept.kind == raw.kind);
  CHECK(kept.message.substr(0, 18) == raw.message.substr(0, 18));
}

void check_window(const SeriesWindow& kept, const SeriesWindow& raw, bool up_to_bits) {
  CHECK(kept.readable == raw.readable);
  CHECK(kept.missing == raw.missing);
  REQUIRE(has_value(kept.value) == has_value(raw.value));
  if (!has_value(raw.value)) {
    check_reason(std::get<Error>(kept.value), std::get<Error>(raw.value));
  } else if (up_to_bits) {
    CHECK(as_double(kept.value) == Approx(as_double(raw.value)).epsilon(1e-11));
    CHECK(kept.sum == Approx(raw.sum).epsilon(1e-11));
  } else {
    CHECK(kept.value == raw.value);
  }
}

struct Compared {
  int values = 0;
  int resets = 0;
  int silent = 0;
};

/// One statistic of one series.
void compare_windows(Store& kept, Store& raw, const SeriesAsked& asked, const WindowQuery& query,
                     Compared& compared) {
  const bool steps = takes_steps(query.statistic);
  const auto windows = kept.windows(asked, query);
  REQUIRE(windows);
  const auto expected = from_readings(raw, asked, query);
  REQUIRE(windows->size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(asked.key.device << " " << asked.key.metric << " " << word_of(kStatistics, query.statistic)
                          << ", window " << i << " at " << format_utc(query.grid.start(i)));
    check_window((*windows)[i], expected[i], adds_up(query.statistic, *asked.metric));
    const bool value = has_value(expected[i].value);
    compared.values += value ? 1 : 0;
    compared.silent += expected[i].silent() ? 1 : 0;
    compared.resets += steps && expected[i].readable > 0 && !value ? 1 : 0;
  }
}

/// Every statistic that summaries tell of one series, held against raw readings.
void compare_series(Store& kept, Store& raw, const SeriesAsked& asked, const WindowGrid& grid,
                    Compared& compared) {
  for (const auto statistic :
       {Statistic::min, Statistic::max, Statistic::mean, Statistic::count, Statistic::first,
        Statistic::last, Statistic::growth, Statistic::rate}) {
    if (!takes_steps(statistic) || asked.metric->kind == MetricKind::counter) {
      compare_windows(kept, raw, asked, {grid, statistic}, compared);
    }
  }
}

Compared compare(Store& kept, Store& raw, TimeRange range, std::chrono::nanoseconds step) {
  INFO("in windows of " << step.count() / 1'000'000'000 << " s");
  Compared compared;
  const auto devices = history_devices();
  const auto grid = grid_over(range, step);
  REQUIRE(grid);
  for (const auto& device : devices) {
    for (const auto* metric : history_metrics()) {
      compare_series(kept, raw, {{device.id, std::string(metric->name)}, metric, &device}, *grid,
                     compared);
    }
  }
  return compared;
}

TEST_CASE("store: what summaries tell is what the readings told, gaps, resets and wraps included",
          "[schemas][store]") {
  const testing::TempDir dir;
  const testing::HistoryShape shape{.hours = 9 * 24, .every_seconds = 150, .seed = 7};
  auto raw = filled(dir.at("raw.db"), shape);
  auto kept = filled(dir.at("kept.db"), shape);
  const auto now = kHistoryBegin + 9 * kDay;
  CHECK(forget_all(*kept, kShort, now) > 200);
  const auto stretches = kept->kept_instead().value();
  REQUIRE(stretches.size() == 3);
  CHECK(stretches[0].as == "summaries of 1 h");
  CHECK(stretches[0].range.from == kHistoryBegin);
  CHECK(stretches[0].range.to == kHistoryBegin + 7 * kDay);
  CHECK(stretches[1].as == "summaries of 15 min");
  CHECK(stretches[1].range.to == kHistoryBegin + 8 * kDay);
  CHECK(stretches[2].as == "summaries of 1 min");
  CHECK(stretches[2].range.to == now - 6h);

  const TimeRange all{kHistoryBegin - 2h, now};
  const auto hours = compare(*kept, *raw, all, 1h);
  CHECK(hours.values > 10'000);
  CHECK(hours.resets > 100);
  CHECK(hours.silent > 100);
  compare(*kept, *raw, all, 3h);
  compare(*kept, *raw, all, kDay);
  compare(*kept, *raw, all, 7 * kDay);
  compare(*kept, *raw, all, 100 * kDay);
  compare(*kept, *raw, {stretches[1].range.from, now}, 15min);
  compare(*kept, *raw, {stretches[2].range.from, now}, 1min);
  compare(*kept, *raw, {stretches[2].range.from + 90min, now}, 7min);
  compare(*kept, *raw, {now - 5h, now}, 10s);
}

TEST_CASE("store: summaries hold where the clock fell back while they were taken",
          "[schemas][store]") {
  const testing::TempDir dir;
  const testing::HistoryShape shape{
      .hours = 60, .every_seconds = 30, .seed = 11, .clock_falls_back = true};
  auto raw = filled(dir.at("raw.db"), shape);
  auto kept = filled(dir.at("kept.db"), shape);
  const auto now = kHistoryBegin + 60h;
  forget_all(*kept, {.age = {4h, 30h, 0h, 0h}}, now);
  REQUIRE(kept->kept_instead().value().size() == 2);
  compare(*kept, *raw, {kHistoryBegin, now}, 1h);
  compare(*kept, *raw, {kHistoryBegin, now}, 15min);
  compare(*kept, *raw, {now - 24h, now}, 1min);
}

TEST_CASE("store: what summaries do not tell is refused with a reason, never silence or 0",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = filled(dir.at("s.db"), {.hours = 60, .every_seconds = 60, .seed = 3});
  const auto now = kHistoryBegin + 60h;
  forget_all(*store, {.age = {6h, 24h, 0h, 0h}}, now);
  const auto device = history_devices()[0];
  const auto* metric = history_metrics()[0];
  const SeriesAsked asked{{device.id, std::string(metric->name)}, metric, &device};
  const auto ask = [&](TimeRange range, std::chrono::nanoseconds step, Statistic statistic) {
    return store->windows(asked, {grid_over(range, step).value(), statistic}).value();
  };
  const auto quantile = ask({kHistoryBegin, kHistoryBegin + 10h}, 1h, Statistic::p99);
  for (const auto& window : quantile) {
    CHECK_FALSE(window.silent());
    CHECK(std::get<Error>(window.value) ==
          Error{ErrorKind::unsupported, "kept as summaries of 15 min, which do not tell the p99"});
  }
  const auto fine = ask({kHistoryBegin, kHistoryBegin + 2h}, 1min, Statistic::max);
  CHECK(std::get<Error>(fine[31].value).message ==
        "kept as summaries of 15 min, which do not tell windows of 1 min");
  CHECK_FALSE(fine[31].silent());
  CHECK(has_value(ask({now - 3h, now}, 1h, Statistic::p99)[1].value));

  const auto points = store->read(asked.key, {kHistoryBegin, now});
  REQUIRE_FALSE(points);
  CHECK(points.error().kind == ErrorKind::out_of_range);
  CHECK(points.error().message.find("no longer kept one by one") != std::string::npos);
  CHECK(store->read(asked.key, {now - 6h, now})->size() > 100);
  CHECK(store->read(asked.key, {kHistoryBegin - 2h, kHistoryBegin})->empty());

  const auto silent = ask({kHistoryBegin - 2h, kHistoryBegin}, 1h, Statistic::max);
  CHECK(all_silent(silent));
  const auto later = now + 20 * kDay;
  REQUIRE(store->append(history_devices(), {{1, metric, later, 47.5}}));
  REQUIRE(store->close());
  store = Store::open(dir.at("s.db"), Store::Mode::append).value();
  constexpr KeepRules kLittle{.age = {6h, 24h, 24h, 24h}};
  forget_all(*store, kLittle, later + 8h);
  CHECK(store->kept_instead()->front().as == "summaries of 15 min");  // the clock jumped
  forget_all(*store, kLittle, later + 9h);
  REQUIRE(store->kept_instead()->size() == 2);
  CHECK(store->kept_instead()->front().as == "nothing");
  const auto gone = ask({kHistoryBegin, kHistoryBegin + 24h}, 1h, Statistic::max);
  CHECK(std::get<Error>(gone[3].value) == Error{ErrorKind::absent, "no longer kept"});
  const auto nothing = store->last(asked.key);
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().kind == ErrorKind::absent);
  CHECK(nothing.error().message.find("nothing of it is kept any more") != std::string::npos);
}

TEST_CASE("store: a bit that turned in a summary's row is an error, and so is a row that is gone",
          "[schemas][store]") {
  const testing::TempDir dir;
  REQUIRE(filled(dir.at("s.db"), {.hours = 12, .every_seconds = 60})->close());
  auto store = Store::open(dir.at("s.db"), Store::Mode::append).value();
  forget_all(*store, {.age = {2h}}, kHistoryBegin + 12h);
  REQUIRE(store->close());
  const auto device = history_devices()[0];
  const auto* metric = history_metrics()[0];
  const SeriesAsked asked{{device.id, std::string(metric->name)}, metric, &device};
  const WindowQuery query{grid_over({kHistoryBegin, kHistoryBegin + 6h}, 1h).value(),
                          Statistic::max};
  const auto worsened = [&](const std::string& sql) {
    const auto path = dir.at("worse.db");
    std::filesystem::copy_file(dir.at("s.db"), path,
                               std::filesystem::copy_options::overwrite_existing);
    {
      auto database = store::Database::open(path, store::Database::Access::read_write);
      REQUIRE(database->execute(sql));
    }
    auto worse = Store::open_immutable(path);
    return worse ? (*worse)->windows(asked, query) : Result<SeriesWindows>(worse.error());
  };
  CHECK(worsened("SELECT 1"));
  const std::string a_row =
      " WHERE id = (SELECT id FROM tier WHERE (id >> 24) & 4294967295 = 1 "
      "ORDER BY id LIMIT 1 OFFSET 3)";
  CHECK(worsened("UPDATE tier SET body = substr(body, 1, 9) || x'00' || substr(body, 11)" + a_row)
            .error()
            .kind == ErrorKind::malformed);
  CHECK(worsened("DELETE FROM tier" + a_row).error().kind == ErrorKind::malformed);
  CHECK(worsened("DELETE FROM tier WHERE id = (SELECT min(id) FROM tier)").error().kind ==
        ErrorKind::malformed);
  CHECK(worsened("DELETE FROM chunk WHERE id = (SELECT min(id) FROM chunk)").error().kind ==
        ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof
