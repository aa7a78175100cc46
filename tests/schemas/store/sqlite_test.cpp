#include "schemas/store/sqlite.h"

#include <fstream>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

TEST_CASE("sqlite: values come back in their types and no other", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("s.db"), Database::Access::create).value();
  REQUIRE(database.execute("CREATE TABLE t(a, b, c)"));
  auto insert = database.prepare("INSERT INTO t VALUES(?, ?, ?)").value();
  const std::string bytes("\0\xFF", 2);
  REQUIRE(insert.bind(1, INT64_MIN).bind(2, "x\xC3\xA4").bind_bytes(3, bytes).run());
  auto select = database.prepare("SELECT a, b, c FROM t").value();
  REQUIRE(select.step().value());
  CHECK(select.integer(0) == INT64_MIN);
  CHECK(select.text(1) == "x\xC3\xA4");
  CHECK(select.bytes(2) == bytes);
  CHECK(select.ok());
  CHECK(select.integer(1) == 0);
  CHECK_FALSE(select.ok());
  CHECK_FALSE(select.step().value());
}

TEST_CASE("sqlite: what is not committed is gone", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("s.db"), Database::Access::create).value();
  REQUIRE(database.execute("CREATE TABLE t(a)"));
  {
    auto lost = Transaction::begin(database, Transaction::Kind::write).value();
    REQUIRE(database.execute("INSERT INTO t VALUES(1)"));
  }
  CHECK(database.number("SELECT count(*) FROM t").value() == 0);
  auto kept = Transaction::begin(database, Transaction::Kind::write).value();
  REQUIRE(database.execute("INSERT INTO t VALUES(1)"));
  REQUIRE(kept.commit());
  CHECK(database.number("SELECT count(*) FROM t").value() == 1);
}

TEST_CASE("sqlite: an immutable file cannot be written, and its log is not looked at",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("s.db");
  auto writer = Database::open(path, Database::Access::create).value();
  REQUIRE(
      writer.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(a); PRAGMA wal_checkpoint;"
                     "INSERT INTO t VALUES(1)"));
  auto reader = Database::open(path, Database::Access::immutable).value();
  CHECK(reader.number("SELECT count(*) FROM t").value() == 0);
  CHECK(reader.execute("INSERT INTO t VALUES(2)").error().kind == ErrorKind::denied);
}

TEST_CASE("sqlite: a copy by VACUUM INTO needs no log", "[schemas][store]") {
  const testing::TempDir dir;
  auto writer = Database::open(dir.at("s.db"), Database::Access::create).value();
  REQUIRE(writer.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(a)"));
  REQUIRE(writer.execute("VACUUM INTO '" + dir.at("copy.db") + "'"));
  std::ifstream copy(dir.at("copy.db"), std::ios::binary);
  std::string header(20, '\0');
  copy.read(header.data(), 20);
  CHECK(header[18] == 1);  // file format write version: 1 rollback, 2 WAL (sqlite.org/fileformat2)
}

TEST_CASE("sqlite: each failure has its kind", "[schemas][store]") {
  const testing::TempDir dir;
  const auto kind = [](const std::string& path) {
    return Database::open(path, Database::Access::read).error().kind;
  };
  CHECK(kind(dir.at("none")) == ErrorKind::absent);
  CHECK(kind(dir.path().string()) == ErrorKind::malformed);
  auto database = Database::open(dir.at("s.db"), Database::Access::create).value();
  CHECK(database.number("SELECT 1 WHERE 0").error().kind == ErrorKind::malformed);
  CHECK(database.text("SELECT 1").error().kind == ErrorKind::malformed);
  CHECK(database.prepare("SELECT FROM").error().kind == ErrorKind::malformed);
  const auto text = dir.write("text", std::string(4096, 'x'));
  CHECK(kind(text) == ErrorKind::malformed);
}

TEST_CASE("sqlite: bytes are written over inside a value that stays as long as it is",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("o.db"), Database::Access::create).value();
  REQUIRE(
      database.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB); "
                       "INSERT INTO t VALUES(7, x'0102030405')"));
  REQUIRE(database.overwrite({"t", "body", 7, 1}, "ab"));
  CHECK(database.text("SELECT hex(body) FROM t").value() == "0161620405");
  CHECK_FALSE(database.overwrite({"t", "body", 7, 4}, "ab"));  // beyond its end
  CHECK_FALSE(database.overwrite({"t", "body", 8, 0}, "ab"));
  CHECK_FALSE(database.overwrite({"none", "body", 7, 0}, "ab"));
  CHECK(database.text("SELECT hex(body) FROM t").value() == "0161620405");
}

}  // namespace
}  // namespace rackproof::store
