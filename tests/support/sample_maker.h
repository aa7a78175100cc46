#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/catalogue.h"
#include "schemas/sample.h"
#include "schemas/series_source.h"

namespace rackproof::testing {

/// 2026-11-21T05:17:00Z and `seconds` after it.
[[nodiscard]] UtcTime at_second(double seconds);

/// Everything that may be asked for.
[[nodiscard]] TimeRange all_time();

/// Whether two series are the same to the bit, NaN payloads and the sign of zero included.
[[nodiscard]] bool same_bits(const Series& a, const Series& b);

/// Devices "node", "node/0", "node/1"... as samples may index them.
[[nodiscard]] Devices some_devices(std::size_t count);

/// Readings of every sort: counts to the ends of their range, doubles of any bits, reasons.
class SampleMaker {
 public:
  explicit SampleMaker(std::uint64_t seed) : random_(seed) {}

  Reading reading();
  /// `count` samples over `devices` devices; stamps mostly grow, some stand still or fall back.
  Samples samples(std::size_t count, std::size_t devices);
  std::uint64_t below(std::uint64_t end) { return random_() % end; }

 private:
  Reading wild_double();

  std::mt19937_64 random_;
  std::int64_t now_ns_ = 1'795'238'220'000'000'000;
};

/// What a store must give back: every sample that was given to it, by series.
class Ledger {
 public:
  void add(const Devices& devices, const Samples& samples);
  [[nodiscard]] const std::map<SeriesKey, Series>& series() const { return series_; }
  /// One series in time order, equal stamps in order of arrival.
  [[nodiscard]] Series in_time_order(const SeriesKey& key) const;

 private:
  std::map<SeriesKey, Series> series_;
};

}  // namespace rackproof::testing
