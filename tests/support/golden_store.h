#pragma once

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

/// Stores that older releases wrote, one a format: tests/golden/store_format_N.db holds five
/// batches of SampleMaker(1700 + N), an event with each, and the note run_id = 4711.
namespace rackproof::testing {

[[nodiscard]] inline std::string golden_store(int format) {
  return source_dir() + "/tests/golden/store_format_" + std::to_string(format) + ".db";
}

[[nodiscard]] inline Ledger golden_ledger(int format) {
  SampleMaker maker(1700U + static_cast<unsigned>(format));
  Ledger ledger;
  for (int batch = 0; batch < 5; ++batch) {
    ledger.add(some_devices(3), maker.samples(160, 3));
  }
  return ledger;
}

/// A copy that may be written to.
struct GoldenCopy {
  TempDir dir;
  std::string path = dir.at("samples.db");

  explicit GoldenCopy(int format) { std::filesystem::copy_file(golden_store(format), path); }
};

/// Whether `store` tells what `ledger` has, and what every golden store holds besides.
inline void check_holds(Store& store, const Ledger& ledger) {
  CHECK(store.keys()->size() == ledger.series().size());
  for (const auto& [key, points] : ledger.series()) {
    const auto read = store.read(key, all_time());
    REQUIRE(read);
    CHECK(same_bits(*read, ledger.in_time_order(key)));
    const auto last = store.last(key);
    REQUIRE(last);
    CHECK(same_bits({*last}, {ledger.in_time_order(key).back()}));
  }
  CHECK(store.events(all_time())->size() == 5);
  CHECK(store.note("run_id").value() == "4711");
  CHECK(store.kept_instead()->empty());
}

}  // namespace rackproof::testing
