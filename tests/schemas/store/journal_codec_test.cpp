#include "schemas/store/journal_codec.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;
using testing::SampleMaker;

void check_same(const OpenChunk& a, const OpenChunk& b) {
  REQUIRE(a.columns.columns.size() == b.columns.columns.size());
  CHECK(a.head.points == b.head.points);
  CHECK(a.head.first_ns == b.head.first_ns);
  CHECK(a.head.last_ns == b.head.last_ns);
  for (std::size_t i = 0; i < a.columns.columns.size(); ++i) {
    const auto& x = a.columns.columns[i];
    const auto& y = b.columns.columns[i];
    CHECK(x.metric == y.metric);
    CHECK(testing::same_bits(a.columns.read(x), b.columns.read(y)));
  }
}

TEST_CASE("journal codec: a chunk grows again as it grew, flush by flush", "[schemas][store]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SampleMaker maker(seed);
    OpenChunk chunk;
    OpenChunk again;
    Columns room;
    for (int flush = 0; flush < 12; ++flush) {
      for (const auto& sample : maker.samples(maker.below(60), 1 + maker.below(5))) {
        chunk.add(static_cast<Row>(1 + sample.device), {sample.taken_at, sample.reading});
      }
      ByteWriter out;
      write_growth(chunk, room, out);
      chunk.mark_kept(flush + 1);
      ByteReader in(out.bytes());
      read_growth(in, again);
      REQUIRE(in.ok());
      REQUIRE(in.left() == 0);
      again.mark_kept(flush + 1);
      check_same(chunk, again);
    }
  }
}

/// Passes over some metrics of one device as agents give them: now and then a reading has no value,
/// has another kind, comes late or does not come.
class Passes {
 public:
  explicit Passes(std::uint64_t seed) : maker_(seed) {}

  /// To both, reading by reading.
  void add(OpenChunk& a, OpenChunk& b, int second) {
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
      if (maker_.below(400) == 0) {
        continue;
      }
      const auto reading = next(i);
      const auto late = maker_.below(600) == 0 ? 1 : 0;
      const auto stamp = at_second(second).time_since_epoch().count() + late;
      for (auto* chunk : {&a, &b}) {
        const auto known = chunk->next_column(&metrics_[i]);
        const auto row = static_cast<Row>(i + 1);
        chunk->arrive(known ? *known : chunk->column_of(row, &metrics_[i]), stamp, reading);
      }
    }
  }

 private:
  Reading next(std::size_t metric) {
    if (maker_.below(500) == 0) {
      return Error{ErrorKind::io, "bus " + std::to_string(maker_.below(3))};
    }
    const auto number = static_cast<std::int64_t>(maker_.below(100));
    return metric < metrics_.size() / 2 ? Reading(number)
                                        : Reading(static_cast<double>(number) / 8);
  }

  SampleMaker maker_;
  std::array<Metric, 64> metrics_{};
};

TEST_CASE("journal codec: a chunk whose points wait is told as one that has sorted them",
          "[schemas][store]") {
  int waited = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Passes passes(seed);
    SampleMaker chance(seed + 100);
    OpenChunk waiting;
    OpenChunk sorted;
    OpenChunk again;
    Columns room;
    for (int second = 0; second < 200; ++second) {
      passes.add(waiting, sorted, second);
      if (chance.below(40) == 0) {
        waiting.settle();  // somebody asks
      }
      if (chance.below(9) > 0) {
        continue;
      }
      ByteWriter out;
      ByteWriter same;
      write_growth(waiting, room, out);
      sorted.settle();
      write_growth(sorted, room, same);
      REQUIRE(out.bytes() == same.bytes());
      waiting.mark_kept(second + 1);
      sorted.mark_kept(second + 1);
      REQUIRE(waiting.kept == sorted.kept);
      const auto in_columns = static_cast<std::int64_t>(waiting.columns.points());
      waited += in_columns < waiting.head.points ? 1 : 0;
      ByteReader in(out.bytes());
      read_growth(in, again);
      REQUIRE(in.ok());
      again.mark_kept(second + 1);
    }
    sorted.settle();
    OpenChunk seen;
    seen.head = waiting.head;
    seen.columns = waiting.sorted(room);
    check_same(seen, sorted);
    waiting.settle();
    check_same(waiting, sorted);
    CHECK(again.kept == waiting.kept);
  }
  CHECK(waited > 100);
}

TEST_CASE("journal codec: what does not change costs a byte a flush for many columns",
          "[schemas][store]") {
  OpenChunk chunk;
  Columns room;
  ByteWriter out;
  for (int second = 0; second < 20; ++second) {
    for (Row metric = 1; metric <= 100; ++metric) {
      chunk.add(metric, {at_second(second), 0.5 * metric});
    }
    if (second == 9) {
      write_growth(chunk, room, out);
      chunk.mark_kept(1);
    }
  }
  ByteWriter more;
  write_growth(chunk, room, more);
  CHECK(more.bytes().size() < 30);
}

TEST_CASE("journal codec: a column of few words of known places costs a byte and their bits",
          "[schemas][store]") {
  OpenChunk chunk;
  Columns room;
  ByteWriter out;
  for (int second = 0; second < 20; ++second) {
    for (Row metric = 1; metric <= 100; ++metric) {
      chunk.add(metric, {at_second(second), (400 + second % 2) / 8.0});
    }
    if (second == 9) {
      write_growth(chunk, room, out);
      chunk.mark_kept(1);
    }
  }
  ByteWriter more;
  write_growth(chunk, room, more);
  // Steps of 0.125 are up to 250 in zigzag, where the last word has three places.
  CHECK(more.bytes().size() < 100 * (1 + 10) + 30);
}

}  // namespace
}  // namespace rackproof::store
