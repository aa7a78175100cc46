#include "certsuite/readings_behind.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <string_view>

#include "schemas/store/column.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

std::int64_t stamp_of(UtcTime time) {
  return time.time_since_epoch().count();
}

/// Takes out what the journal lists as late already; of equal ones the last, which arrived last.
void drop_listed(const std::vector<LateReading>& listed, const SeriesKey& key, Series& points) {
  for (const auto& late : listed) {
    if (late.device != key.device || late.metric != key.metric) {
      continue;
    }
    const auto found = std::find_if(points.rbegin(), points.rend(), [&late](const Point& point) {
      return reading_row(point.taken_at, point.reading) == late.row + "\n";
    });
    if (found != points.rend()) {
      points.erase(std::next(found).base());
    }
  }
}

std::uint64_t points_before(const store::Columns& columns, std::int64_t end) {
  std::uint64_t before = 0;
  for (const auto& column : columns.columns) {
    const auto& stamps = columns.lists[column.list];
    const auto own = stamps.begin() + static_cast<std::ptrdiff_t>(column.words.size());
    before += static_cast<std::uint64_t>(
        std::count_if(stamps.begin(), own, [end](std::int64_t stamp) { return stamp < end; }));
  }
  return before;
}

/// How many readings the store has of before that time.
Result<std::uint64_t> kept_before(Store& store, UtcTime end) {
  const auto devices = store.devices();
  if (!devices) {
    return devices.error();
  }
  std::uint64_t kept = 0;
  for (const auto& device : *devices) {
    const auto walked =
        store.walk(device.id, [&](const store::Columns& columns, std::int64_t /*later_ns*/) {
          kept += points_before(columns, stamp_of(end));
          return Result<void>();
        });
    if (!walked) {
      return walked.error();
    }
  }
  return kept;
}

/// Late readings that lie in told stretches and are in no line.
Result<std::uint64_t> unlisted(const ReadingsBehind& told, Store& store) {
  const auto kept = kept_before(store, *told.until);
  if (!kept) {
    return kept.error();
  }
  auto listed = told.readings;
  for (const auto& late : told.late.readings) {
    const auto stamp = parse_integer(late.row.substr(0, late.row.find('\t')));
    listed += stamp && *stamp < stamp_of(*told.until) ? 1U : 0U;
  }
  if (*kept < listed) {
    return Error{ErrorKind::malformed, "the store has " + std::to_string(*kept) +
                                           " readings where the journal tells of " +
                                           std::to_string(listed) + ": some were lost"};
  }
  return *kept - listed > told.late.left_out ? *kept - listed - told.late.left_out : 0;
}

}  // namespace

Result<ReadingStretches> stretches_behind(const ReadingsBehind& told, Store& store) {
  ReadingStretches stretches(told.until);
  const auto keys = store.keys();
  if (!keys) {
    return keys.error();
  }
  for (const auto& key : *keys) {
    const auto metric = store.metric(key.metric);
    auto points = store.read(key, {told.until.value_or(UtcTime::min()), UtcTime::max()});
    if (!metric || !points) {
      return !metric ? metric.error() : std::move(points).error();
    }
    drop_listed(told.late.readings, key, *points);
    stretches.take(key, *metric ? (*metric)->unit : "", *points);
  }
  if (told.until) {
    const auto more = unlisted(told, store);
    if (!more) {
      return more.error();
    }
    stretches.leave_out(*more);
  }
  return stretches;
}

}  // namespace rackproof
