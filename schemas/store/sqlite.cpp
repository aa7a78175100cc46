#include "schemas/store/sqlite.h"

#include <array>
#include <climits>
#include <filesystem>
#include <system_error>

#include <sqlite3.h>

namespace rackproof::store {
namespace {

constexpr int kBusyMilliseconds = 10'000;
constexpr int kLongestValue = 16 << 20;  // bytes of one row; ours stay far below
constexpr int kLongestSql = 64 << 10;
/// What one call may cost in a file of others, counted in steps of SQLite's program: a row of ours
/// costs a few dozen, the whole schema some hundred.
constexpr int kStepsAStretch = 100'000;
constexpr int kMostStretches = 10;

ErrorKind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_TOOBIG:
    case SQLITE_FORMAT:
    case SQLITE_INTERRUPT:  // bound_each_call()
    case SQLITE_ERROR:      // no such table: not a store of ours
      return ErrorKind::malformed;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return ErrorKind::denied;
    default:
      return ErrorKind::io;
  }
}

Error error_of(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  const char* const why = (code & 0xFF) == SQLITE_INTERRUPT
                              ? "its pages lead to one another without end"
                              : sqlite3_errmsg(database);
  return Error{kind_of(code), why};
}

/// `path` as a URI of SQLite, every byte that could mean something escaped.
std::string immutable_uri(const std::string& path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char letter : std::filesystem::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '/' || byte == '.' || byte == '_';
    if (plain) {
      uri += letter;
    } else {
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 0xF];
    }
  }
  return uri + "?mode=ro&immutable=1";
}

int flags_of(Database::Access access) {
  const int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (access) {
    case Database::Access::create:
      return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Database::Access::read_write:
      return common | SQLITE_OPEN_READWRITE;
    case Database::Access::read:
      return common | SQLITE_OPEN_READONLY;
    case Database::Access::immutable:
      break;
  }
  return common | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
}

Result<void> must_be_a_file(const std::string& path) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found) {
    return Error{ErrorKind::absent, "no such file"};
  }
  if (failure) {
    const bool denied = failure == std::errc::permission_denied;
    return Error{denied ? ErrorKind::denied : ErrorKind::io, failure.message()};
  }
  if (status.type() != std::filesystem::file_type::regular) {
    return Error{ErrorKind::malformed, "not a regular file"};
  }
  return {};
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

Statement& Statement::bind(int place, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), place, value);
  return *this;
}

Statement& Statement::bind(int place, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), place, text.empty() ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_bytes(int place, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), place, bytes.empty() ? "" : bytes.data(), bytes.size(),
                      SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  *stretches_ = 0;
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_.get());
    return false;
  }
  Error why = error_of(database_);
  sqlite3_reset(statement_.get());
  return why;
}

Result<void> Statement::run() {
  for (;;) {
    auto row = step();
    if (!row) {
      return std::move(row).error();
    }
    if (!*row) {
      return {};
    }
  }
}

void Statement::reset() {
  types_ok_ = true;
  sqlite3_reset(statement_.get());
}

bool Statement::is_type(int column, int type) {
  const bool right = sqlite3_column_type(statement_.get(), column) == type;
  types_ok_ = types_ok_ && right;
  return right;
}

std::int64_t Statement::integer(int column) {
  return is_type(column, SQLITE_INTEGER) ? sqlite3_column_int64(statement_.get(), column) : 0;
}

std::string_view Statement::text(int column) {
  if (!is_type(column, SQLITE_TEXT)) {
    return {};
  }
  const auto* letters = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return letters == nullptr ? std::string_view{}
                            : std::string_view{reinterpret_cast<const char*>(letters), size};
}

std::string_view Statement::bytes(int column) {
  if (!is_type(column, SQLITE_BLOB)) {
    return {};
  }
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string_view{} : std::string_view{bytes, size};
}

Result<Database> Database::open(const std::string& path, Access access) {
  if (access != Access::create) {
    if (auto there = must_be_a_file(path); !there) {
      return std::move(there).error();
    }
  }
  const std::string name = access == Access::immutable ? immutable_uri(path) : path;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags_of(access), nullptr);
  Database database(raw);  // a failed open may leave a handle that must be closed
  if (code != SQLITE_OK) {
    return raw == nullptr ? Error{ErrorKind::io, "out of memory"} : error_of(raw);
  }
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  if (access == Access::immutable) {
    database.bound_each_call();
  }
  if (auto hard = database.harden(); !hard) {
    return std::move(hard).error();
  }
  return database;
}

/// What a hostile file could otherwise make SQLite do for it.
Result<void> Database::harden() {
  auto* raw = database_.get();
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, kLongestValue);
  sqlite3_limit(raw, SQLITE_LIMIT_SQL_LENGTH, kLongestSql);
  sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 1);  // VACUUM INTO needs one
  constexpr std::array kSettings{
      std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},      std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      std::pair{SQLITE_DBCONFIG_DQS_DML, 0},        std::pair{SQLITE_DBCONFIG_DQS_DDL, 0},
  };
  for (const auto& [setting, value] : kSettings) {
    if (sqlite3_db_config(raw, setting, value, nullptr) != SQLITE_OK) {
      return error_of(raw);
    }
  }
  return execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA synchronous=FULL;");
}

/// A page may be the child of a page many times over, and that one of another: SQLite, which checks
/// each page by itself, would read such a file of a few pages for years.
void Database::bound_each_call() {
  const auto too_long = [](void* stretches) {
    return ++*static_cast<int*>(stretches) > kMostStretches ? 1 : 0;
  };
  sqlite3_progress_handler(database_.get(), kStepsAStretch, too_long, stretches_.get());
}

Result<Statement> Database::prepare(std::string_view sql) {
  *stretches_ = 0;
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  if (code != SQLITE_OK) {
    return error_of(database_.get());
  }
  return Statement(database_.get(), stretches_.get(), raw);
}

Result<void> Database::execute(const std::string& sql) {
  *stretches_ = 0;
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return error_of(database_.get());
  }
  return {};
}

Result<void> Database::overwrite(const Place& place, std::string_view bytes) {
  constexpr int kForWriting = 1;
  sqlite3_blob* blob = nullptr;
  const int opened = sqlite3_blob_open(database_.get(), "main", place.table, place.column,
                                       place.row, kForWriting, &blob);
  const std::unique_ptr<sqlite3_blob, decltype(&sqlite3_blob_close)> held(blob,
                                                                          &sqlite3_blob_close);
  if (opened != SQLITE_OK || bytes.size() > INT_MAX || place.offset > INT_MAX) {
    return error_of(database_.get());
  }
  const int written = sqlite3_blob_write(blob, bytes.data(), static_cast<int>(bytes.size()),
                                         static_cast<int>(place.offset));
  return written == SQLITE_OK ? Result<void>() : Result<void>(error_of(database_.get()));
}

Result<std::int64_t> Database::number(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) {
    return std::move(statement).error();
  }
  auto row = statement->step();
  if (!row) {
    return std::move(row).error();
  }
  const auto value = *row ? statement->integer(0) : 0;
  if (!*row || !statement->ok()) {
    return Error{ErrorKind::malformed, "no number where one was expected"};
  }
  return value;
}

Result<std::string> Database::text(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) {
    return std::move(statement).error();
  }
  auto row = statement->step();
  if (!row) {
    return std::move(row).error();
  }
  std::string value(*row ? statement->text(0) : std::string_view{});
  if (!*row || !statement->ok()) {
    return Error{ErrorKind::malformed, "no text where one was expected"};
  }
  return value;
}

Result<Transaction> Transaction::begin(Database& database, Kind kind) {
  auto begun = database.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
  if (!begun) {
    return std::move(begun).error();
  }
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) {
    // Fails only where the transaction was rolled back by its own failure already.
    static_cast<void>(database_->execute("ROLLBACK"));
  }
}

Result<void> Transaction::commit() {
  auto done = database_->execute("COMMIT");
  if (done) {
    database_ = nullptr;
  }
  return done;
}

}  // namespace rackproof::store
