#include "schemas/store/sweeping.h"

#include <algorithm>
#include <vector>

#include "schemas/store/store_state.h"

namespace rackproof::store {
namespace {

constexpr std::size_t kChunksAStep = 32;
constexpr Row kDevicesAStep = 16;
constexpr std::int64_t kPagesAStep = 256;
/// Free pages that are kept for what comes next: a part of the file, and no less than so many.
constexpr std::int64_t kKeptShare = 16;
constexpr std::int64_t kKeptBytes = std::int64_t{4} << 20;

Result<void> in_transaction(Store::State& state,
                            const std::function<Result<void>(RowCounts&)>& write) {
  auto transaction = Transaction::begin(state.database, Transaction::Kind::write);
  if (!transaction) {
    return std::move(transaction).error();
  }
  const auto writer = state.database.text("SELECT value FROM note WHERE name = 'store.writer'");
  if (!writer) {
    return writer.error();
  }
  if (*writer != state.token) {
    return Error{ErrorKind::io, "another writer has taken this store over"};
  }
  auto counts = parse_counts(state.notes.get(kRowsNote).value_or(""));
  auto done = counts ? write(*counts) : Result<void>(counts.error());
  if (!done) {
    return done;
  }
  counts->notes = state.notes.count();
  auto counted = state.notes.set(state.database, kRowsNote, format_counts(*counts));
  return counted ? transaction->commit() : counted;
}

void add_forgotten(const std::vector<ChunkHead>& heads, std::int64_t kept_ns,
                   std::vector<std::int64_t>& ids) {
  for (const auto& head : heads) {
    if (head.last_ns < kept_ns && ids.size() < kChunksAStep) {
      ids.push_back(head.id);
    }
  }
}

/// Ascending ids of some chunks that end before all that is kept.
std::vector<std::int64_t> forgotten_chunks(const Store::State& state) {
  std::vector<std::int64_t> ids;
  const auto devices = static_cast<Row>(state.directory.devices().size());
  for (Row device = 1; device <= devices && ids.size() < kChunksAStep; ++device) {
    add_forgotten(state.chunks.of_device(device), state.forgotten.from_ns[0], ids);
  }
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

Result<void> change(Store::State& state, const std::function<Result<void>(RowCounts&)>& write) {
  if (state.role != Store::State::Role::writer) {
    return state.failed(not_a_writer());
  }
  const auto before = state.notes;
  auto done = in_transaction(state, write);
  if (!done) {
    state.notes = before;
    return state.failed(done.error());
  }
  return done;
}

Result<bool> sweep_chunks(Store::State& state) {
  const auto ids = forgotten_chunks(state);
  if (ids.empty()) {
    return false;
  }
  auto done = change(state, [&](RowCounts& counts) {
    counts.chunks -= static_cast<std::int64_t>(ids.size());
    return ChunkTable::drop(state.database, ids);
  });
  if (!done) {
    return std::move(done).error();
  }
  state.chunks.forget(ids);
  state.unpacked.keep_only(state.chunks);
  return true;
}

Result<void> sweep_tier(Store::State& state, std::size_t tier, Row& device) {
  const auto devices = static_cast<Row>(state.directory.devices().size());
  const auto end = std::min(devices, device + kDevicesAStep - 1);
  const auto kept = stretch_of(tier, state.forgotten.from_ns[tier + 1]);
  auto done = change(state, [&](RowCounts&) {
    Result<std::int64_t> dropped = 0;
    for (auto each = device; each <= end && dropped; ++each) {
      dropped = TierTable::drop(state.database, {tier, each, kept});
    }
    return dropped ? Result<void>() : Result<void>(dropped.error());
  });
  if (done) {
    device = end >= devices ? 0 : end + 1;
  }
  return done;
}

Result<bool> sweep_events(Store::State& state, std::int64_t before_ns) {
  std::int64_t dropped = 0;
  auto gone = state.forgotten;
  gone.events_from_ns = std::max(gone.events_from_ns, before_ns);
  auto done = change(state, [&](RowCounts& counts) -> Result<void> {
    const auto rows = EventTable::drop_before(state.database, before_ns);
    if (!rows || *rows == 0) {
      return rows ? Result<void>() : Result<void>(rows.error());
    }
    dropped = *rows;
    counts.events -= dropped;
    return state.notes.set(state.database, kForgottenNote, format_forgotten(gone));
  });
  if (!done) {
    return std::move(done).error();
  }
  if (dropped > 0) {
    state.events.dropped(dropped);
    state.forgotten = gone;
  }
  return dropped > 0;
}

Result<FileSize> file_size(Database& database) {
  const auto page = database.number("PRAGMA page_size");
  const auto pages = database.number("PRAGMA page_count");
  const auto free = database.number("PRAGMA freelist_count");
  const auto vacuum = database.number("PRAGMA auto_vacuum");
  for (const auto* number : {&page, &pages, &free, &vacuum}) {
    if (!*number) {
      return number->error();
    }
  }
  return FileSize{*page * *pages, *page * *free, *vacuum != 0};
}

Result<bool> shrink(Store::State& state, std::int64_t most_bytes) {
  const auto size = file_size(state.database);
  if (!size) {
    return state.failed(size.error());
  }
  const bool over = most_bytes > 0 && size->bytes > most_bytes;
  const auto kept = over ? 0 : std::max(kKeptBytes, size->bytes / kKeptShare);
  if (!size->shrinks || size->free_bytes <= kept) {
    return false;
  }
  auto given_back =
      state.database.execute("PRAGMA incremental_vacuum(" + std::to_string(kPagesAStep) + ")");
  return given_back ? Result<bool>(true) : state.failed(given_back.error());
}

}  // namespace rackproof::store
