#include "reports/device_leaves.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMinute = 60'000'000'000;

/// Metrics b and a: by name the second comes first.
const std::vector<std::size_t> kRanks =
    DeviceLeaves::ranks_of({{"b", "1", "gauge"}, {"a", "1", "gauge"}});

store::Columns chunk_of(const std::vector<std::pair<std::uint32_t, std::int64_t>>& readings) {
  store::Columns columns;
  for (const auto metric : {1U, 2U}) {
    const auto column = columns.add_column(metric);
    for (const auto& [of, stamp] : readings) {
      if (of == metric) {
        columns.add(column, stamp, store::Kind::count, 7);
      }
    }
  }
  return columns;
}

/// What was given, one line a leaf.
struct Given {
  std::string leaves;
  DeviceLeaves::Take take = [this](const ReadLeaf& leaf) {
    leaves += std::to_string(leaf.metric) + "@" + std::to_string(leaf.stretch_ns / kMinute) + " " +
              std::to_string(leaf.readings) + "\n" + std::string(leaf.rows);
    return Result<void>();
  };
};

}  // namespace

TEST_CASE("device leaves: a stretch is given once no later chunk goes on with it",
          "[reports][journal]") {
  Given given;
  DeviceLeaves leaves(kRanks, given.take);
  REQUIRE(leaves.add(chunk_of({{1, 5}, {2, 6}, {1, kMinute}}), kMinute + 1));
  CHECK(given.leaves == "1@0 1\n6\ti7\n0@0 1\n5\ti7\n");
  given.leaves.clear();
  REQUIRE(leaves.add(chunk_of({{1, kMinute + 1}}), kLast));
  CHECK(given.leaves == "0@1 2\n60000000000\ti7\n60000000001\ti7\n");
}

TEST_CASE("device leaves: rows come in time order, equal stamps as they arrived",
          "[reports][journal]") {
  Given given;
  DeviceLeaves leaves(kRanks, given.take);
  store::Columns columns;
  const auto column = columns.add_column(1);
  columns.add(column, 9, store::Kind::count, 1);
  columns.add(column, 5, store::Kind::count, 2);
  REQUIRE(leaves.add(columns, 5));
  CHECK(given.leaves.empty());
  store::Columns more;
  more.add(more.add_column(1), 5, store::Kind::count, 3);
  REQUIRE(leaves.add(more, kLast));
  CHECK(given.leaves == "0@0 3\n5\ti2\n5\ti3\n9\ti1\n");
}

TEST_CASE("device leaves: a chunk that its head does not describe is refused",
          "[reports][journal]") {
  Given given;
  DeviceLeaves leaves(kRanks, given.take);
  const auto* const lies = "a chunk holds stamps that its head does not tell";
  REQUIRE(leaves.add(chunk_of({{1, kMinute}}), 3 * kMinute));
  CHECK(leaves.add(chunk_of({{1, kMinute + 5}}), kLast).error().message == lies);
  CHECK(leaves.add(chunk_of({{1, -1}}), kLast).error().message == lies);
  CHECK(leaves.add(chunk_of({{1, kLast}}), kLast).error().message == lies);
  store::Columns unnamed;
  unnamed.add(unnamed.add_column(3), 3 * kMinute, store::Kind::count, 1);
  CHECK(leaves.add(unnamed, kLast).error().message ==
        "a chunk with a metric that the store does not name");
}

TEST_CASE("device leaves: what must be held is bounded", "[reports][journal]") {
  Given given;
  DeviceLeaves leaves(kRanks, given.take);
  store::Columns columns;
  const auto column = columns.add_column(1);
  for (std::int64_t i = 0; i < 400'000; ++i) {
    columns.add(column, i * kMinute, store::Kind::count, 7);
  }
  const auto added = leaves.add(columns, 0);
  REQUIRE_FALSE(added);
  CHECK(added.error().kind == ErrorKind::out_of_range);
  CHECK(given.leaves.empty());
}
