#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/store/chunk_table.h"
#include "schemas/store/directory.h"
#include "schemas/store/event_table.h"
#include "schemas/store/notes.h"
#include "schemas/store/open_chunks.h"
#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"

namespace rackproof {

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
  /// Saves all that waits and sets notes, in one transaction.
  Result<void> commit(const NewNotes& new_notes);
  [[nodiscard]] Error failed(const Error& why) const { return why.during(path); }

  std::string path;
  Role role;
  store::Database database;
  store::Notes notes;
  store::Directory directory;
  store::ChunkTable chunks;
  store::EventTable events;
  store::OpenChunks open;
  StoreRecovery recovery;
  std::optional<UtcTime> flushed_until;  ///< By this writer; the time between two writers is no
                                         ///< time between two flushes.
  std::string token;                     ///< Of this writer.
  std::int64_t next_chunk = 1;  ///< Id of the next chunk that is written for the first time.
  std::vector<store::Row> row_of_handle;  ///< 0 = not seen yet.
  std::int64_t seen_version = -1;         ///< PRAGMA data_version at the last load.

 private:
  struct Written {
    store::ChunkHead head;
    std::string body;
  };
  Result<std::vector<Written>> pack();
  Result<void> write(const std::vector<Written>& packed, const NewNotes& new_notes);
  Result<void> write_notes(const std::vector<Written>& packed, const NewNotes& new_notes);
};

}  // namespace rackproof
