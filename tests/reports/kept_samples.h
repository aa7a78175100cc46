#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/merkle.h"
#include "schemas/reading_leaf.h"
#include "schemas/run_journal.h"
#include "schemas/sample.h"
#include "schemas/store/store.h"
#include "schemas/units.h"
#include "tests/support/temp_dir.h"

/// Samples of two devices in a store, and what a journal that was written meanwhile tells of them.
namespace rackproof::testing {

/// A minute of the clock, and seconds after it.
inline UtcTime minute(int seconds = 0) {
  return UtcTime(std::chrono::seconds(1'795'238'220 + seconds));
}

inline const Metric* celsius() {
  return metrics::named("temperature_celsius");
}
inline const Metric* hertz() {
  return metrics::named("cpu_frequency_hertz");
}

inline Devices two_devices() {
  Devices devices(2);
  devices[0].id = "node/a";
  devices[1].id = "node/b";
  return devices;
}

struct KeptSamples {
  Devices devices = two_devices();
  std::vector<Samples> flushes;  ///< Each a chunk of its own in the file.

  /// As the verifier opens it; the directory outlives it.
  [[nodiscard]] std::unique_ptr<Store> opened(const TempDir& dir) const {
    const auto working = dir.at("working.db");
    for (std::size_t i = 0; i < flushes.size(); ++i) {
      auto store = Store::open(working, i == 0 ? Store::Mode::create : Store::Mode::append);
      REQUIRE(store);
      REQUIRE((*store)->append(devices, flushes[i]));
      REQUIRE((*store)->close());
    }
    auto store = Store::open(working, Store::Mode::append);
    REQUIRE(store);
    REQUIRE((*store)->export_to(dir.at("samples.db")));
    REQUIRE((*store)->close());
    auto opened = Store::open_immutable(dir.at("samples.db"));
    REQUIRE(opened);
    return *std::move(opened);
  }
};

/// One leaf of a stretch's tree.
struct LeafRows {
  std::string device;
  const Metric* metric = nullptr;
  std::string rows;
};

/// The line of the minute that begins at `from`; the leaves as they are sorted.
inline ReadingsKept told_minute(UtcTime from, const std::vector<LeafRows>& leaves) {
  MerkleTree tree;
  std::uint64_t readings = 0;
  for (const auto& [device, metric, rows] : leaves) {
    const SeriesKey key{device, std::string(metric->name)};
    tree.add(merkle_leaf(leaf_heading(key, to_string(metric->unit)) + rows));
    readings += static_cast<std::uint64_t>(std::count(rows.begin(), rows.end(), '\n'));
  }
  return {from, from + ReadingStretch(1), tree.size(), readings, to_hex(tree.root())};
}

}  // namespace rackproof::testing
