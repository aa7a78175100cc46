#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/series_source.h"
#include "schemas/store/budget.h"
#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"

namespace rackproof::store {

/// Number of a row in its table, from 1.
using Row = std::uint32_t;

/// Devices, metrics and which series there are, held in memory; what was added since the last
/// save() is written by the next one.
class Directory {
 public:
  Result<void> load(Database& database, Budget& budget);

  /// The row of a device, new or known; a known one takes over changed details. Error{malformed}
  /// for an id that is empty or longer than a device's path can be.
  Result<Row> keep(const Device& device);
  Row keep(const Metric& metric);
  void keep_series(Row device, Row metric);

  /// Writes what is new, inside the caller's transaction; saved() once that is committed.
  Result<void> save(Database& database) const;
  void saved();

  [[nodiscard]] std::optional<Row> find_device(std::string_view id) const;
  [[nodiscard]] std::optional<Row> find_metric(std::string_view name) const;
  [[nodiscard]] const Devices& devices() const { return devices_; }  ///< Row n at place n - 1.
  [[nodiscard]] const std::vector<StoredMetric>& metrics() const { return metrics_; }
  [[nodiscard]] std::vector<SeriesKey> keys() const;  ///< Sorted.
  [[nodiscard]] std::size_t series_count() const { return series_.size(); }
  [[nodiscard]] bool has_series(Row device, Row metric) const {
    return device < known_series_.size() &&
           std::ranges::binary_search(known_series_[device], metric);
  }
  /// Rows of devices and metrics, in the order in which they were first seen.
  [[nodiscard]] const std::vector<std::pair<Row, Row>>& series() const { return series_; }

 private:
  Result<void> load_devices(Database& database, Budget& budget);
  Result<void> load_metrics(Database& database, Budget& budget);
  Result<void> load_series(Database& database, Budget& budget);
  Result<void> save_devices(Database& database) const;
  Result<void> save_metrics(Database& database) const;
  Result<void> save_series(Database& database) const;
  bool add_series(Row device, Row metric);

  Devices devices_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using RowsByName = std::unordered_map<std::string, Row, Hash, std::equal_to<>>;

  RowsByName device_rows_;
  std::set<Row> changed_devices_;
  std::vector<StoredMetric> metrics_;
  RowsByName metric_rows_;
  std::unordered_map<const Metric*, Row> known_metrics_;
  std::size_t saved_metrics_ = 0;
  std::vector<std::pair<Row, Row>> series_;     ///< Device, metric.
  std::vector<std::vector<Row>> known_series_;  ///< By device: rows of metrics, sorted.
  std::size_t saved_series_ = 0;
};

}  // namespace rackproof::store
