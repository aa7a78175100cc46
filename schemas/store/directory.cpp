#include "schemas/store/directory.h"

#include <algorithm>
#include <initializer_list>

#include "schemas/store/bytes.h"
#include "schemas/store/device_codec.h"

namespace rackproof::store {
namespace {

constexpr std::size_t kMostDevices = 1'000'000;
constexpr std::size_t kMostMetrics = 65'536;
constexpr std::size_t kMostSeries = 8'000'000;
constexpr std::size_t kLongestId = 4096;

std::int64_t sum_of(std::size_t row, std::initializer_list<std::string_view> values) {
  ByteWriter out;
  out.number(row);
  for (const auto value : values) {
    out.text(value);
  }
  return checksum(out.bytes());
}

std::int64_t series_sum(std::size_t row, std::int64_t device, std::int64_t metric) {
  ByteWriter out;
  out.number(row);
  out.signed_number(device);
  out.signed_number(metric);
  return checksum(out.bytes());
}

Error decayed(std::string_view table) {
  return Error{ErrorKind::malformed, std::string(table) + ": a row fails its checksum"};
}

/// The next row of a table whose rows are numbered from 1; `take` reads its other columns.
template <typename Take>
Result<void> each_row(Database& database, std::string_view sql, std::string_view table,
                      std::size_t most, Take take) {
  auto rows = database.prepare(sql);
  if (!rows) {
    return std::move(rows).error();
  }
  for (std::size_t row = 1;; ++row) {
    const auto there = rows->step();
    if (!there) {
      return there.error();
    }
    if (!*there) {
      return {};
    }
    const bool in_order = rows->integer(0) == static_cast<std::int64_t>(row) && row <= most;
    if (!in_order || !take(*rows, row) || !rows->ok()) {
      return decayed(table);
    }
  }
}

}  // namespace

Result<void> Directory::load(Database& database, Budget& budget) {
  *this = Directory();
  if (auto loaded = load_devices(database, budget); !loaded) {
    return loaded;
  }
  if (auto loaded = load_metrics(database, budget); !loaded) {
    return loaded;
  }
  if (auto loaded = load_series(database, budget); !loaded) {
    return loaded;
  }
  saved();
  return {};
}

Result<void> Directory::load_devices(Database& database, Budget& budget) {
  const auto take = [&](Statement& rows, std::size_t row) {
    const auto id = rows.text(1);
    const auto details = rows.bytes(2);
    if (rows.integer(3) != sum_of(row, {id, details}) || id.size() > kLongestId ||
        !budget.take(sizeof(Device) + 2 * (id.size() + details.size()))) {
      return false;
    }
    auto device = read_details(id, details);
    if (!device || !device_rows_.try_emplace(device->id, static_cast<Row>(row)).second) {
      return false;
    }
    devices_.push_back(std::move(*device));
    return true;
  };
  return each_row(database, "SELECT id, name, details, sum FROM device ORDER BY id", "device",
                  kMostDevices, take);
}

Result<void> Directory::load_metrics(Database& database, Budget& budget) {
  const auto take = [&](Statement& rows, std::size_t row) {
    StoredMetric metric{std::string(rows.text(1)), std::string(rows.text(2)),
                        std::string(rows.text(3))};
    if (rows.integer(4) != sum_of(row, {metric.name, metric.unit, metric.kind}) ||
        !budget.take(sizeof(StoredMetric) + 2 * metric.name.size() + metric.unit.size()) ||
        !metric_rows_.try_emplace(metric.name, static_cast<Row>(row)).second) {
      return false;
    }
    metrics_.push_back(std::move(metric));
    return true;
  };
  return each_row(database, "SELECT id, name, unit, kind, sum FROM metric ORDER BY id", "metric",
                  kMostMetrics, take);
}

Result<void> Directory::load_series(Database& database, Budget& budget) {
  const auto take = [&](Statement& rows, std::size_t row) {
    const auto device = rows.integer(1);
    const auto metric = rows.integer(2);
    const bool known = device >= 1 && device <= static_cast<std::int64_t>(devices_.size()) &&
                       metric >= 1 && metric <= static_cast<std::int64_t>(metrics_.size());
    constexpr std::size_t kCost = 64;  // a place in two lists, and the list of a device of its own
    if (!known || rows.integer(3) != series_sum(row, device, metric) || !budget.take(kCost)) {
      return false;
    }
    return add_series(static_cast<Row>(device), static_cast<Row>(metric));
  };
  return each_row(database, "SELECT id, device, metric, sum FROM series ORDER BY id", "series",
                  kMostSeries, take);
}

Result<Row> Directory::keep(const Device& device) {
  if (device.id.empty() || device.id.size() > kLongestId) {
    return Error{ErrorKind::malformed,
                 "a device id of " + std::to_string(device.id.size()) + " bytes cannot be kept"};
  }
  const auto [place, fresh] =
      device_rows_.try_emplace(device.id, static_cast<Row>(devices_.size() + 1));
  const Row row = place->second;
  if (fresh) {
    devices_.push_back(device);
    changed_devices_.insert(row);
  } else if (devices_[row - 1] != device) {
    devices_[row - 1] = device;
    changed_devices_.insert(row);
  }
  return row;
}

Row Directory::keep(const Metric& metric) {
  if (const auto known = known_metrics_.find(&metric); known != known_metrics_.end()) {
    return known->second;
  }
  const auto [place, fresh] =
      metric_rows_.try_emplace(std::string(metric.name), static_cast<Row>(metrics_.size() + 1));
  if (fresh) {
    metrics_.push_back({std::string(metric.name), std::string(to_string(metric.unit)),
                        std::string(word_of(kMetricKinds, metric.kind))});
  }
  known_metrics_[&metric] = place->second;
  return place->second;
}

void Directory::keep_series(Row device, Row metric) {
  add_series(device, metric);
}

/// false where it is known.
bool Directory::add_series(Row device, Row metric) {
  if (known_series_.size() <= device) {
    known_series_.resize(std::max<std::size_t>(device + 1, devices_.size() + 1));
  }
  auto& metrics = known_series_[device];
  const auto place = std::ranges::lower_bound(metrics, metric);
  if (place != metrics.end() && *place == metric) {
    return false;
  }
  metrics.insert(place, metric);
  series_.emplace_back(device, metric);
  return true;
}

Result<void> Directory::save(Database& database) const {
  if (auto done = save_devices(database); !done) {
    return done;
  }
  if (auto done = save_metrics(database); !done) {
    return done;
  }
  return save_series(database);
}

Result<void> Directory::save_devices(Database& database) const {
  auto write =
      database.prepare("INSERT OR REPLACE INTO device(id, name, details, sum) VALUES(?, ?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  for (const Row row : changed_devices_) {
    const auto& device = devices_[row - 1];
    const auto details = write_details(device);
    auto done = write->bind(1, std::int64_t{row})
                    .bind(2, device.id)
                    .bind_bytes(3, details)
                    .bind(4, sum_of(row, {device.id, details}))
                    .run();
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<void> Directory::save_metrics(Database& database) const {
  auto write =
      database.prepare("INSERT INTO metric(id, name, unit, kind, sum) VALUES(?, ?, ?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  for (std::size_t i = saved_metrics_; i < metrics_.size(); ++i) {
    const auto& metric = metrics_[i];
    auto done = write->bind(1, static_cast<std::int64_t>(i + 1))
                    .bind(2, metric.name)
                    .bind(3, metric.unit)
                    .bind(4, metric.kind)
                    .bind(5, sum_of(i + 1, {metric.name, metric.unit, metric.kind}))
                    .run();
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<void> Directory::save_series(Database& database) const {
  auto write = database.prepare("INSERT INTO series(id, device, metric, sum) VALUES(?, ?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  for (std::size_t i = saved_series_; i < series_.size(); ++i) {
    const auto [device, metric] = series_[i];
    auto done = write->bind(1, static_cast<std::int64_t>(i + 1))
                    .bind(2, std::int64_t{device})
                    .bind(3, std::int64_t{metric})
                    .bind(4, series_sum(i + 1, device, metric))
                    .run();
    if (!done) {
      return done;
    }
  }
  return {};
}

void Directory::saved() {
  changed_devices_.clear();
  saved_metrics_ = metrics_.size();
  saved_series_ = series_.size();
}

std::optional<Row> Directory::find_device(std::string_view id) const {
  const auto place = device_rows_.find(id);
  return place == device_rows_.end() ? std::nullopt : std::optional(place->second);
}

std::optional<Row> Directory::find_metric(std::string_view name) const {
  const auto place = metric_rows_.find(name);
  return place == metric_rows_.end() ? std::nullopt : std::optional(place->second);
}

std::vector<SeriesKey> Directory::keys() const {
  std::vector<SeriesKey> keys;
  keys.reserve(series_.size());
  for (const auto& [device, metric] : series_) {
    keys.push_back({devices_[device - 1].id, metrics_[metric - 1].name});
  }
  std::ranges::sort(keys);
  return keys;
}

}  // namespace rackproof::store
