#include "schemas/store/retention.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "schemas/store/due_stretch.h"
#include "schemas/store/store_state.h"
#include "schemas/store/sweeping.h"
#include "schemas/store/tier_writer.h"

namespace rackproof::store {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;

/// Readings that one step sums up before it writes, or those of one device where they are more.
constexpr std::int64_t kPointsAStep = 250'000;
/// Devices whose rows of a finer tier one step merges.
constexpr std::int64_t kDevicesAStep = 8;
/// A clock that moves further than this between two steps was set, or the agent was away.
constexpr nanoseconds kJump = hours(1);
constexpr nanoseconds kSlew = minutes(1);

std::int64_t ns_of(UtcTime time) {
  return time.time_since_epoch().count();
}

/// What is kept of readings has to be touched by a chunk: by its newest one that does.
std::int64_t newest_touching(const Store::State& state, Row device, const TierPlace& place) {
  std::int64_t newest = 0;
  for (const auto& head : state.chunks.of_device(device)) {
    const bool touches = head.first_ns < place.end_ns() && head.last_ns >= place.start_ns();
    newest = touches ? std::max(newest, head.id) : newest;
  }
  return newest;
}

std::int64_t points_touching(const Store::State& state, const TierPlace& place) {
  std::int64_t points = 0;
  for (const auto& head : state.chunks.of_device(place.device)) {
    const bool touches = head.first_ns < place.end_ns() && head.last_ns >= place.start_ns();
    points += touches ? head.points : 0;
  }
  return points;
}

Result<void> save_rows(Database& database, const TierRows& rows) {
  for (const auto& [where, body] : rows) {
    if (auto saved = TierTable::save(database, where, body); !saved) {
      return saved;
    }
  }
  return {};
}

Result<void> write_rows(Store::State& state, const TierRows& rows) {
  return rows.empty() ? Result<void>()
                      : change(state, [&](RowCounts&) { return save_rows(state.database, rows); });
}

Forgotten forgotten_after(Forgotten gone, const DueStretch& due) {
  if (!gone.readings) {
    gone.readings = true;
    gone.began_ns = due.start_ns;
    gone.from_ns.fill(due.start_ns);
  }
  // What is finer holds nothing from before that any more, and will not.
  for (std::size_t i = 0; i <= due.resolution; ++i) {
    gone.from_ns[i] = std::max(gone.from_ns[i], due.end_ns);
  }
  return gone;
}

/// The first stretch that stays of the tier that is given up.
std::int64_t first_kept(const DueStretch& due) {
  return stretch_of(due.resolution - 1, due.end_ns);
}

Result<void> list_rows(Store::State& state, const TierPlace& to, const TierDevices& devices,
                       RowCounts& counts) {
  if (devices.empty()) {
    return {};
  }
  counts.tiers += state.tiers.of_tier(to.tier).contains(to.stretch) ? 0 : 1;
  return TierTable::save_index(state.database, to.tier, to.stretch, devices);
}

Result<void> unlist_rows(Store::State& state, const DueStretch& due, RowCounts& counts) {
  if (due.resolution == 0) {
    return {};
  }
  const auto tier = due.resolution - 1;
  counts.tiers -= state.tiers.count_before(tier, first_kept(due));
  return TierTable::drop_index(state.database, tier, first_kept(due));
}

}  // namespace

std::int64_t too_late_in(const Columns& columns, const Forgotten& forgotten) {
  std::int64_t late = 0;
  for (const auto& column : columns.columns) {
    const auto stamps = std::span(columns.lists[column.list]).first(column.words.size());
    late += std::ranges::count_if(stamps,
                                  [&](std::int64_t stamp) { return stamp < forgotten.from_ns[0]; });
  }
  return late;
}

void Retention::begin(std::optional<UtcTime> safe_until) {
  last_now_ = safe_until;
}

void Retention::came_too_late(std::int64_t readings) {
  too_late_ += readings;
  chunks_left_ = chunks_left_ || readings > 0;
}

bool Retention::trusts(UtcTime now) {
  const bool jumped =
      last_now_ && (now + kSlew < *last_now_ || now - std::min(now, *last_now_) > kJump);
  settles_at_ = jumped ? std::optional(now + kJump) : settles_at_;
  last_now_ = now;
  return !settles_at_ || now >= *settles_at_;
}

Result<bool> Retention::sweep(Store::State& state) {
  if (chunks_left_) {
    auto swept = sweep_chunks(state);
    chunks_left_ = !swept || *swept;
    if (!swept || *swept) {
      return swept;
    }
  }
  for (std::size_t tier = 0; tier < tier_left_.size(); ++tier) {
    if (tier_left_[tier] != 0 && state.forgotten.readings) {
      const auto done = sweep_tier(state, tier, tier_left_[tier]);
      return done ? Result<bool>(true) : Result<bool>(done.error());
    }
  }
  return false;
}

Result<bool> Retention::forget_events(Store::State& state, const KeepRules& rules, UtcTime now) {
  if (rules.events.count() == 0 || (events_next_ && now < *events_next_)) {
    return false;
  }
  auto swept = sweep_events(state, ns_of(now - rules.events));
  if (swept && !*swept) {
    events_next_ = now + hours(1);
  }
  return swept;
}

bool Retention::is_prepared(Row device, std::int64_t newest_chunk) const {
  const auto known = prepared_.find(device);
  return known != prepared_.end() && known->second.newest_chunk == newest_chunk;
}

/// The row of one device, where it has none yet.
Result<void> Retention::prepare_one(Store::State& state, const TierPlace& place,
                                    Batch& batch) const {
  const bool raw = prepared_resolution_ == 0;
  const auto newest = raw ? newest_touching(state, place.device, place) : 0;
  if (is_prepared(place.device, newest) || (raw && newest == 0)) {
    return {};
  }
  auto row = raw ? tier_row_of_chunks(state, place) : tier_row_of_finer(state, place);
  if (!row) {
    return state.failed(row.error());
  }
  batch.done[place.device] = {newest, !row->empty()};
  batch.work += raw ? points_touching(state, place) : kPointsAStep / kDevicesAStep;
  if (!row->empty()) {
    batch.rows.emplace_back(place, std::move(*row));
  }
  return {};
}

/// Writes rows of devices that have none yet; false where all have theirs.
Result<bool> Retention::prepare(Store::State& state, const DueStretch& due) {
  auto place = target_of(due.resolution, due.start_ns);
  const auto devices = static_cast<Row>(state.directory.devices().size());
  Batch batch;
  for (place.device = 1; place.device <= devices && batch.work < kPointsAStep; ++place.device) {
    if (auto done = prepare_one(state, place, batch); !done) {
      return std::move(done).error();
    }
  }
  if (batch.done.empty()) {
    return false;
  }
  if (auto written = write_rows(state, batch.rows); !written) {
    return std::move(written).error();
  }
  for (const auto& [device, prepared] : batch.done) {
    prepared_[device] = prepared;
  }
  return true;
}

TierDevices Retention::listed() const {
  TierDevices devices;
  for (const auto& [device, prepared] : prepared_) {
    if (prepared.has_row) {
      devices.push_back(device);
    }
  }
  return devices;
}

Result<void> Retention::publish(Store::State& state, const DueStretch& due) {
  const auto to = target_of(due.resolution, due.start_ns);
  // Nothing takes over from the last tier.
  const auto devices = due.resolution == kTiers.size() ? TierDevices() : listed();
  const auto gone = forgotten_after(state.forgotten, due);
  auto done = change(state, [&](RowCounts& counts) {
    auto written = list_rows(state, to, devices, counts);
    written = written ? unlist_rows(state, due, counts) : written;
    return written ? state.notes.set(state.database, kForgottenNote, format_forgotten(gone))
                   : written;
  });
  if (!done) {
    return done;
  }
  if (!devices.empty()) {
    state.tiers.remember(to.tier, to.stretch, devices);
  }
  if (due.resolution > 0) {
    state.tiers.forget(due.resolution - 1, first_kept(due));
    tier_left_[due.resolution - 1] = 1;
  }
  state.forgotten = gone;
  chunks_left_ = true;
  prepared_.clear();
  prepared_end_.reset();
  return {};
}

Result<bool> Retention::advance(Store::State& state, const DueStretch& due) {
  if (prepared_end_ != due.end_ns || prepared_resolution_ != due.resolution) {
    prepared_.clear();
    prepared_end_ = due.end_ns;
    prepared_resolution_ = due.resolution;
  }
  if (due.resolution < kTiers.size()) {
    auto prepared = prepare(state, due);
    if (!prepared || *prepared) {
      return prepared;
    }
  }
  const auto done = publish(state, due);
  return done ? Result<bool>(true) : Result<bool>(done.error());
}

Result<bool> Retention::step(Store::State& state, const KeepRules& rules, UtcTime now) {
  if (state.role != Store::State::Role::writer) {
    return state.failed(not_a_writer());
  }
  if (!rules.forgets()) {
    return false;
  }
  const bool trusted = trusts(now);
  if (auto swept = sweep(state); !swept || *swept) {
    return swept;
  }
  if (auto given_back = shrink(state, rules.most_bytes); !given_back || *given_back) {
    return given_back;
  }
  if (trusted) {
    if (auto forgot = forget_events(state, rules, now); !forgot || *forgot) {
      return forgot;
    }
  }
  const auto next = due_stretch(state, rules, trusted ? std::optional(now) : std::nullopt);
  if (!next) {
    return next.error();
  }
  return *next ? advance(state, **next) : Result<bool>(false);
}

}  // namespace rackproof::store
