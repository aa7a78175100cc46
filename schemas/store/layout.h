#pragma once

#include <cstdint>

#include "schemas/store/sqlite.h"

/// Tables and versions of the file.
///
///   note        small facts by name; row 1 counts the rows of every table, so that a row that went
///               missing is noticed
///   device      one row a device, metric likewise, series one row a device and metric
///   chunk       head of a chunk: device, first and last stamp, number of points, sum of its body
///   chunk_body  its bytes, as chunk_codec.h says
///   summary     since version 2: what the columns of a chunk come to, as summary_codec.h says
///   journal     since version 2: what each flush added to chunks that are not full yet; of version
///               2 a row a flush, which this release does not read, since version 3 places that are
///               written over
///   tier        since version 4: what stays of readings that were forgotten, as tier_table.h says
///   event       one row an event
///
/// Rows are numbered from 1 without a gap, but those of the tiers, and of chunks and events once
/// some of them were forgotten; each row ends in a checksum over all of its values.
namespace rackproof::store {

inline constexpr std::int64_t kApplicationId = 0x7250'7366;  // "rPsf"
inline constexpr std::int64_t kFormatVersion = 4;
/// The first version with a journal and summaries.
inline constexpr std::int64_t kJournalVersion = 2;
/// The first version with a journal that is written in place.
inline constexpr std::int64_t kPlacesVersion = 3;
/// The first version with tiers.
inline constexpr std::int64_t kTierVersion = 4;

enum class Content {
  nothing,     ///< No table at all: a new file, or one whose creation was cut short.
  this_store,  ///< Ours, in a version that this release reads.
  older,       ///< Ours, of a version that can be read, and is migrated before it is written.
};

/// What the file holds. Error{unsupported} for a newer version, Error{malformed} for anything that
/// is not a store of ours, table by table and letter by letter.
Result<Content> inspect(Database& database);

/// Page size and WAL; before the first transaction of a writer.
Result<void> set_up_writing(Database& database);

/// Error{unsupported} where a file of version 2 was not closed in order: what its journal holds can
/// be read by the release that wrote it alone. Of other versions nothing.
Result<void> refuse_old_journal(Database& database, std::int64_t version);

/// Brings a file from where inspect() found it to kFormatVersion; inside a write transaction.
Result<void> migrate(Database& database);

}  // namespace rackproof::store
