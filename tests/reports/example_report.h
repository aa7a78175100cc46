#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/report_view.h"

namespace rackproof::testing {

/// Series in memory; `spoiled` is the one that cannot be read.
class ExampleSeries final : public SeriesSource {
 public:
  Result<std::vector<SeriesKey>> keys() override;
  Result<Series> read(const SeriesKey& key, TimeRange range) override;
  Result<Point> last(const SeriesKey& key) override;

  std::map<SeriesKey, Series> all;
  std::optional<SeriesKey> spoiled;
};

/// A judged run of a made-up host with everything a rendering has to show: each of the five
/// verdicts, a wrong answer, a skipped step, sensors that broke off, hostile strings in every field
/// that a machine or a site can fill.
class ExampleReport {
 public:
  ExampleReport();

  [[nodiscard]] ReportView view();

  Report report;
  RunRecord record;
  Inventory inventory;
  Architecture reference;
  Manifest manifest;
  std::vector<Subject> subjects;
  ExampleSeries series;

 private:
  void add_steps();
  void add_series();
  void add_devices();
  void add_verdicts();
};

/// What must never come out as markup.
inline constexpr const char* kHostile = "<script>alert('x')</script> & \"quoted\" \x1B[2J";

}  // namespace rackproof::testing
