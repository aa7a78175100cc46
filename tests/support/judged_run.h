#pragma once

#include <map>
#include <string>
#include <string_view>

#include "certsuite/criteria/judge.h"

namespace rackproof::testing {

/// Series held in memory.
class MemorySeries final : public SeriesSource {
 public:
  Result<std::vector<SeriesKey>> keys() override;
  Result<Series> read(const SeriesKey& key, TimeRange range) override;
  Result<Point> last(const SeriesKey& key) override;

  Series& operator[](const SeriesKey& key) { return series_[key]; }
  void erase(const SeriesKey& key) { series_.erase(key); }
  void clear() { series_.clear(); }
  std::map<SeriesKey, Series>& all() { return series_; }
  /// From now on every read of `key` fails with `why`.
  void spoil(const SeriesKey& key, Error why) { spoiled_.insert_or_assign(key, std::move(why)); }

 private:
  std::map<SeriesKey, Series> series_;
  std::map<SeriesKey, Error> spoiled_;
};

inline constexpr std::string_view kTriad = "mem_triad_bytes_per_second";
inline constexpr std::string_view kHeat = "temperature_celsius";
inline constexpr std::string_view kErrors = "memory_ecc_uncorrectable_total";
inline constexpr std::string_view kSecondCard = "node/card:1";

/// A run in which everything is well and that is judged PASS: a node with two accelerators, one
/// phase "triad" of a minute in a run of a hundred seconds, and the criteria "triad-rate" (windows,
/// guard band, share of a part), "heat" (samples of the phase) and "uncorrected" (growth over the
/// whole run). Tests break one thing at a time.
struct JudgedRun {
  JudgedRun();

  [[nodiscard]] Judgement judged();
  Criterion& criterion(std::string_view id);
  Step& step() { return record.steps.front(); }
  Series& of_second_card(std::string_view metric) {
    return series[{std::string(kSecondCard), std::string(metric)}];
  }

  Architecture reference;
  Inventory inventory;
  RunRecord record;
  MemorySeries series;
};

/// The verdict of that criterion and device; the test fails where there is not exactly one.
[[nodiscard]] const Verdict& verdict_of(const Judgement& judgement, std::string_view criterion,
                                        std::string_view device);

/// A limit as a reference gives it.
[[nodiscard]] Quantity limit(double value, Unit unit);

}  // namespace rackproof::testing
