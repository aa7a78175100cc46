#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "schemas/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace rackproof::store {

/// One prepared statement. Bind by place from 1, step, read columns by place from 0. Bound text and
/// bytes must live until the statement is stepped to its end or reset.
class Statement {
 public:
  Statement& bind(int place, std::int64_t value);
  Statement& bind(int place, std::string_view text);
  Statement& bind_bytes(int place, std::string_view bytes);

  /// true: a row is there; false: done. After the end and after a failure it is reset by itself.
  Result<bool> step();
  /// Steps to the end, whatever rows come.
  Result<void> run();
  void reset();

  /// A column that is not of the asked type gives 0 or nothing and makes ok() false.
  [[nodiscard]] std::int64_t integer(int column);
  [[nodiscard]] std::string_view text(int column);   ///< Valid until the next step.
  [[nodiscard]] std::string_view bytes(int column);  ///< Valid until the next step.
  [[nodiscard]] bool ok() const { return types_ok_; }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3* database, int* stretches, sqlite3_stmt* statement)
      : database_(database), stretches_(stretches), statement_(statement) {}
  bool is_type(int column, int type);

  sqlite3* database_;  // owned by the Database, which outlives its statements
  int* stretches_;     // likewise
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  bool types_ok_ = true;
};

/// One connection. One thread at a time.
class Database {
 public:
  enum class Access {
    create,      ///< Read and write; makes the file.
    read_write,  ///< Error{absent} where there is no file.
    read,        ///< As a reader beside a writer: may touch -wal and -shm.
    /// Nothing but the file, which nobody changes; the schema is not believed, and what costs more
    /// than a row of ours can is an Error.
    immutable,
  };
  static Result<Database> open(const std::string& path, Access access);

  Result<Statement> prepare(std::string_view sql);
  /// Every statement of `sql`, without looking at rows.
  Result<void> execute(const std::string& sql);
  /// Where in a value bytes are written over.
  struct Place {
    const char* table = nullptr;
    const char* column = nullptr;
    std::int64_t row = 0;
    std::size_t offset = 0;
  };
  /// Writes bytes over others of a blob, which stays as long as it is; no page but theirs changes.
  Result<void> overwrite(const Place& place, std::string_view bytes);
  /// The one number that `sql` gives.
  Result<std::int64_t> number(std::string_view sql);
  /// The one text that `sql` gives.
  Result<std::string> text(std::string_view sql);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database)
      : database_(database), stretches_(std::make_unique<int>(0)) {}
  Result<void> harden();
  void bound_each_call();

  std::unique_ptr<sqlite3, Close> database_;
  std::unique_ptr<int> stretches_;  ///< Of SQLite's program, within the call that goes on.
};

/// BEGIN at the start, ROLLBACK at the end unless commit() came first.
class Transaction {
 public:
  enum class Kind { read, write };
  static Result<Transaction> begin(Database& database, Kind kind);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : database_(other.database_) {
    other.database_ = nullptr;
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;

  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace rackproof::store
