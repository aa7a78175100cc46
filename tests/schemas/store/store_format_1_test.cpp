// tests/golden/store_format_1.db was exported by the release that wrote format 1: five batches of
// SampleMaker(1701), an event with each, and the note run_id = 4711.

#include <filesystem>

#include <catch2/catch.hpp>

#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using testing::all_time;
using testing::at_second;
using testing::Ledger;
using testing::some_devices;

const std::string kGolden = RACKPROOF_SOURCE_DIR "/tests/golden/store_format_1.db";

Ledger what_it_holds() {
  testing::SampleMaker maker(1701);
  Ledger ledger;
  for (int batch = 0; batch < 5; ++batch) {
    ledger.add(some_devices(3), maker.samples(160, 3));
  }
  return ledger;
}

void check_holds(Store& store, const Ledger& ledger) {
  CHECK(store.keys()->size() == ledger.series().size());
  for (const auto& [key, points] : ledger.series()) {
    const auto read = store.read(key, all_time());
    REQUIRE(read);
    CHECK(testing::same_bits(*read, ledger.in_time_order(key)));
    const auto last = store.last(key);
    REQUIRE(last);
    CHECK(testing::same_bits({*last}, {ledger.in_time_order(key).back()}));
  }
  CHECK(store.events(all_time())->size() == 5);
  CHECK(store.note("run_id").value() == "4711");
}

TEST_CASE("store: a file of format 1 is read as evidence for ever", "[schemas][store]") {
  auto store = Store::open_immutable(kGolden);
  REQUIRE(store);
  CHECK((*store)->recovery().closed_cleanly);
  check_holds(**store, what_it_holds());
}

TEST_CASE("store: a file of format 1 can be written on and read beside its writer",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  std::filesystem::copy_file(kGolden, path);
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  auto ledger = what_it_holds();
  check_holds(**writer, ledger);
  const Samples more{
      {1, metrics::named("temperature_celsius"), at_second(90'000), 47.5},
      {1, metrics::named("temperature_celsius"), at_second(90'001), Error{ErrorKind::io, "bus"}}};
  ledger.add(some_devices(3), more);
  REQUIRE((*writer)->append(some_devices(3), more));
  REQUIRE((*writer)->flush());
  auto reader = Store::open(path, Store::Mode::read);
  REQUIRE(reader);
  check_holds(**reader, ledger);
  REQUIRE((*writer)->close());
  auto again = Store::open_immutable(path);
  REQUIRE(again);
  check_holds(**again, ledger);
}

}  // namespace
}  // namespace rackproof
