#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "schemas/store/chunk_codec.h"
#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/store/summary_codec.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using store::OpenChunk;

/// The latest of the stamps that are safe, once these chunks are.
std::optional<UtcTime> safe_with(std::optional<UtcTime> safe, const std::vector<OpenChunk*>& more) {
  for (const auto* chunk : more) {
    const UtcTime last{std::chrono::nanoseconds(chunk->head.last_ns)};
    safe = std::max(safe, std::optional(last));
  }
  return safe;
}

}  // namespace

/// A full chunk as it is to be written; `room` is for the columns of any.
Result<Store::State::Written> Store::State::written(OpenChunk& chunk, std::int64_t id,
                                                    store::Columns& room) const {
  const auto& columns = chunk.sorted(room);
  auto body = store::encode_chunk(columns);
  if (!body) {
    return std::move(body).error();
  }
  auto head = chunk.head;
  head.id = id;
  head.body_sum = store::chunk_checksum(*body);
  const auto is_counter = [this](store::Row metric) {
    return directory.metrics()[metric - 1].kind == word_of(kMetricKinds, MetricKind::counter);
  };
  auto summary = store::write_summaries(store::summarise(columns, is_counter));
  const bool late = chunk.head.first_ns < forgotten.from_ns[0];
  return Written{head, std::move(*body), std::move(summary),
                 late ? store::too_late_in(columns, forgotten) : 0};
}

store::FlushMarks Store::State::marks_with(std::optional<UtcTime> safe) const {
  store::FlushMarks marks{0, longest_span_ns};
  if (safe) {
    marks.safe_ns = safe->time_since_epoch().count();
  }
  if (safe && flushed_until) {
    marks.span_ns = std::max<std::int64_t>(marks.span_ns, (*safe - *flushed_until).count());
  }
  return marks;
}

Result<Store::State::Packed> Store::State::pack(Growing growing) {
  Packed packed;
  const auto full = open.full_ones(growing == Growing::to_chunks);
  const auto grown = open.grown();
  auto id = chunks.last_id();
  store::Columns room;
  for (auto* chunk : full) {
    auto done = written(*chunk, ++id, room);
    if (!done) {
      return std::move(done).error();
    }
    packed.too_late += done->too_late;
    packed.chunks.push_back(std::move(*done));
  }
  packed.safe_until = safe_with(safe_with(recovery.safe_until, full), grown);
  packed.marks = marks_with(packed.safe_until);
  packed.journal = store::journal_body(full, grown, journal_room);
  const auto row = journal.next;
  packed.rows = {open.first_row_needed(row), row + (packed.journal.empty() ? 0 : 1)};
  if (grown.empty() && packed.rows.first == row) {
    packed.journal.clear();  // nothing is void where nothing is left
    packed.rows = {row, row};
  }
  return packed;
}

Result<void> Store::State::write_notes(const Packed& packed, const NewNotes& new_notes) {
  auto all = new_notes;
  if (packed.journal.empty() && packed.safe_until) {  // else the journal says it
    all.emplace_back(store::kSafeNote, std::to_string(packed.marks.safe_ns));
    all.emplace_back(store::kSpanNote, std::to_string(packed.marks.span_ns));
  }
  for (const auto& [name, value] : all) {
    if (notes.get(name) == value) {
      continue;
    }
    if (auto set = notes.set(database, name, value); !set) {
      return set;
    }
  }
  const store::RowCounts counts{
      .notes = notes.count(),
      .devices = static_cast<std::int64_t>(directory.devices().size()),
      .metrics = static_cast<std::int64_t>(directory.metrics().size()),
      .series = static_cast<std::int64_t>(directory.series_count()),
      .chunks = chunks.count() + static_cast<std::int64_t>(packed.chunks.size()),
      .events = events.saved_count() + static_cast<std::int64_t>(events.waiting().size()),
      .journal = journal_table.places(),
      .tiers = tiers.count()};
  const auto text = store::format_counts(counts);
  return notes.get(store::kRowsNote) == text ? Result<void>()
                                             : notes.set(database, store::kRowsNote, text);
}

Result<void> Store::State::write(const Packed& packed, const NewNotes& new_notes) {
  auto transaction = store::Transaction::begin(database, store::Transaction::Kind::write);
  if (!transaction) {
    return std::move(transaction).error();
  }
  const auto writer = database.text("SELECT value FROM note WHERE name = 'store.writer'");
  if (!writer) {
    return writer.error();
  }
  if (*writer != token) {
    return Error{ErrorKind::io, "another writer has taken this store over"};
  }
  if (auto done = directory.save(database); !done) {
    return done;
  }
  if (auto done = journal_table.save(database, packed.rows, packed.journal, packed.marks); !done) {
    return done;
  }
  for (const auto& chunk : packed.chunks) {
    auto saved = store::ChunkTable::save(database, chunk.head, chunk.body);
    if (saved) {
      saved = store::ChunkTable::save_summary(database, chunk.head, chunk.summary);
    }
    if (!saved) {
      return saved;
    }
  }
  if (auto saved = events.save(database); !saved) {
    return saved;
  }
  if (auto noted = write_notes(packed, new_notes); !noted) {
    return noted;
  }
  return transaction->commit();
}

Result<void> Store::State::commit(const NewNotes& new_notes, Growing growing) {
  if (role != Role::writer) {
    return failed(store::not_a_writer());
  }
  auto packed = pack(growing);
  if (!packed) {
    return failed(packed.error());
  }
  const auto notes_before = notes;
  const auto places_before = journal_table;
  if (auto done = write(*packed, new_notes); !done) {
    notes = notes_before;
    journal_table = places_before;
    return failed(done.error());
  }
  for (const auto& chunk : packed->chunks) {
    chunks.remember(chunk.head);
  }
  retention.came_too_late(packed->too_late);
  open.written(journal.next);
  journal = packed->rows;
  longest_span_ns = packed->marks.span_ns;
  recovery.safe_until = packed->safe_until;
  flushed_until = packed->safe_until;
  directory.saved();
  events.saved();
  return {};
}

}  // namespace rackproof
