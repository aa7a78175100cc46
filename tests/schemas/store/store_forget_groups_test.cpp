// What a store that forgets says of many series at once, with what it has unpacked, and beside its
// writer.

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

constexpr auto kEnd = kHistoryBegin + 40h;
constexpr KeepRules kRules{.age = {6h, 12h, 0h, 0h}};
constexpr TimeRange kAll{kHistoryBegin - 2h, kEnd};

constexpr std::array kAsked{Statistic::min,   Statistic::max,   Statistic::mean, Statistic::p99,
                            Statistic::count, Statistic::first, Statistic::last, Statistic::growth};

const Devices& devices() {
  static const Devices kDevices = history_devices();
  return kDevices;
}

std::unique_ptr<Store> filled(const std::string& path) {
  auto store = Store::open(path, Store::Mode::create).value();
  testing::fill_history(*store, {.hours = 40, .every_seconds = 150, .seed = 21});
  return store;
}

void forget_all(Store& store) {
  for (int steps = 0; store.forget(kRules, kEnd).value(); ++steps) {
    REQUIRE(steps < 100'000);
  }
  REQUIRE(store.kept_instead()->size() == 2);
}

SeriesAsked asked_of(const Device& device, const Metric* metric) {
  return {{device.id, std::string(metric->name)}, metric, &device};
}

/// Every series alone.
std::vector<SeriesGroup> single_ones() {
  std::vector<SeriesGroup> groups;
  for (const auto* metric : history_metrics()) {
    for (const auto& device : devices()) {
      groups.push_back({device.id, {asked_of(device, metric)}});
    }
  }
  return groups;
}

/// One metric of all devices.
std::vector<SeriesGroup> pairs() {
  std::vector<SeriesGroup> groups;
  for (const auto* metric : history_metrics()) {
    groups.push_back({"all", {asked_of(devices()[0], metric), asked_of(devices()[1], metric)}});
  }
  return groups;
}

bool asks_of(Statistic statistic, const SeriesGroup& group) {
  return !takes_steps(statistic) || group.members[0].metric->kind == MetricKind::counter;
}

bool same(const Reading& a, const Reading& b) {
  return a == b ||
         (has_value(a) && has_value(b) && as_double(a) == Approx(as_double(b)).epsilon(1e-11));
}

void check_same(const SeriesWindows& a, const SeriesWindows& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool alike = a[i].readable == b[i].readable && a[i].missing == b[i].missing &&
                       same(a[i].value, b[i].value);
    if (!alike) {
      INFO("window " << i);
      CHECK(alike);
    }
  }
}

/// Readings with and without a value, window by window.
std::vector<std::pair<std::int64_t, std::int64_t>> counts_in(const SeriesWindows& windows) {
  std::vector<std::pair<std::int64_t, std::int64_t>> counts;
  for (const auto& window : windows) {
    counts.emplace_back(window.readable, window.missing);
  }
  return counts;
}

/// What a store says of every series alone, in one question, and one by one.
int check_one_by_one(Store& together, Store& alone, std::chrono::nanoseconds step) {
  const auto grid = grid_over(kAll, step).value();
  const auto groups = single_ones();
  int told = 0;
  for (const auto statistic : kAsked) {
    std::vector<SeriesGroup> some;
    std::ranges::copy_if(groups, std::back_inserter(some),
                         [&](const auto& group) { return asks_of(statistic, group); });
    const auto answers = together.group_windows(some, {grid, statistic});
    REQUIRE(answers);
    REQUIRE(answers->size() == some.size());
    for (std::size_t i = 0; i < some.size(); ++i) {
      const auto& member = some[i].members[0];
      INFO(member.key.device << " " << member.key.metric << " " << word_of(kStatistics, statistic));
      const auto windows = alone.windows(member, {grid, statistic}).value();
      CHECK((*answers)[i].silent == (all_silent(windows) ? 1U : 0U));
      if (!all_silent(windows)) {
        check_same((*answers)[i].windows, windows);
        ++told;
      }
    }
  }
  return told;
}

TEST_CASE("store: groups over a forgotten stretch are told as their series are one by one",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = filled(dir.at("s.db"));
  for (const auto step : {std::chrono::nanoseconds(1h), std::chrono::nanoseconds(7min)}) {
    CHECK(check_one_by_one(*store, *store, step) > 50);  // and much is unpacked from then on
  }
  forget_all(*store);
  auto cold = Store::open(dir.at("s.db"), Store::Mode::read).value();
  for (const auto step : {std::chrono::nanoseconds(1h), std::chrono::nanoseconds(15min),
                          std::chrono::nanoseconds(1min), std::chrono::nanoseconds(9h)}) {
    CHECK(check_one_by_one(*store, *store, step) > 50);
    CHECK(check_one_by_one(*store, *cold, step) > 50);
  }
}

TEST_CASE("store: a group's quantile over a forgotten stretch says why not, and is right behind it",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto raw = filled(dir.at("raw.db"));
  auto store = filled(dir.at("s.db"));
  forget_all(*store);
  const WindowQuery query{grid_over(kAll, 1h).value(), Statistic::p99};
  const auto groups = pairs();
  const auto answers = store->group_windows(groups, query);
  REQUIRE(answers);
  const auto expected = raw->group_windows(groups, query).value();
  const auto kept_from = store->kept_instead()->back().range.to;
  int refused = 0;
  int told = 0;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    CHECK((*answers)[group].silent == expected[group].silent);
    const auto& windows = (*answers)[group].windows;
    REQUIRE(windows.size() == expected[group].windows.size());
    for (std::size_t i = 0; i < windows.size(); ++i) {
      const auto& right = expected[group].windows[i];
      INFO("group " << group << ", window " << i);
      CHECK(windows[i].readable + windows[i].missing == right.readable + right.missing);
      if (query.grid.start(i) >= kept_from || right.silent()) {
        CHECK(windows[i].value == right.value);
        told += has_value(right.value) ? 1 : 0;
        continue;
      }
      const auto* why = std::get_if<Error>(&windows[i].value);
      REQUIRE(why != nullptr);
      CHECK(why->kind == ErrorKind::unsupported);
      CHECK(why->message.find("which do not tell the p99") != std::string::npos);
      ++refused;
    }
  }
  CHECK(refused > 100);
  CHECK(told > 20);
}

TEST_CASE("store: a warm reader beside a writer sees a stretch go, and nothing of it stays",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto writer = filled(dir.at("s.db"));
  Devices more(1);
  more[0].id = "gone quiet";
  const auto* metric = history_metrics()[0];
  REQUIRE(writer->append(more, {{0, metric, kHistoryBegin + 1h, 21.5}}));
  REQUIRE(writer->flush());
  auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
  const SeriesKey key{devices()[0].id, std::string(metric->name)};
  const SeriesKey quiet{"gone quiet", key.metric};
  const auto keys = reader->keys_like({key.metric, "*", kAll}).value();
  REQUIRE(keys.size() == 3);
  const auto last = reader->last_each(keys).value();
  CHECK(check_one_by_one(*reader, *writer, 1h) > 50);
  CHECK(reader->read(key, kAll)->size() > 500);
  REQUIRE(reader->last(quiet));

  // Step by step: at each of them the reader says what the writer says, of all that there is.
  const SeriesAsked asked{key, metric, devices().data()};
  const WindowQuery count{grid_over(kAll, 1h).value(), Statistic::count};
  const auto all = counts_in(reader->windows(asked, count).value());
  const std::vector<SeriesGroup> group{{"one", {asked}}};
  for (bool more_to_do = true; more_to_do;) {
    more_to_do = writer->forget(kRules, kEnd).value();
    CHECK(counts_in(reader->group_windows(group, count).value()[0].windows) == all);
  }
  const auto kept = reader->kept_instead().value();
  REQUIRE(kept.size() == 2);
  CHECK(check_one_by_one(*reader, *writer, 15min) > 50);
  CHECK(reader->read(key, kAll).error().kind == ErrorKind::out_of_range);
  CHECK(reader->read(key, {kept.back().range.to, kEnd})->size() > 50);
  CHECK(reader->keys_like({key.metric, "*", kAll}).value() == keys);
  const auto last_now = reader->last_each(keys).value();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    INFO(keys[i].device);
    REQUIRE(last[i]);
    REQUIRE(last_now[i]);  // of the one that went quiet its newest summary tells it
    CHECK(testing::same_bits({*last_now[i]}, {*last[i]}));
  }
  CHECK(testing::same_bits({reader->last(quiet).value()}, {{kHistoryBegin + 1h, 21.5}}));
  CHECK(testing::same_bits({writer->last(quiet).value()}, {{kHistoryBegin + 1h, 21.5}}));
  const auto told = reader->last_value(quiet, kAll).value();
  REQUIRE(told);
  CHECK(testing::same_bits({*told}, {{kHistoryBegin + 1h, 21.5}}));
}

TEST_CASE("store: pages that move to the front take the journal's places along, a reader beside",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("s.db");
  auto store = Store::open(path, Store::Mode::create).value();
  auto beside = Store::open(path, Store::Mode::read).value();
  const auto* metric = history_metrics()[0];
  const SeriesKey key{devices()[0].id, std::string(metric->name)};
  const auto since = [](const Series& all, UtcTime from) {
    Series late;
    std::ranges::copy_if(all, std::back_inserter(late),
                         [from](const Point& point) { return point.taken_at >= from; });
    return late;
  };
  constexpr KeepRules kFew{.most_bytes = 600 << 10};
  // Values that do not pack, so that forgotten chunks leave many pages free.
  std::uint64_t noise = 1;
  Series given;
  std::int64_t most_pages = 0;
  std::int64_t pages = 0;
  for (int second = 0; second < 12 * 3600 - 300; ++second) {
    const auto now = kHistoryBegin + std::chrono::seconds(second);
    Samples samples;
    for (int i = 0; i < 8; ++i) {
      noise = noise * 6364136223846793005U + 1442695040888963407U;
      const Point point{now + std::chrono::milliseconds(i), static_cast<double>(noise) / 3.0};
      samples.push_back({0, metric, point.taken_at, point.reading});
      given.push_back(point);
    }
    REQUIRE(store->append(devices(), samples));
    if (second % 97 == 0) {
      REQUIRE(store->flush());
      for (int i = 0; second > 9 * 3600 && i < 200 && store->forget(kFew, now).value(); ++i) {
      }
      auto size = store::Database::open(path, store::Database::Access::read);
      pages = size->number("PRAGMA page_count").value();
      most_pages = std::max(most_pages, pages);
    }
    if (second % (97 * 20) == 0) {  // some of these looks fall between the moves of pages
      const auto kept = beside->kept_instead().value();
      const auto from = kept.empty() ? kHistoryBegin : kept.back().range.to;
      CHECK(testing::same_bits(beside->read(key, {from, kEnd}).value(), since(given, from)));
    }
  }
  REQUIRE(store->flush());
  CHECK(pages < most_pages / 2);
  const auto kept_from = store->kept_instead()->back().range.to;
  given = since(given, kept_from);
  beside.reset();
  store.reset();  // killed, as far as the file knows: what grew is in the journal alone
  auto database = store::Database::open(path, store::Database::Access::read).value();
  CHECK(database.text("PRAGMA integrity_check").value() == "ok");
  CHECK(database.number("SELECT count(*) FROM journal").value() > 1);
  for (const auto mode : {Store::Mode::read, Store::Mode::append}) {
    auto again = Store::open(path, mode).value();
    CHECK(testing::same_bits(again->read(key, {kept_from, kEnd}).value(), given));
  }
}

}  // namespace
}  // namespace rackproof
