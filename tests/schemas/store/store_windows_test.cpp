#include <chrono>
#include <memory>

#include <catch2/catch.hpp>

#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using testing::at_second;
using testing::SampleMaker;

constexpr auto kGauge = metrics::named("temperature_celsius");
constexpr auto kCounter = metrics::named("memory_ecc_correctable_total");

/// The windows as TelemetrySource makes them from raw readings.
SeriesWindows from_readings(Store& store, const SeriesAsked& asked, const WindowQuery& query) {
  return store.TelemetrySource::windows(asked, query).value();
}

void check_same(const SeriesWindows& quick, const SeriesWindows& slow, bool mean) {
  REQUIRE(quick.size() == slow.size());
  for (std::size_t i = 0; i < quick.size(); ++i) {
    INFO("window " << i);
    CHECK(quick[i].readable == slow[i].readable);
    CHECK(quick[i].missing == slow[i].missing);
    if (mean && has_value(slow[i].value)) {
      CHECK(as_double(quick[i].value) == Approx(as_double(slow[i].value)));
      CHECK(quick[i].sum == Approx(slow[i].sum));
    } else {
      CHECK(quick[i].value == slow[i].value);
    }
  }
}

/// Every statistic over windows of several lengths, held against raw readings.
void check_all(Store& store, const Metric* metric, double seconds) {
  const auto device = testing::some_devices(1).front();
  const SeriesAsked asked{{device.id, std::string(metric->name)}, metric, &device};
  for (const auto& statistic : kStatistics) {
    const bool of_counters = takes_steps(statistic.value);
    if (statistic.value == Statistic::drift || (of_counters && metric != kCounter)) {
      continue;
    }
    for (const int step : {61, 600, 3600, 86'400}) {
      INFO(word_of(kStatistics, statistic.value) << " in windows of " << step << " s");
      const auto grid = grid_over({at_second(-10), at_second(seconds)}, std::chrono::seconds(step));
      REQUIRE(grid);
      const WindowQuery query{*grid, statistic.value};
      const auto quick = store.windows(asked, query);
      REQUIRE(quick);
      check_same(*quick, from_readings(store, asked, query), statistic.value == Statistic::mean);
    }
  }
}

/// The next reading of a counter; a wild one is reset at times, and silent at others.
Reading next_count(SampleMaker& maker, std::int64_t& count, bool wild) {
  if (wild && maker.below(40) == 0) {
    return Error{ErrorKind::stale, "asleep"};
  }
  count = wild && maker.below(2000) == 0 ? 3 : count + (maker.below(9) == 0 ? 1 : 0);
  return count;
}

std::unique_ptr<Store> filled(const testing::TempDir& dir, bool wild) {
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  SampleMaker maker(31);
  std::int64_t count = 0;
  for (int second = 0; second < 9000; ++second) {
    const auto celsius = static_cast<double>(40'000 + maker.below(9000)) / 1000;
    const bool silent = wild && second > 3000 && second < 4300;
    Samples samples{{0, kCounter, at_second(second), next_count(maker, count, wild)},
                    {0, kGauge, at_second(second),
                     silent ? Reading(Error{ErrorKind::io, "bus"}) : Reading(celsius)}};
    REQUIRE(store->append(testing::some_devices(1), samples));
    if (second % 500 == 0) {
      REQUIRE(store->flush());
    }
  }
  return store;
}

TEST_CASE("store windows: a reader sees what is flushed while it is at work", "[schemas][store]") {
  const testing::TempDir dir;
  const auto devices = testing::some_devices(1);
  auto writer = Store::open(dir.at("s.db"), Store::Mode::create).value();
  std::int64_t second = 0;
  const auto write = [&] {
    for (int i = 0; i < 4; ++i, ++second) {
      REQUIRE(writer->append(devices, {{0, kGauge, at_second(static_cast<double>(second)),
                                        static_cast<double>(second)}}));
    }
    REQUIRE(writer->flush());
  };
  write();
  const auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
  const SeriesAsked asked{{devices[0].id, std::string(kGauge->name)}, kGauge, &devices[0]};
  for (int round = 1; round < 6; ++round) {
    REQUIRE(reader->keys().value().size() == 1);
    write();
    const auto grid = grid_over({at_second(0), at_second(100)}, std::chrono::seconds(100));
    REQUIRE(grid);
    const auto windows = reader->windows(asked, {*grid, Statistic::count});
    REQUIRE(windows);
    std::int64_t readable = 0;
    for (const auto& window : *windows) {
      readable += window.readable;
    }
    CHECK(readable == second);
    CHECK(reader->last(asked.key).value().taken_at == at_second(static_cast<double>(second - 1)));
    CHECK(reader->last_each(std::vector<SeriesKey>{asked.key}).value()[0]->taken_at ==
          at_second(static_cast<double>(second - 1)));
  }
}

TEST_CASE("store: windows from what chunks come to are those of the raw readings",
          "[schemas][store]") {
  for (const bool wild : {false, true}) {
    const testing::TempDir dir;
    auto store = filled(dir, wild);
    check_all(*store, kGauge, 9000);
    check_all(*store, kCounter, 9000);
    REQUIRE(store->close());
    auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
    check_all(*reader, kGauge, 9000);
    check_all(*reader, kCounter, 9000);
  }
}

TEST_CASE("store: windows hold where stamps fall back and chunks lie across one another",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  SampleMaker maker(32);
  std::int64_t count = 0;
  for (int turn = 0; turn < 3000; ++turn) {
    const double second = turn % 700 == 0 ? 100 : static_cast<double>(maker.below(4000) + 1000);
    REQUIRE(store->append(testing::some_devices(1), {{0, kCounter, at_second(second), ++count},
                                                     {0, kGauge, at_second(second), 0.5}}));
  }
  REQUIRE(store->flush());
  check_all(*store, kCounter, 5000);
  check_all(*store, kGauge, 5000);
}

TEST_CASE("store windows: groups and many series are told of one state, as one by one",
          "[schemas][store]") {
  const testing::TempDir dir;
  REQUIRE(filled(dir, false)->close());
  const auto device = testing::some_devices(1).front();
  const SeriesAsked asked{{device.id, std::string(kGauge->name)}, kGauge, &device};
  const std::vector<SeriesGroup> groups{{"a", {asked}}, {"b", {asked}}};
  const auto grid = grid_over({at_second(0), at_second(9000)}, std::chrono::seconds(60)).value();
  for (const auto statistic : {Statistic::mean, Statistic::max, Statistic::p99}) {
    const auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
    const auto alone = reader->windows(asked, {grid, statistic}).value();
    const auto together = reader->group_windows(groups, {grid, statistic}).value();
    REQUIRE(together.size() == 2);
    check_same(together[0].windows, alone, statistic == Statistic::mean);
    check_same(together[1].windows, alone, statistic == Statistic::mean);
    const auto range = testing::all_time();
    const std::vector<SeriesKey> keys{asked.key, {"nobody", "nothing"}};
    const auto each = reader->read_each(keys, range).value();
    REQUIRE(each.size() == 2);
    CHECK(testing::same_bits(each[0], reader->read(asked.key, range).value()));
    CHECK(each[1].empty());
    // A question that is over holds nothing: what is written afterwards is seen.
    auto writer = Store::open(dir.at("s.db"), Store::Mode::append).value();
    const auto before = reader->last_each(keys).value()[0]->taken_at;
    const Samples later{{0, kGauge, before + std::chrono::seconds(5), 1.0}};
    REQUIRE(writer->append(testing::some_devices(1), later));
    REQUIRE(writer->flush());
    CHECK(reader->last_each(keys).value()[0]->taken_at == before + std::chrono::seconds(5));
    REQUIRE(writer->close());
  }
}

TEST_CASE("store: a window that holds a chunk whole does not unpack it", "[schemas][store]") {
  const testing::TempDir dir;
  {
    auto store = filled(dir, false);
    REQUIRE(store->close());
  }
  auto database = store::Database::open(dir.at("s.db"), store::Database::Access::read_write);
  REQUIRE(database->execute("UPDATE chunk_body SET body = zeroblob(9) WHERE id > 1 AND id < 12"));
  auto store = Store::open(dir.at("s.db"), Store::Mode::read).value();
  const auto device = testing::some_devices(1).front();
  const SeriesAsked asked{{device.id, std::string(kGauge->name)}, kGauge, &device};
  const auto day = grid_over({at_second(0), at_second(9000)}, std::chrono::hours(24));
  CHECK(store->windows(asked, {*day, Statistic::max}));
  CHECK_FALSE(store->windows(asked, {*day, Statistic::p99}));
  const auto minutes = grid_over({at_second(0), at_second(9000)}, std::chrono::minutes(1));
  CHECK_FALSE(store->windows(asked, {*minutes, Statistic::max}));
  REQUIRE(database->execute("UPDATE summary SET body = zeroblob(9) WHERE id = 2"));
  auto decayed = Store::open(dir.at("s.db"), Store::Mode::read).value();
  CHECK(decayed->windows(asked, {*day, Statistic::max}).error().kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof
