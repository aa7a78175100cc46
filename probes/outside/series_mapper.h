#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outside/gathered.h"
#include "probes/outside/openmetrics_text.h"
#include "probes/outside/source_map.h"

namespace rackproof::outside {

/// Tells the series of an exposition in our words, as a map says. Pure.
class SeriesMapper {
 public:
  /// Keeps a reference to `map`, which outlives it. `place` is the id that its devices hang below.
  SeriesMapper(const SourceMap& map, std::string place);

  /// Every series is a reading, a device's fact, or left out with the reason.
  [[nodiscard]] Gathered told(const Exposition& exposition) const;

  /// What must come whatever the labels are: one reading, absent, for each row whose device is
  /// named without labels.
  [[nodiscard]] Gathered expected() const;
  /// Whether no row's device hangs on labels: then expected() has every device there will be.
  [[nodiscard]] bool every_device_is_known() const;

 private:
  [[nodiscard]] const SeriesRow* row_for(const ForeignSeries& series) const;
  [[nodiscard]] Result<Device> device_for(const DeviceRow& row, const Labels& labels) const;
  [[nodiscard]] std::string below_place(const std::string& name) const;
  void expect(const SeriesRow& row, Gatherer& gatherer) const;
  void tell(const ForeignSeries& series, Gatherer& gatherer) const;
  void tell_by(const SeriesRow& row, const ForeignSeries& series, Gatherer& gatherer) const;
  void leave_out(const ForeignSeries& series, Gatherer& gatherer) const;

  const SourceMap& map_;
  std::string place_;
  std::map<std::string_view, std::vector<const SeriesRow*>>
      rows_;  ///< By name, in the map's order.
};

}  // namespace rackproof::outside
