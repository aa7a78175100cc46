#pragma once

#include <cstdint>
#include <functional>

#include "schemas/store/directory.h"
#include "schemas/store/notes.h"
#include "schemas/store/store.h"

/// Small steps in which a writer gives up room: each is one transaction of bounded length.
namespace rackproof::store {

/// Runs `write` in one transaction of this writer; it takes part in the row counts of the file.
/// After a failure the store is as it was before.
[[nodiscard]] Result<void> change(Store::State& state,
                                  const std::function<Result<void>(RowCounts&)>& write);

/// Drops saved chunks all of whose readings were forgotten; false where there is none.
[[nodiscard]] Result<bool> sweep_chunks(Store::State& state);

/// Drops rows of a tier that were forgotten, of some devices from `device` on, which it moves
/// behind them; to 0 once all are done.
[[nodiscard]] Result<void> sweep_tier(Store::State& state, std::size_t tier, Row& device);

/// Drops events older than `before_ns`; false where no more are left among the oldest.
[[nodiscard]] Result<bool> sweep_events(Store::State& state, std::int64_t before_ns);

/// Pages of the file.
struct FileSize {
  std::int64_t bytes = 0;
  std::int64_t free_bytes = 0;  ///< Of these, of pages that hold nothing.
  bool shrinks = false;         ///< Free pages can be given back while it is written.

  [[nodiscard]] std::int64_t used() const { return bytes - free_bytes; }
};
[[nodiscard]] Result<FileSize> file_size(Database& database);

/// Gives back some of the free pages where there are more than new chunks soon use again, or all
/// that there are, step by step, where the file is larger than `most_bytes`, 0 = any. false where
/// there is nothing to give back.
[[nodiscard]] Result<bool> shrink(Store::State& state, std::int64_t most_bytes);

}  // namespace rackproof::store
