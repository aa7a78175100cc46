#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "schemas/store/layout.h"
#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using store::Database;
using testing::all_time;
using testing::at_second;
using testing::some_devices;

constexpr auto kMetric = metrics::named("temperature_celsius");

std::string closed_store(const testing::TempDir& dir) {
  const auto path = dir.at("samples.db");
  auto store = Store::open(path, Store::Mode::create).value();
  REQUIRE(store->append(some_devices(1), {{0, kMetric, at_second(0), 1.0}}));
  REQUIRE(store->close());
  return path;
}

void change(const std::string& path, const std::string& sql) {
  auto database = Database::open(path, Database::Access::read_write);
  REQUIRE(database);
  REQUIRE(database->execute(sql));
}

ErrorKind refusal(const std::string& path) {
  const auto writer = Store::open(path, Store::Mode::append);
  const auto reader = Store::open(path, Store::Mode::read);
  const auto verifier = Store::open_immutable(path);
  REQUIRE_FALSE(writer);
  REQUIRE_FALSE(reader);
  REQUIRE_FALSE(verifier);
  CHECK(reader.error().kind == verifier.error().kind);
  CHECK(verifier.error().message.find(path) == 0);
  return verifier.error().kind;
}

TEST_CASE("store: a newer format is refused by name and left as it is", "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = closed_store(dir);
  change(path, "PRAGMA user_version=7");
  CHECK(refusal(path) == ErrorKind::unsupported);
  CHECK(Store::open_immutable(path).error().message ==
        path + ": written by a newer release (store format 7; this release reads up to 4)");
}

TEST_CASE("store: anything but its own tables is refused", "[schemas][store]") {
  for (const std::string& sql : std::initializer_list<std::string>{
           "CREATE TABLE extra(x)", "CREATE VIEW v AS SELECT 1", "CREATE INDEX i ON event(text)",
           "CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM note; END", "DROP TABLE series",
           "ALTER TABLE chunk ADD COLUMN extra", "PRAGMA application_id=1",
           "PRAGMA user_version=-1"}) {
    const testing::TempDir dir;
    const auto path = closed_store(dir);
    change(path, sql);
    INFO(sql);
    CHECK(refusal(path) == ErrorKind::malformed);
  }
}

TEST_CASE("store: rows that went missing or changed are noticed", "[schemas][store]") {
  for (const std::string& sql : std::initializer_list<std::string>{
           "DELETE FROM chunk", "DELETE FROM device", "DELETE FROM metric", "DELETE FROM series",
           "DELETE FROM note WHERE id = 1", "DELETE FROM note WHERE id = 2",
           "UPDATE chunk SET first_ns = first_ns - 1", "UPDATE device SET name = 'other'",
           "UPDATE metric SET name = 'humidity_ratio'", "UPDATE note SET value = 'x' WHERE id = 1",
           "UPDATE chunk SET points = 'many'"}) {
    const testing::TempDir dir;
    const auto path = closed_store(dir);
    change(path, sql);
    INFO(sql);
    CHECK(refusal(path) == ErrorKind::malformed);
  }
  for (const std::string& sql : std::initializer_list<std::string>{
           "DELETE FROM chunk_body", "UPDATE chunk_body SET body = zeroblob(9)",
           "UPDATE chunk_body SET body = zeroblob(15000000)"}) {
    const testing::TempDir dir;
    const auto path = closed_store(dir);
    change(path, sql);
    auto store = Store::open_immutable(path);
    REQUIRE(store);
    const auto read = (*store)->read({"node", "temperature_celsius"}, all_time());
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("store: files that are no store get one clear sentence", "[schemas][store]") {
  const testing::TempDir dir;
  CHECK(refusal(dir.write("text", std::string(5000, 'x'))) == ErrorKind::malformed);
  CHECK(refusal(dir.at("nothing")) == ErrorKind::absent);
  std::filesystem::create_directory(dir.at("directory"));
  CHECK(refusal(dir.at("directory")) == ErrorKind::malformed);
  const auto empty = dir.write("empty", "");
  CHECK(Store::open_immutable(empty).error().message ==
        empty + ": not a store of this tool: it is empty");
  CHECK(Store::open(dir.at("no/such/directory.db"), Store::Mode::create).error().kind ==
        ErrorKind::io);
}

TEST_CASE("store: create does not touch a store that is there", "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = closed_store(dir);
  CHECK(Store::open(path, Store::Mode::create).error().kind == ErrorKind::io);
  CHECK(Store::open(path, Store::Mode::read).value()->recovery().closed_cleanly);
}

TEST_CASE("store: one that was cut short before it held anything can be written, and says so",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.write("samples.db", "");
  const auto store = Store::open(path, Store::Mode::append);
  REQUIRE(store);
  CHECK_FALSE((*store)->recovery().closed_cleanly);
  CHECK((*store)->recovery().note.find("cut short") != std::string::npos);
}

TEST_CASE("store: one that was not closed says what is safe and what may be lost",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  {
    auto store = Store::open(path, Store::Mode::create).value();
    REQUIRE(store->append(some_devices(1), {{0, kMetric, at_second(-3600), 1.0}}));
    REQUIRE(store->close());
    store = Store::open(path, Store::Mode::append).value();
    for (int second = 0; second < 3; ++second) {
      REQUIRE(store->append(some_devices(1), {{0, kMetric, at_second(5 * second), 1.0}}));
      REQUIRE(store->flush());
    }
    REQUIRE(store->append(some_devices(1), {{0, kMetric, at_second(20), 1.0}}));
  }
  const auto store = Store::open(path, Store::Mode::append).value();
  CHECK_FALSE(store->recovery().closed_cleanly);
  CHECK(store->recovery().safe_until == at_second(10));
  CHECK(store->recovery().note ==
        "The store was not closed in order: samples up to 2026-11-21T05:17:10.000000000Z are "
        "safe, and what was taken after that is lost (flushes lay at most 5.0 s apart).");
}

TEST_CASE("store: a path of strange letters is opened as it stands", "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = closed_store(dir);
  const auto strange = dir.at("a?b%20c#d&mode=rw x.db");
  std::filesystem::rename(path, strange);
  CHECK(Store::open_immutable(strange));
}

}  // namespace
}  // namespace rackproof
