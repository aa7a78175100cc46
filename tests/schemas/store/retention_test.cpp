#include "schemas/store/retention.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "schemas/store/sqlite.h"
#include "tests/support/full_disk.h"
#include "tests/support/long_history.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::history_devices;
using testing::history_metrics;
using testing::kHistoryBegin;

constexpr KeepRules kRules{.age = {3h, 24h, 48h, 0h}};
constexpr auto kNow = kHistoryBegin + 54h;

void make(const std::string& path) {
  auto store = Store::open(path, Store::Mode::create).value();
  testing::fill_history(*store, {.hours = 54, .every_seconds = 200, .seed = 5});
  REQUIRE(store->close());
}

std::int64_t count_in(const Result<SeriesWindows>& windows) {
  if (!windows) {
    return -1;
  }
  std::int64_t count = 0;
  for (const auto& window : *windows) {
    count += window.readable + window.missing;
  }
  return count;
}

/// Readings of every series in windows of 1 h, those without a value included: what may neither be
/// lost nor counted twice. Below 0: that cannot be read.
std::int64_t count_all(Store& store) {
  std::int64_t all = 0;
  const auto grid = grid_over({kHistoryBegin - 1h, kNow + 1h}, 1h).value();
  for (const auto& device : history_devices()) {
    for (const auto* metric : history_metrics()) {
      const SeriesAsked asked{{device.id, std::string(metric->name)}, metric, &device};
      const auto count = count_in(store.windows(asked, {grid, Statistic::count}));
      all = count < 0 || all < 0 ? -1 : all + count;
    }
  }
  return all;
}

/// The same of one series, as the growth of all windows.
double growth_of_all(Store& store) {
  const auto device = history_devices()[0];
  const auto* metric = history_metrics()[4];
  const auto grid = grid_over({kHistoryBegin, kNow}, 1h).value();
  double growth = 0;
  const auto windows = store.windows({{device.id, std::string(metric->name)}, metric, &device},
                                     {grid, Statistic::growth});
  REQUIRE(windows);
  for (const auto& window : *windows) {
    growth += has_value(window.value) ? as_double(window.value) : 0;
  }
  return growth;
}

void copy_store(const std::string& from, const std::string& to) {
  for (const std::string end : {"", "-wal"}) {
    fs::remove(to + end);
    if (fs::exists(from + end)) {
      fs::copy_file(from + end, to + end);
    }
  }
  fs::remove(to + "-shm");
}

int forget_all(Store& store, const KeepRules& rules, UtcTime now) {
  int steps = 0;
  for (bool more = true; more && steps < 100'000; ++steps) {
    const auto went_on = store.forget(rules, now);
    REQUIRE(went_on);
    more = *went_on;
  }
  return steps;
}

TEST_CASE("retention: a writer that ends between any two steps loses no window and doubles none",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("s.db");
  make(path);
  auto store = Store::open(path, Store::Mode::append).value();
  const auto all = count_all(*store);
  const auto growth = growth_of_all(*store);
  CHECK(all > 14'000);
  CHECK(growth > 1e11);
  int step = 0;
  for (bool more = true; more; ++step) {
    more = store->forget(kRules, kNow).value();
    if (step % 4 != 0 && more) {
      continue;
    }
    INFO("step " << step);
    copy_store(path, dir.at("left.db"));
    auto left = Store::open(dir.at("left.db"), Store::Mode::append);
    REQUIRE(left);
    CHECK(count_all(**left) == all);
    CHECK(growth_of_all(**left) == growth);
    if (step % 40 == 0) {
      forget_all(**left, kRules, kNow);
      CHECK(count_all(**left) == all);
      REQUIRE((*left)->close());
      CHECK(count_all(*Store::open_immutable(dir.at("left.db")).value()) == all);
    }
  }
  CHECK(step > 100);
  CHECK(store->kept_instead()->size() == 2);
  auto beside = Store::open(path, Store::Mode::read).value();
  CHECK(count_all(*beside) == all);
}

TEST_CASE("retention: a writer killed while it forgets leaves every window once",
          "[schemas][store]") {
  const testing::TempDir dir;
  make(dir.at("full.db"));
  const auto all = count_all(*Store::open(dir.at("full.db"), Store::Mode::read).value());
  testing::SampleMaker dice(77);
  int forgot_some = 0;
  for (int round = 0; round < 20; ++round) {
    const auto path = dir.at("s.db");
    copy_store(dir.at("full.db"), path);
    const pid_t child = fork();
    if (child == 0) {
      auto store = Store::open(path, Store::Mode::append);
      while (store && (*store)->forget(kRules, kNow).value()) {
      }
      _exit(0);
    }
    usleep(static_cast<useconds_t>(3000 + dice.below(150'000)));
    kill(child, SIGKILL);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    auto store = Store::open(path, Store::Mode::append);
    REQUIRE(store);
    CHECK(count_all(**store) == all);
    const auto kept = (*store)->kept_instead();
    forgot_some += kept && !kept->empty() ? 1 : 0;
  }
  CHECK(forgot_some > 0);
}

TEST_CASE("retention: readings that come late go into the summary, or are counted and dropped",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto devices = history_devices();
  const auto* metric = history_metrics()[0];
  const SeriesAsked asked{{devices[0].id, std::string(metric->name)}, metric, &devices[0]};
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  const auto add = [&](DeviceHandle device, UtcTime from, int minutes) {
    for (int i = 0; i < minutes; ++i) {
      REQUIRE(store->append(devices, {{device, metric, from + i * 1min, 20.5}}));
    }
    REQUIRE(store->flush());
  };
  const auto counted = [&] {
    const auto windows = store->windows(
        asked, {grid_over({kHistoryBegin, kHistoryBegin + 1h}, 1h).value(), Statistic::count});
    return as_double(windows.value()[0].value);
  };
  add(0, kHistoryBegin, 55);
  add(1, kHistoryBegin, 55);
  add(0, kHistoryBegin + 5h, 20);
  add(1, kHistoryBegin + 5h, 20);
  REQUIRE(store->forget(kRules, kHistoryBegin + 5h).value());  // rows are written, and hold not yet
  REQUIRE(store->kept_instead()->empty());
  add(0, kHistoryBegin + 30min, 5);  // the clock was set back
  add(0, kHistoryBegin + 5h, 20);
  CHECK(counted() == 60);
  forget_all(*store, kRules, kHistoryBegin + 5h);
  REQUIRE(store->kept_instead()->size() == 1);
  CHECK(counted() == 60);
  CHECK(store->too_late() == 0);

  add(0, kHistoryBegin + 40min, 7);
  add(0, kHistoryBegin + 6h, 20);
  CHECK(store->too_late() == 7);
  CHECK(counted() == 60);
  forget_all(*store, kRules, kHistoryBegin + 5h);
  CHECK(counted() == 60);
  REQUIRE(store->close());
  auto database = store::Database::open(dir.at("s.db"), store::Database::Access::read);
  CHECK(database
            ->number("SELECT count(*) FROM chunk WHERE last_ns < " +
                     std::to_string((kHistoryBegin + 1h).time_since_epoch().count()))
            .value() == 0);
}

TEST_CASE("retention: a late reading is in no answer, be it the only one of its series",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto devices = history_devices();
  const auto* metric = history_metrics()[0];
  const std::vector<SeriesKey> keys{{devices[0].id, std::string(metric->name)},
                                    {devices[1].id, std::string(metric->name)}};
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  for (int minute = 0; minute < 480; ++minute) {
    REQUIRE(store->append(devices, {{0, metric, kHistoryBegin + minute * 1min, 20.5}}));
  }
  REQUIRE(store->flush());
  forget_all(*store, kRules, kHistoryBegin + 8h);
  REQUIRE(store->kept_instead()->size() == 1);

  // One of a forgotten stretch, and one of before anything was read.
  REQUIRE(store->append(devices, {{1, metric, kHistoryBegin - 30min, 21.5},
                                  {1, metric, kHistoryBegin + 30min, 21.5}}));
  for (int round = 0; round < 2; ++round) {
    INFO("round " << round);
    CHECK(store->last(keys[1]).error().kind == ErrorKind::absent);
    const auto last = store->last_each(keys).value();
    CHECK(last[0]);
    CHECK_FALSE(last[1]);
    CHECK(store->read(keys[1], {UtcTime{}, kHistoryBegin})->empty());
    CHECK_FALSE(store->last_value(keys[1], {UtcTime{}, kHistoryBegin + 8h}).value());
    REQUIRE(store->close());
    store = Store::open(dir.at("s.db"), Store::Mode::append).value();
  }
}

TEST_CASE("retention: a file stays below its size, and gives back what it no longer needs",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("s.db");
  auto store = Store::open(path, Store::Mode::create).value();
  const auto devices = history_devices();
  testing::SampleMaker maker(9);
  constexpr KeepRules kSmall{.most_bytes = 1 << 20};
  const auto* metric = history_metrics()[0];
  std::int64_t largest = 0;
  for (int second = 0; second < 300'000; second += 2) {
    const auto noise = static_cast<double>(maker.below(UINT64_MAX)) / 3.0;
    REQUIRE(store->append(devices, {{0, metric, kHistoryBegin + second * 1s, noise},
                                    {1, metric, kHistoryBegin + second * 1s, -noise}}));
    if (second % 1800 == 0) {
      REQUIRE(store->flush());
      for (int i = 0; i < 64 && store->forget(kSmall, kHistoryBegin + second * 1s).value(); ++i) {
      }
      const auto pages = store->note("none");  // any question
      auto size = store::Database::open(path, store::Database::Access::read);
      largest = std::max(largest, size->number("PRAGMA page_count").value() * 4096);
      CHECK_FALSE(pages);
    }
  }
  CHECK(largest < (1 << 20) + (300 << 10));  // what came between two looks is on top
  CHECK(largest > 900 << 10);
  REQUIRE(store->close());
  CHECK(fs::file_size(path) <= (1 << 20) + (64 << 10));  // with the chunk that was still growing
  const auto kept = Store::open(path, Store::Mode::read).value()->kept_instead().value();
  REQUIRE_FALSE(kept.empty());
  CHECK(kept.back().range.to > kHistoryBegin + 40h);
}

TEST_CASE("retention: a clock that jumps is not believed for an hour", "[schemas][store]") {
  const testing::TempDir dir;
  make(dir.at("s.db"));
  auto store = Store::open(dir.at("s.db"), Store::Mode::append).value();
  constexpr auto kWrong = kNow + 10'000h;
  CHECK_FALSE(store->forget(kRules, kWrong).value());
  CHECK_FALSE(store->forget(kRules, kWrong + 59min).value());
  CHECK_FALSE(store->forget(kRules, kNow).value());  // set right again: a jump as well
  CHECK(store->kept_instead()->empty());
  CHECK_FALSE(store->forget(kRules, kNow + 59min).value());
  CHECK(store->forget(kRules, kNow + 60min).value());
}

TEST_CASE("retention: nothing is written for data that nobody asks to forget", "[schemas][store]") {
  const testing::TempDir dir;
  make(dir.at("s.db"));
  auto store = Store::open(dir.at("s.db"), Store::Mode::append).value();
  CHECK_FALSE(store->forget({}, kNow + 10'000h).value());
  CHECK_FALSE(store->forget({.age = {24h * 30, 0h, 0h, 0h}}, kNow).value());
  REQUIRE(store->close());
  auto database = store::Database::open(dir.at("s.db"), store::Database::Access::read);
  CHECK(database->number("SELECT count(*) FROM tier").value() == 0);
  auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
  CHECK(reader->forget(kRules, kNow).error().kind == ErrorKind::denied);
}

TEST_CASE("retention: events go by their own age, and those that stay are all there",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  Events events;
  for (int i = 0; i < 1200; ++i) {
    events.push_back({"node", kHistoryBegin + i * 1min, "test", "e", Severity::info, "",
                      static_cast<std::uint64_t>(i)});
  }
  REQUIRE(store->append(events));
  REQUIRE(store->flush());
  forget_all(*store, {.events = 10h}, kHistoryBegin + 20h);
  CHECK(store->events(testing::all_time())->size() == 600);
  CHECK(store->events(testing::all_time())->front().sequence == 600);
  REQUIRE(
      store->append(Events{{"node", kHistoryBegin + 21h, "test", "late", Severity::info, "", 7}}));
  REQUIRE(store->close());
  store.reset();
  CHECK(Store::open_immutable(dir.at("s.db")).value()->events(testing::all_time())->size() == 601);
  {
    auto database = store::Database::open(dir.at("s.db"), store::Database::Access::read_write);
    REQUIRE(database->execute("DELETE FROM event WHERE id = 700"));
  }
  CHECK_FALSE(Store::open_immutable(dir.at("s.db")).value()->events(testing::all_time()));
}

/// In a child, since a limit on files is the whole process's. Exit code = what went wrong.
int forget_on_a_full_disk(const std::string& path) {
  auto store = Store::open(path, Store::Mode::append);
  const auto all = count_all(**store);
  Result<bool> more = true;
  {
    const testing::FullDisk full(static_cast<rlim_t>(100'000));
    while (more && *more) {
      more = (*store)->forget(kRules, kNow);
    }
    if (more || more.error().kind != ErrorKind::io) {
      return 1;
    }
    if (count_all(**store) != all) {
      return 2;
    }
  }
  for (more = true; more && *more;) {
    more = (*store)->forget(kRules, kNow);
  }
  const bool whole = more && count_all(**store) == all && (*store)->kept_instead()->size() == 2;
  return whole && (*store)->close() ? 0 : 3;
}

TEST_CASE("retention: a full disk stops a step and loses nothing; with room it goes on",
          "[schemas][store]") {
  const testing::TempDir dir;
  make(dir.at("s.db"));
  const pid_t child = fork();
  if (child == 0) {
    _exit(forget_on_a_full_disk(dir.at("s.db")));
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("retention: a writer that was taken over forgets nothing", "[schemas][store]") {
  const testing::TempDir dir;
  make(dir.at("s.db"));
  auto first = Store::open(dir.at("s.db"), Store::Mode::append).value();
  auto second = Store::open(dir.at("s.db"), Store::Mode::append).value();
  const auto refused = first->forget(kRules, kNow);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("another writer") != std::string::npos);
  CHECK(second->forget(kRules, kNow).value());
}

}  // namespace
}  // namespace rackproof
