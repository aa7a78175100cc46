#include "schemas/store/tier_table.h"

#include <algorithm>

#include "schemas/store/bytes.h"

namespace rackproof::store {
namespace {

constexpr unsigned kTierShift = 56;
constexpr unsigned kDeviceShift = 24;
constexpr std::int64_t kMostStretches = std::int64_t{1} << kDeviceShift;

std::int64_t id_of(const TierPlace& place) {
  return (static_cast<std::int64_t>(place.tier) + 1) << kTierShift |
         std::int64_t{place.device} << kDeviceShift | place.stretch;
}

std::int64_t sum_of(std::int64_t id, std::string_view body) {
  ByteWriter out;
  out.signed_number(id);
  out.signed_number(body_checksum(body));
  return checksum(out.bytes());
}

Error decayed(const TierPlace& place) {
  return Error{ErrorKind::malformed, "tier of " + std::string(kTiers[place.tier].words) +
                                         ", stretch " + std::to_string(place.stretch) +
                                         ": a row fails its checksum or is missing"};
}

std::string index_body(const TierDevices& devices) {
  ByteWriter out;
  Row before = 0;
  for (const auto device : devices) {
    out.number(device - before);
    before = device;
  }
  return out.take();
}

/// Nothing where it cannot be.
TierDevices read_index(std::string_view body, std::size_t devices) {
  ByteReader in(body);
  TierDevices found;
  std::size_t before = 0;
  while (in.ok() && in.left() > 0) {
    const auto more = in.count(devices - before);
    in.require(more > 0);
    before += more;
    found.push_back(static_cast<Row>(before));
  }
  return in.ok() ? found : TierDevices();
}

Result<std::int64_t> drop_ids(Database& database, std::int64_t from, std::int64_t before) {
  auto rows = database.prepare("DELETE FROM tier WHERE id >= ? AND id < ? RETURNING id");
  if (!rows) {
    return std::move(rows).error();
  }
  rows->bind(1, from).bind(2, before);
  for (std::int64_t count = 0;; ++count) {
    const auto row = rows->step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return count;
    }
  }
}

}  // namespace

Result<void> TierTable::load(Database& database, Budget& budget, std::size_t devices) {
  *this = {};
  for (std::size_t tier = 0; tier < kTiers.size(); ++tier) {
    if (auto loaded = load_tier(database, budget, tier, devices); !loaded) {
      return loaded;
    }
  }
  return {};
}

Result<void> TierTable::load_tier(Database& database, Budget& budget, std::size_t tier,
                                  std::size_t devices) {
  auto rows =
      database.prepare("SELECT id, body, sum FROM tier WHERE id >= ? AND id < ? ORDER BY id");
  if (!rows) {
    return std::move(rows).error();
  }
  const auto first = id_of({tier, 0, 0});
  rows->bind(1, first).bind(2, id_of({tier, 1, 0}));
  for (;;) {
    const auto row = rows->step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return {};
    }
    const auto id = rows->integer(0);
    const auto body = rows->bytes(1);
    const TierPlace place{tier, 0, id - first};
    const bool intact = rows->integer(2) == sum_of(id, body) && rows->ok();
    const auto found = intact ? read_index(body, devices) : TierDevices();
    if (found.empty() || !budget.take((found.size() + 16) * sizeof(Row))) {
      return decayed(place);
    }
    remember(tier, place.stretch, found);
  }
}

Result<void> TierTable::save(Database& database, const TierPlace& place, std::string_view body) {
  auto write = database.prepare("INSERT OR REPLACE INTO tier(id, body, sum) VALUES(?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  if (place.stretch < 0 || place.stretch >= kMostStretches) {
    return Error{ErrorKind::out_of_range, "a stretch that no tier has"};
  }
  const auto id = id_of(place);
  return write->bind(1, id).bind_bytes(2, body).bind(3, sum_of(id, body)).run();
}

Result<void> TierTable::save_index(Database& database, std::size_t tier, std::int64_t stretch,
                                   const TierDevices& devices) {
  return save(database, {tier, 0, stretch}, index_body(devices));
}

Result<void> TierTable::drop_index(Database& database, std::size_t tier, std::int64_t before) {
  auto dropped = drop_ids(database, id_of({tier, 0, 0}), id_of({tier, 0, before}));
  return dropped ? Result<void>() : std::move(dropped).error();
}

Result<std::int64_t> TierTable::drop(Database& database, const TierPlace& before) {
  return drop_ids(database, id_of({before.tier, before.device, 0}), id_of(before));
}

Result<std::string> TierTable::body(Database& database, const TierPlace& place) {
  auto rows = database.prepare("SELECT body, sum FROM tier WHERE id = ?");
  if (!rows) {
    return std::move(rows).error();
  }
  const auto id = id_of(place);
  const auto row = rows->bind(1, id).step();
  if (!row) {
    return row.error();
  }
  std::string body(*row ? rows->bytes(0) : std::string_view{});
  const bool intact = *row && rows->integer(1) == sum_of(id, body) && rows->ok();
  return intact ? Result<std::string>(std::move(body)) : decayed(place);
}

void TierTable::remember(std::size_t tier, std::int64_t stretch, const TierDevices& devices) {
  stretches_[tier][stretch] = &*lists_.insert(devices).first;
}

void TierTable::forget(std::size_t tier, std::int64_t before) {
  auto& stretches = stretches_[tier];
  stretches.erase(stretches.begin(), stretches.lower_bound(before));
}

bool TierTable::holds(const TierPlace& place) const {
  const auto stretch = stretches_[place.tier].find(place.stretch);
  return stretch != stretches_[place.tier].end() &&
         std::ranges::binary_search(*stretch->second, place.device);
}

std::int64_t TierTable::count() const {
  std::size_t count = 0;
  for (const auto& stretches : stretches_) {
    count += stretches.size();
  }
  return static_cast<std::int64_t>(count);
}

std::int64_t TierTable::count_before(std::size_t tier, std::int64_t stretch) const {
  const auto& stretches = stretches_[tier];
  return std::distance(stretches.begin(), stretches.lower_bound(stretch));
}

}  // namespace rackproof::store
