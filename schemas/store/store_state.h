#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "schemas/store/chunk_table.h"
#include "schemas/store/directory.h"
#include "schemas/store/event_table.h"
#include "schemas/store/forgotten.h"
#include "schemas/store/journal_table.h"
#include "schemas/store/notes.h"
#include "schemas/store/open_chunks.h"
#include "schemas/store/retention.h"
#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"
#include "schemas/store/summary.h"
#include "schemas/store/tier_table.h"
#include "schemas/store/unpacked.h"

namespace rackproof {

namespace store {

[[nodiscard]] inline Error not_a_writer() {
  return Error{ErrorKind::denied, "the store was opened for reading"};
}

}  // namespace store

/// What the files of this room share of an open store.
struct Store::State {
  enum class Role { writer, reader, immutable };
  using NewNotes = std::vector<std::pair<std::string, std::string>>;

  State(std::string file, Role as, store::Database connection)
      : path(std::move(file)), role(as), database(std::move(connection)) {}

  /// Everything held in memory, from the file; held against the row counts.
  Result<void> load();
  /// Where another process writes: begins a read transaction and loads anew what has changed.
  Result<std::vector<store::Transaction>> begin_query();
  /// The same for many calls at once, each of which begins a query of its own: all see one state of
  /// the file, until what is given back is gone.
  class Question;
  Result<Question> begin_question();
  /// What a commit does with chunks that are not full yet.
  enum class Growing { to_journal, to_chunks };
  /// Saves all that waits and sets notes, in one transaction.
  Result<void> commit(const NewNotes& new_notes, Growing growing = Growing::to_journal);
  std::size_t add_some(store::Row device, std::span<const Sample> samples);
  /// By handle: the rows of the devices that samples speak of.
  Result<std::vector<store::Row>> rows_of(const Devices& devices, const Samples& samples);
  /// What the columns of a saved chunk come to; of none where that is not kept. The pointers are
  /// never null and hold until the next one is asked for.
  Result<const store::KnownSummaries*> summaries_of(const store::ChunkHead& head);
  Result<const store::UnpackedColumn*> column_of(const store::ChunkHead& head, store::Row metric);
  /// Windows of one series as far as summaries tell; `base` is the reading before a counter's.
  Result<std::optional<SeriesWindows>> quick_windows(const SeriesAsked& asked,
                                                     const WindowQuery& query,
                                                     const std::optional<Point>& base);
  Result<void> quick_last(std::span<const SeriesKey> keys, std::vector<std::optional<Point>>& all,
                          std::vector<std::size_t>& closer);
  struct Asked {
    store::Row device = 0;
    store::Row metric = 0;
  };
  /// Nothing for a series that cannot be.
  [[nodiscard]] std::optional<Asked> find(const SeriesKey& key) const;
  /// Whether readings of that time are kept no longer; what comes that late is in no answer.
  [[nodiscard]] bool is_forgotten(UtcTime time) const {
    return forgotten.readings && time.time_since_epoch().count() < forgotten.from_ns[0];
  }
  [[nodiscard]] Error failed(const Error& why) const { return why.during(path); }

  std::string path;
  Role role;
  store::Database database;
  store::Notes notes;
  store::Directory directory;
  store::ChunkTable chunks;
  store::EventTable events;
  store::OpenChunks open;
  store::TierTable tiers;
  store::Forgotten forgotten;
  store::Retention retention;
  StoreRecovery recovery;
  std::optional<UtcTime> flushed_until;  ///< By this writer; the time between two writers is no
                                         ///< time between two flushes.
  std::string token;                     ///< Of this writer.
  store::JournalRows journal;
  store::JournalTable journal_table;
  store::Columns journal_room;  ///< For what a flush adds to the journal.
  /// Whose journal `open` holds as far as `journal` says, and which chunk was the last one then.
  struct Played {
    std::string writer;
    std::int64_t last_chunk = 0;
    bool operator==(const Played&) const = default;
  };
  std::optional<Played> played;
  std::int64_t longest_span_ns = 0;  ///< Between two flushes of one writer.
  store::Unpacked unpacked;
  bool in_question = false;               ///< begin_query() has been called for several at once.
  bool has_summaries = true;              ///< false: a file of version 1 that is only read.
  std::vector<store::Row> row_of_handle;  ///< 0 = not seen yet.
  std::int64_t seen_version = -1;         ///< PRAGMA data_version at the last load.

 private:
  struct Written {
    store::ChunkHead head;
    std::string body;
    std::string summary;
    std::int64_t too_late = 0;  ///< Readings whose time was forgotten already.
  };
  /// All that one transaction writes.
  struct Packed {
    std::vector<Written> chunks;
    std::string journal;
    store::JournalRows rows;  ///< Of the journal, afterwards.
    store::FlushMarks marks;
    std::optional<UtcTime> safe_until;
    std::int64_t too_late = 0;  ///< Of all chunks.
  };
  Result<void> load_journal(store::Budget& budget);
  Result<void> load_tiers(store::Budget& budget);
  Result<Written> written(store::OpenChunk& chunk, std::int64_t id, store::Columns& room) const;
  [[nodiscard]] store::FlushMarks marks_with(std::optional<UtcTime> safe) const;
  Result<Packed> pack(Growing growing);
  Result<void> write(const Packed& packed, const NewNotes& new_notes);
  Result<void> write_notes(const Packed& packed, const NewNotes& new_notes);
};

class Store::State::Question {
 public:
  /// `outermost`: no other question is being asked.
  Question(State& state, std::vector<store::Transaction> held, bool outermost)
      : state_(outermost ? &state : nullptr), held_(std::move(held)) {
    state.in_question = true;
  }
  ~Question() {
    if (state_ != nullptr) {
      state_->in_question = false;
    }
  }
  Question(Question&& other) noexcept
      : state_(std::exchange(other.state_, nullptr)), held_(std::move(other.held_)) {}
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;
  Question& operator=(Question&&) = delete;

 private:
  State* state_;
  std::vector<store::Transaction> held_;
};

}  // namespace rackproof
