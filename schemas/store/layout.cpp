#include "schemas/store/layout.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace rackproof::store {
namespace {

struct Table {
  std::string_view name;
  std::string_view sql;    ///< Exactly as SQLite keeps it.
  std::int64_t since = 1;  ///< Version.
  std::int64_t until = kFormatVersion;

  [[nodiscard]] bool is_of(std::int64_t version) const {
    return since <= version && version <= until;
  }
};

/// In order of creation.
constexpr std::array kTables{
    Table{"note",
          "CREATE TABLE note(id INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, "
          "sum INTEGER NOT NULL)"},
    Table{"device",
          "CREATE TABLE device(id INTEGER PRIMARY KEY, name TEXT NOT NULL, details BLOB NOT NULL, "
          "sum INTEGER NOT NULL)"},
    Table{"metric",
          "CREATE TABLE metric(id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, "
          "kind TEXT NOT NULL, sum INTEGER NOT NULL)"},
    Table{"series",
          "CREATE TABLE series(id INTEGER PRIMARY KEY, device INTEGER NOT NULL, metric INTEGER "
          "NOT NULL, sum INTEGER NOT NULL)"},
    Table{"chunk",
          "CREATE TABLE chunk(id INTEGER PRIMARY KEY, device INTEGER NOT NULL, first_ns INTEGER "
          "NOT NULL, last_ns INTEGER NOT NULL, points INTEGER NOT NULL, body_sum INTEGER NOT "
          "NULL, sum INTEGER NOT NULL)"},
    Table{"chunk_body", "CREATE TABLE chunk_body(id INTEGER PRIMARY KEY, body BLOB NOT NULL)"},
    Table{"event",
          "CREATE TABLE event(id INTEGER PRIMARY KEY, taken_ns INTEGER NOT NULL, device TEXT NOT "
          "NULL, source TEXT NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, text TEXT NOT "
          "NULL, sequence INTEGER NOT NULL, sum INTEGER NOT NULL)"},
    Table{"journal",
          "CREATE TABLE journal(id INTEGER PRIMARY KEY, body BLOB NOT NULL, sum INTEGER NOT NULL)",
          kJournalVersion, kPlacesVersion - 1},
    Table{"journal", "CREATE TABLE journal(id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
          kPlacesVersion},
    Table{"summary",
          "CREATE TABLE summary(id INTEGER PRIMARY KEY, body BLOB NOT NULL, sum INTEGER NOT NULL)",
          kJournalVersion},
    Table{"tier",
          "CREATE TABLE tier(id INTEGER PRIMARY KEY, body BLOB NOT NULL, sum INTEGER NOT NULL)",
          kTierVersion},
};

/// Tables that a file of that version has.
std::size_t tables_of(std::int64_t version) {
  return static_cast<std::size_t>(std::ranges::count_if(
      kTables, [version](const Table& table) { return table.is_of(version); }));
}

Error foreign(std::string_view what) {
  return Error{ErrorKind::malformed, "not a store of this tool: " + std::string(what)};
}

/// Every object of the schema against ours of that version; the count of tables found.
Result<std::size_t> check_schema(Database& database, std::int64_t version) {
  auto rows = database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema");
  if (!rows) {
    return std::move(rows).error();
  }
  std::size_t found = 0;
  for (;;) {
    auto row = rows->step();
    if (!row) {
      return std::move(row).error();
    }
    if (!*row) {
      return found;
    }
    const auto name = rows->text(1);
    const auto table = std::ranges::find_if(kTables, [name, version](const Table& each) {
      return each.name == name && each.is_of(version);
    });
    const bool ours = table != kTables.end() && rows->text(0) == "table" && rows->text(2) == name &&
                      rows->text(3) == table->sql && rows->ok();
    if (!ours || ++found > kTables.size()) {
      return foreign("it holds something that no store has");
    }
  }
}

/// Tables that only one of two versions has; what an old one has instead of ours is empty.
Result<void> change_tables(Database& database, std::int64_t from) {
  for (const auto& table : kTables) {
    Result<void> done;
    if (table.is_of(from) && !table.is_of(kFormatVersion)) {
      done = database.execute("DROP TABLE " + std::string(table.name));
    } else if (!table.is_of(from) && table.is_of(kFormatVersion)) {
      done = database.execute(std::string(table.sql));
    }
    if (!done) {
      return done;
    }
  }
  return {};
}

}  // namespace

Result<Content> inspect(Database& database) {
  const auto id = database.number("PRAGMA application_id");
  if (!id) {
    return id.error();
  }
  const auto version = database.number("PRAGMA user_version");
  if (!version) {
    return version.error();
  }
  if (*id == kApplicationId && *version > kFormatVersion) {
    return Error{ErrorKind::unsupported,
                 "written by a newer release (store format " + std::to_string(*version) +
                     "; this release reads up to " + std::to_string(kFormatVersion) + ")"};
  }
  const auto found = check_schema(database, *version);
  if (!found) {
    return found.error();
  }
  if (*found == 0 && *id == 0 && *version == 0) {
    return Content::nothing;
  }
  if (*id != kApplicationId || *version < 1) {
    return foreign("its application id or version is another");
  }
  if (*found != tables_of(*version)) {
    return foreign("a table is missing, or one too many is there");
  }
  if (auto readable = refuse_old_journal(database, *version); !readable) {
    return std::move(readable).error();
  }
  return *version < kFormatVersion ? Content::older : Content::this_store;
}

Result<void> set_up_writing(Database& database) {
  // The log may grow to 16 MiB before it is folded in: pages of the journal are used again for
  // chunks in the same log, and then reach the file once.
  auto sized = database.execute(
      "PRAGMA page_size=4096; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA wal_autocheckpoint=4096");
  if (!sized) {
    return sized;
  }
  const auto mode = database.text("PRAGMA journal_mode=WAL");
  if (!mode) {
    return mode.error();
  }
  if (*mode != "wal") {
    return Error{ErrorKind::unsupported,
                 "the file system does not allow a write-ahead log (journal mode '" + *mode + "')"};
  }
  return {};
}

Result<void> refuse_old_journal(Database& database, std::int64_t version) {
  if (version != kJournalVersion) {
    return {};
  }
  // Not count(*): a table of no end is counted in one step of SQLite's program.
  const auto rows = database.number("SELECT EXISTS(SELECT 1 FROM journal)");
  if (!rows || *rows == 0) {
    return rows ? Result<void>() : Result<void>(rows.error());
  }
  return Error{ErrorKind::unsupported,
               "a store of format 2 that was not closed in order: let the release that wrote it "
               "open and close it"};
}

Result<void> migrate(Database& database) {
  const auto version = database.number("PRAGMA user_version");
  if (!version) {
    return version.error();
  }
  if (auto done = change_tables(database, *version); !done) {
    return done;
  }
  return database.execute("PRAGMA application_id=" + std::to_string(kApplicationId) +
                          "; PRAGMA user_version=" + std::to_string(kFormatVersion));
}

}  // namespace rackproof::store
