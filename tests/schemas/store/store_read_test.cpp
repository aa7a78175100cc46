#include <vector>

#include <catch2/catch.hpp>

#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using testing::all_time;
using testing::at_second;
using testing::some_devices;

constexpr auto kMetric = metrics::named("temperature_celsius");
const SeriesKey kKey{"node", "temperature_celsius"};

TEST_CASE("store: a reader beside the writer sees what was flushed, as it is flushed",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto writer = Store::open(dir.at("s.db"), Store::Mode::create).value();
  auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
  CHECK(reader->keys()->empty());
  CHECK(reader->last(kKey).error().kind == ErrorKind::absent);
  for (int second = 1; second <= 20; ++second) {
    REQUIRE(writer->append(some_devices(2), {{0, kMetric, at_second(second), 1.0 * second}}));
    CHECK(reader->read(kKey, all_time())->size() == static_cast<std::size_t>(second - 1));
    REQUIRE(writer->flush());
    CHECK(reader->read(kKey, all_time())->size() == static_cast<std::size_t>(second));
    CHECK(std::get<double>(reader->last(kKey)->reading) == second);
  }
  CHECK_FALSE(reader->recovery().closed_cleanly);
  REQUIRE(writer->close());
  CHECK(reader->keys()->size() == 1);
  CHECK(reader->recovery().closed_cleanly);
  CHECK(reader->append(some_devices(1)).error().kind == ErrorKind::denied);
  CHECK_FALSE(reader->flush());
  CHECK_FALSE(reader->set_note("a", "b"));
}

TEST_CASE("store: a reader that is held answers from one state, whatever is flushed meanwhile",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto writer = Store::open(dir.at("s.db"), Store::Mode::create).value();
  auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
  const auto write = [&writer](int second) {
    REQUIRE(writer->append(some_devices(1), {{0, kMetric, at_second(second), 1.0 * second}}));
    REQUIRE(writer->flush());
  };
  write(1);
  {
    const auto held = reader->hold();
    REQUIRE(held);
    REQUIRE(*held);
    write(2);
    CHECK(reader->read(kKey, all_time())->size() == 1);
    {
      const auto held_again = reader->hold();
      REQUIRE(held_again);
    }
    CHECK(std::get<double>(reader->last(kKey)->reading) == 1);
    CHECK(reader->read_each(std::vector{kKey}, all_time())->front().size() == 1);
  }
  CHECK(reader->read(kKey, all_time())->size() == 2);
  REQUIRE(writer->close());
}

TEST_CASE("store: stamps that fall back are read in time order, equal ones as they came",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  const auto add = [&store](double second, double value) {
    REQUIRE(store->append(some_devices(1), {{0, kMetric, at_second(second), value}}));
  };
  add(5000, 1);
  add(10, 2);
  REQUIRE(store->flush());
  add(10, 3);
  add(5000, 4);
  add(20, 5);
  const auto values = [&store](TimeRange range) {
    std::vector<double> read;
    const auto series = store->read(kKey, range);
    REQUIRE(series);
    for (const auto& point : *series) {
      read.push_back(std::get<double>(point.reading));
    }
    return read;
  };
  CHECK(values(all_time()) == std::vector<double>{2, 3, 5, 1, 4});
  CHECK(values({at_second(10), at_second(20)}) == std::vector<double>{2, 3});
  CHECK(std::get<double>(store->last(kKey)->reading) == 4);
  REQUIRE(store->close());
  auto again = Store::open(dir.at("s.db"), Store::Mode::read).value();
  CHECK(std::get<double>(again->last(kKey)->reading) == 4);
}

TEST_CASE("store: devices, metrics, notes and events answer for themselves", "[schemas][store]") {
  const testing::TempDir dir;
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  REQUIRE(store->append(some_devices(3)));
  REQUIRE(store->append(some_devices(3), {{2, kMetric, at_second(1), std::int64_t{7}}}));
  CHECK(store->devices().value() == some_devices(3));
  CHECK(store->metrics().value() ==
        std::vector<StoredMetric>{{"temperature_celsius", "Cel", "gauge"}});
  CHECK(store->note("run_id").error().kind == ErrorKind::absent);
  REQUIRE(store->set_note("run_id", "1"));
  REQUIRE(store->set_note("run_id", "2"));
  CHECK(store->note("run_id").value() == "2");
  CHECK(store->events(all_time())->empty());
}

/// What a reader that was there all along gives, against one that comes now.
void check_beside(Store& reader, const std::string& path) {
  const auto fresh = Store::open(path, Store::Mode::read).value();
  const auto keys = fresh->keys().value();
  const auto followed = reader.keys();
  INFO((followed ? "" : followed.error().message));
  REQUIRE(followed);
  REQUIRE(followed.value() == keys);
  for (const auto& key : keys) {
    INFO(key.device << " " << key.metric);
    CHECK(testing::same_bits(reader.read(key, testing::all_time()).value(),
                             fresh->read(key, testing::all_time()).value()));
  }
}

// Trap: what the journal holds of a chunk that was written whole goes on from records that are gone
// as soon as only devices that began later need the rest.
TEST_CASE("store: a reader that follows a writer reads what one that comes later reads",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("s.db");
  const auto devices = testing::some_devices(4);
  testing::SampleMaker maker(12);
  REQUIRE(Store::open(path, Store::Mode::create).value()->close());
  const auto reader = Store::open(path, Store::Mode::read).value();
  double second = 0;
  for (int life = 0; life < 4; ++life) {
    const auto opened = Store::open(path, Store::Mode::append);
    INFO((opened ? "" : opened.error().message));
    REQUIRE(opened);
    const auto& writer = opened.value();
    for (int flush = 0; flush < 25; ++flush) {
      Samples samples;
      for (int i = 0; i < 40; ++i) {
        // Devices fall silent for long at times, so that chunks are written whole one by one.
        const auto device = static_cast<DeviceHandle>(maker.below(1 + maker.below(4)));
        samples.push_back({device, metrics::named("temperature_celsius"), at_second(second),
                           static_cast<double>(maker.below(500)) / 8});
        second += static_cast<double>(maker.below(9));
      }
      REQUIRE(writer->append(devices, samples));
      REQUIRE(writer->flush());
      if (maker.below(3) == 0) {
        check_beside(*reader, path);
      }
    }
    if (life % 2 == 0) {
      REQUIRE(writer->close());
    }
    check_beside(*reader, path);
  }
}

}  // namespace
}  // namespace rackproof
