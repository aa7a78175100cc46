// tests/golden/store_format_1.db was exported by the release that wrote format 1: five batches of
// SampleMaker(1701), an event with each, and the note run_id = 4711.

#include <catch2/catch.hpp>

#include "schemas/store/store.h"
#include "tests/support/golden_store.h"

namespace rackproof {
namespace {

using testing::at_second;
using testing::check_holds;
using testing::golden_ledger;
using testing::golden_store;
using testing::GoldenCopy;
using testing::some_devices;

TEST_CASE("store: a file of format 1 is read as evidence for ever", "[schemas][store]") {
  auto store = Store::open_immutable(golden_store(1));
  REQUIRE(store);
  CHECK((*store)->recovery().closed_cleanly);
  check_holds(**store, golden_ledger(1));
}

TEST_CASE("store: a file of format 1 can be written on and read beside its writer",
          "[schemas][store]") {
  const GoldenCopy copy(1);
  const auto& path = copy.path;
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  auto ledger = golden_ledger(1);
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
