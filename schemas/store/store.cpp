#include "schemas/store/store.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "schemas/store/bytes.h"
#include "schemas/store/store_state.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// Samples that may wait for a flush that does not succeed.
constexpr std::size_t kMostUnflushed = std::size_t{1} << 22;

Reading kept(const Reading& reading) {
  const auto* why = std::get_if<Error>(&reading);
  if (why == nullptr || why->message.size() <= Store::kMaxMessageBytes) {
    return reading;
  }
  return Error{why->kind, std::string(store::cut_text(why->message, Store::kMaxMessageBytes))};
}

/// `known` is the row that the device's handle stood for last, 0 = none.
Result<store::Row> row_of(store::Directory& directory, const Device& device, store::Row known) {
  if (known != 0 && directory.devices()[known - 1].id == device.id) {
    return known;
  }
  return directory.keep(device);
}

Error not_a_writer() {
  return Error{ErrorKind::denied, "the store was opened for reading"};
}

}  // namespace

static_assert(Store::kMaxMessageBytes == store::kMaxReasonBytes);

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::vector<Store::State::Written>> Store::State::pack() {
  std::vector<Written> packed;
  for (auto* chunk : open.unwritten()) {
    auto body = store::encode_chunk(chunk->columns);
    if (!body) {
      return std::move(body).error();
    }
    if (chunk->head.id == 0) {
      chunk->head.id = next_chunk++;
    }
    chunk->head.body_sum = store::chunk_checksum(*body);
    packed.push_back({chunk->head, std::move(*body)});
  }
  return packed;
}

Result<void> Store::State::write_notes(const std::vector<Written>& packed,
                                       const NewNotes& new_notes) {
  auto safe = recovery.safe_until;
  for (const auto& chunk : packed) {
    safe = std::max(safe, std::optional(UtcTime{std::chrono::nanoseconds(chunk.head.last_ns)}));
  }
  auto all = new_notes;
  if (safe) {
    all.emplace_back(store::kSafeNote, std::to_string(safe->time_since_epoch().count()));
  }
  if (safe && flushed_until) {
    const auto span = (*safe - *flushed_until).count();
    const auto before = parse_integer(notes.get(store::kSpanNote).value_or("0"));
    all.emplace_back(store::kSpanNote, std::to_string(std::max<std::int64_t>(
                                           span, before ? *before : std::int64_t{0})));
  }
  for (const auto& [name, value] : all) {
    if (notes.get(name) == value) {
      continue;
    }
    if (auto set = notes.set(database, name, value); !set) {
      return set;
    }
  }
  const auto added = std::ranges::count_if(
      packed, [this](const Written& chunk) { return chunk.head.id > chunks.count(); });
  const store::RowCounts counts{
      .notes = notes.count(),
      .devices = static_cast<std::int64_t>(directory.devices().size()),
      .metrics = static_cast<std::int64_t>(directory.metrics().size()),
      .series = static_cast<std::int64_t>(directory.series_count()),
      .chunks = chunks.count() + added,
      .events = events.saved_count() + static_cast<std::int64_t>(events.waiting().size())};
  return notes.set(database, store::kRowsNote, store::format_counts(counts));
}

Result<void> Store::State::write(const std::vector<Written>& packed, const NewNotes& new_notes) {
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
  for (const auto& chunk : packed) {
    if (auto done = store::ChunkTable::save(database, chunk.head, chunk.body); !done) {
      return done;
    }
  }
  if (auto done = events.save(database); !done) {
    return done;
  }
  if (auto done = write_notes(packed, new_notes); !done) {
    return done;
  }
  return transaction->commit();
}

Result<void> Store::State::commit(const NewNotes& new_notes) {
  if (role != Role::writer) {
    return failed(not_a_writer());
  }
  auto packed = pack();
  if (!packed) {
    return failed(packed.error());
  }
  const auto notes_before = notes;
  if (auto done = write(*packed, new_notes); !done) {
    notes = notes_before;
    return failed(done.error());
  }
  for (const auto& chunk : *packed) {
    chunks.remember(chunk.head);
    const UtcTime last{std::chrono::nanoseconds(chunk.head.last_ns)};
    recovery.safe_until = std::max(recovery.safe_until, std::optional(last));
    flushed_until = recovery.safe_until;
  }
  open.written();
  directory.saved();
  events.saved();
  return {};
}

Result<void> Store::append(const Devices& devices) {
  if (state_->role != State::Role::writer) {
    return state_->failed(not_a_writer());
  }
  for (const auto& device : devices) {
    if (auto row = state_->directory.keep(device); !row) {
      return state_->failed(row.error());
    }
  }
  return {};
}

Result<void> Store::append(const Devices& devices, const Samples& samples) {
  if (state_->role != State::Role::writer) {
    return state_->failed(not_a_writer());
  }
  if (state_->open.unwritten_points() + samples.size() > kMostUnflushed) {
    return state_->failed({ErrorKind::io, "too many samples wait for a flush that succeeds"});
  }
  auto& rows = state_->row_of_handle;
  for (const auto& sample : samples) {
    if (sample.device >= devices.size() || sample.metric == nullptr) {
      return state_->failed({ErrorKind::malformed, "a sample of no listed device or metric"});
    }
    if (rows.size() <= sample.device) {
      rows.resize(devices.size());
    }
    const auto row = row_of(state_->directory, devices[sample.device], rows[sample.device]);
    if (!row) {
      return state_->failed(row.error());
    }
    rows[sample.device] = *row;
  }
  for (const auto& sample : samples) {
    const auto device = rows[sample.device];
    const auto metric = state_->directory.keep(*sample.metric);
    if (state_->open.add(device, metric, {sample.taken_at, kept(sample.reading)})) {
      state_->directory.keep_series(device, metric);
    }
  }
  return {};
}

Result<void> Store::append(const Events& events) {
  if (state_->role != State::Role::writer) {
    return state_->failed(not_a_writer());
  }
  if (state_->events.waiting().size() + events.size() > kMostUnflushed) {
    return state_->failed({ErrorKind::io, "too many events wait for a flush that succeeds"});
  }
  state_->events.keep(events);
  return {};
}

Result<void> Store::flush() {
  return state_->commit({});
}

std::size_t Store::unflushed() const {
  return state_->open.unwritten_points() + state_->events.waiting().size();
}

Result<void> Store::close() {
  if (auto done = state_->commit({{std::string(store::kStateNote), "closed"}}); !done) {
    return done;
  }
  // With a reader beside us the log stays; what it holds is safe either way.
  if (auto folded = state_->database.execute("PRAGMA wal_checkpoint(TRUNCATE)"); !folded) {
    return state_->failed(folded.error());
  }
  state_->role = State::Role::reader;
  return {};
}

Result<void> Store::export_to(const std::string& path) {
  std::error_code failure;
  if (std::filesystem::exists(path, failure)) {
    return Error{ErrorKind::io, path + ": exists already"};
  }
  const bool writes = state_->role == State::Role::writer;
  if (writes) {
    // The copy is complete, and says so; should we be killed here, so is the original.
    if (auto done = state_->commit({{std::string(store::kStateNote), "closed"}}); !done) {
      return done;
    }
  }
  auto copy = state_->database.prepare("VACUUM INTO ?1");
  auto copied = copy ? copy->bind(1, path).run() : Result<void>(copy.error());
  if (!copied) {
    std::filesystem::remove(path, failure);
    copied = copied.error().during(path);
  }
  if (writes) {
    auto reopened = state_->commit({{std::string(store::kStateNote), "open"}});
    return copied ? reopened : copied;
  }
  return copied;
}

Result<void> Store::set_note(std::string_view key, std::string_view value) {
  return state_->commit({{"user." + std::string(key), std::string(value)}});
}

const StoreRecovery& Store::recovery() const {
  return state_->recovery;
}

}  // namespace rackproof
