#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// The places of `names` in their order: names are compared once each, not once a series.
template <typename Items, typename Name>
std::vector<std::uint32_t> ranks_of(const Items& items, const Name& name) {
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {},
                    [&](std::uint32_t place) -> std::string_view { return name(items[place]); });
  std::vector<std::uint32_t> ranks(items.size());
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
    ranks[order[rank]] = rank;
  }
  return ranks;
}

/// A series by its places in the directory, and where it stands among the others.
struct Found {
  std::uint64_t rank = 0;
  std::uint32_t device = 0;
  std::uint32_t metric = 0;
};

std::vector<char> devices_like(const Devices& devices, std::string_view pattern) {
  std::vector<char> like(devices.size());
  std::ranges::transform(devices, like.begin(), [pattern](const Device& device) {
    return static_cast<char>(matches_pattern(device.id, pattern));
  });
  return like;
}

std::vector<SeriesKey> keys_in(const store::Directory& directory, const SeriesPattern& pattern,
                               std::optional<store::Row> only) {
  const auto& devices = directory.devices();
  const auto& metrics = directory.metrics();
  const auto like = devices_like(devices, pattern.device);
  std::vector<Found> found;
  for (const auto& [device, metric] : directory.series()) {
    if (like[device - 1] != 0 && (!only || metric == *only)) {
      found.push_back({0, device - 1, metric - 1});
    }
  }
  if (found.size() > 1) {
    const auto by_id =
        ranks_of(devices, [](const Device& device) { return std::string_view(device.id); });
    const auto by_name =
        ranks_of(metrics, [](const StoredMetric& metric) { return std::string_view(metric.name); });
    for (auto& each : found) {
      each.rank = (std::uint64_t{by_id[each.device]} << 32U) | by_name[each.metric];
    }
    std::ranges::sort(found, {}, &Found::rank);
  }
  std::vector<SeriesKey> keys;
  keys.reserve(found.size());
  for (const auto& each : found) {
    keys.push_back({devices[each.device].id, metrics[each.metric].name});
  }
  return keys;
}

/// Where a device is named whole and a metric given, nothing is searched.
std::vector<SeriesKey> key_in(const store::Directory& directory, const std::string& device,
                              store::Row metric) {
  const auto row = directory.find_device(device);
  const bool there = row && directory.has_series(*row, metric);
  return there ? std::vector<SeriesKey>{{device, directory.metrics()[metric - 1].name}}
               : std::vector<SeriesKey>{};
}

}  // namespace

Result<std::vector<SeriesKey>> Store::keys_like(const SeriesPattern& pattern) {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  const auto& directory = state_->directory;
  std::optional<store::Row> only;
  if (!pattern.metric.empty()) {
    only = directory.find_metric(pattern.metric);
    if (!only) {
      return std::vector<SeriesKey>{};
    }
  }
  const bool one = only && pattern.device.find('*') == std::string::npos;
  return one ? key_in(directory, pattern.device, *only) : keys_in(directory, pattern, only);
}

Result<std::optional<StoredMetric>> Store::metric(std::string_view name) {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  const auto row = state_->directory.find_metric(name);
  return row ? std::optional(state_->directory.metrics()[*row - 1]) : std::nullopt;
}

}  // namespace rackproof
