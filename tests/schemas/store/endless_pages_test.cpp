// A file of a few pages that would be read for years. (Of schemas/store/sqlite.h.)

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "schemas/store/sqlite.h"
#include "tests/support/golden_store.h"

namespace rackproof {
namespace {

using Catch::Contains;
using testing::GoldenCopy;

constexpr std::size_t kHeader = 100;  // of the file, in front of the first page's own
constexpr std::size_t kLevels = 6;
constexpr std::size_t kChildren = 500;

/// Big-endian, as all numbers of SQLite's file format are (sqlite.org/fileformat2.html).
std::string number(std::uint64_t value, std::size_t bytes) {
  std::string text;
  while (bytes-- > 0) {
    text += static_cast<char>((value >> (8 * bytes)) & 0xFFU);
  }
  return text;
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t value = 0;
  for (const char byte : text) {
    value = value << 8U | static_cast<unsigned char>(byte);
  }
  return value;
}

class Pages {
 public:
  explicit Pages(const std::string& path) : path_(path) {
    std::ifstream file(path, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
    size_ = number_in(std::string_view(bytes_).substr(16, 2));
  }

  [[nodiscard]] std::string page(std::size_t place) const {
    return bytes_.substr((place - 1) * size_, size_);
  }
  void put(std::size_t place, const std::string& page) {
    bytes_.replace((place - 1) * size_, size_, page);
  }
  /// At the end of the file; which page it is.
  std::size_t add(const std::string& page) {
    bytes_ += page;
    return bytes_.size() / size_;
  }
  /// An inner page of a table, all of whose children are one and the same.
  [[nodiscard]] std::string all_alike(std::size_t child, const std::string& front = "") const {
    std::string cells;
    std::string places;
    for (std::size_t i = 0; i < kChildren; ++i) {
      cells += number(child, 4) + '\1';
      places += number(size_ - 5 * (i + 1), 2);
    }
    auto page = front + '\5' + number(0, 2) + number(kChildren, 2) +
                number(size_ - cells.size(), 2) + '\0' + number(child, 4) + places;
    page.resize(size_ - cells.size());
    return page + cells;
  }
  /// Such pages, one above the other, over `leaf`; the top one's place.
  std::size_t tower(std::size_t leaf) {
    for (std::size_t level = 0; level < kLevels; ++level) {
      leaf = add(all_alike(leaf));
    }
    return leaf;
  }
  void save() {
    bytes_.replace(28, 4, number(bytes_.size() / size_, 4));
    bytes_.replace(92, 4, bytes_.substr(24, 4));  // the size above counts
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes_;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string front() const { return bytes_.substr(0, kHeader); }

 private:
  std::string path_;
  std::string bytes_;
  std::size_t size_ = 0;
};

/// Page on which a table begins.
std::size_t begin_of(const std::string& path, const std::string& table) {
  auto database = store::Database::open(path, store::Database::Access::immutable).value();
  return static_cast<std::size_t>(
      database.number("SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'").value());
}

TEST_CASE("store: a file whose pages lead to one another without end is refused, not read",
          "[schemas][store]") {
  SECTION("45.30 the schema") {
    const GoldenCopy copy(3);
    Pages pages(copy.path);
    auto leaf = pages.page(1).erase(0, kHeader);  // its cells stay where they were
    const auto count = number_in(std::string_view(leaf).substr(3, 2));
    leaf.insert(8 + 2 * count, kHeader, '\0');
    const auto top = pages.tower(pages.add(leaf));
    pages.put(1, pages.all_alike(top, pages.front()));
    pages.save();
    const auto store = Store::open_immutable(copy.path);
    REQUIRE_FALSE(store);
    CHECK(store.error().kind == ErrorKind::malformed);
    CHECK_THAT(store.error().message, Contains("its pages lead to one another without end"));
  }
  SECTION("45.31 a table that is looked into before it is read") {
    const GoldenCopy copy(2);
    const auto journal = begin_of(copy.path, "journal");
    const auto note = begin_of(copy.path, "note");
    Pages pages(copy.path);
    pages.put(journal, pages.all_alike(pages.tower(note)));
    pages.save();
    const auto store = Store::open_immutable(copy.path);
    REQUIRE_FALSE(store);
    CHECK(store.error().kind == ErrorKind::unsupported);
    CHECK_THAT(store.error().message, Contains("was not closed in order"));
  }
}

TEST_CASE("sqlite: what one call costs in an immutable file has an end, and the next begins anew",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("s.db");
  REQUIRE(store::Database::open(path, store::Database::Access::create)
              ->execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)"));
  const std::string endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
  auto reader = store::Database::open(path, store::Database::Access::immutable).value();
  const auto refused = reader.number(endless);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::malformed);
  CHECK(refused.error().message == "its pages lead to one another without end");
  // A statement may go on for as long as each of its rows comes soon.
  auto rows = reader
                  .prepare(
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i "
                      "FROM n LIMIT 200000")
                  .value();
  CHECK(rows.run());
  CHECK(reader.number("SELECT a FROM t").value() == 1);
}

}  // namespace
}  // namespace rackproof
