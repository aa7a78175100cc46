#include <catch2/catch.hpp>

#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using testing::at_second;

/// The last readings of all series at once are those of one after the other.
void check_last(Store& store) {
  auto keys = store.keys().value();
  keys.push_back({"node", "no_such_metric"});
  const auto all = store.last_each(keys);
  REQUIRE(all);
  REQUIRE(all->size() == keys.size());
  CHECK_FALSE(all->back());
  for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
    INFO(keys[i].device << " " << keys[i].metric);
    REQUIRE((*all)[i]);
    CHECK(testing::same_bits({*(*all)[i]}, {store.last(keys[i]).value()}));
  }
}

TEST_CASE("store: the last readings of all series are told without unpacking, and are the same",
          "[schemas][store]") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const testing::TempDir dir;
    testing::SampleMaker maker(seed);
    auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
    const auto devices = testing::some_devices(3);
    for (int batch = 0; batch < 6; ++batch) {
      REQUIRE(store->append(devices, maker.samples(maker.below(200), devices.size())));
      check_last(*store);
      REQUIRE(store->flush());
      check_last(*store);
    }
    REQUIRE(store->close());
    check_last(*Store::open(dir.at("s.db"), Store::Mode::read).value());
  }
}

TEST_CASE("store: a steady store tells its last readings from summaries alone",
          "[schemas][store]") {
  const testing::TempDir dir;
  constexpr auto kMetric = metrics::named("temperature_celsius");
  auto store = Store::open(dir.at("s.db"), Store::Mode::create).value();
  for (int second = 0; second < 2000; ++second) {
    REQUIRE(store->append(testing::some_devices(2), {{0, kMetric, at_second(second), 0.5 * second},
                                                     {1, kMetric, at_second(second), 1.0}}));
  }
  REQUIRE(store->close());
  auto database = store::Database::open(dir.at("s.db"), store::Database::Access::read_write);
  REQUIRE(database->execute("DELETE FROM chunk_body"));
  auto reader = Store::open(dir.at("s.db"), Store::Mode::read).value();
  const std::vector<SeriesKey> keys{{"node", "temperature_celsius"}};
  const auto last = reader->last_each(keys);
  REQUIRE(last);
  CHECK(std::get<double>(last->front()->reading) == 999.5);
}

}  // namespace
}  // namespace rackproof
