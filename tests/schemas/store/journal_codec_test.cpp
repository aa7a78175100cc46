#include "schemas/store/journal_codec.h"

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
    for (int flush = 0; flush < 12; ++flush) {
      for (const auto& sample : maker.samples(maker.below(60), 1 + maker.below(5))) {
        chunk.add(static_cast<Row>(1 + sample.device), {sample.taken_at, sample.reading});
      }
      ByteWriter out;
      write_growth(chunk, out);
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

TEST_CASE("journal codec: what does not change costs a byte a flush for many columns",
          "[schemas][store]") {
  OpenChunk chunk;
  ByteWriter out;
  for (int second = 0; second < 20; ++second) {
    for (Row metric = 1; metric <= 100; ++metric) {
      chunk.add(metric, {at_second(second), 0.5 * metric});
    }
    if (second == 9) {
      write_growth(chunk, out);
      chunk.mark_kept(1);
    }
  }
  ByteWriter more;
  write_growth(chunk, more);
  CHECK(more.bytes().size() < 30);
}

TEST_CASE("journal codec: a column of few words of known places costs a byte and their bits",
          "[schemas][store]") {
  OpenChunk chunk;
  ByteWriter out;
  for (int second = 0; second < 20; ++second) {
    for (Row metric = 1; metric <= 100; ++metric) {
      chunk.add(metric, {at_second(second), (400 + second % 2) / 8.0});
    }
    if (second == 9) {
      write_growth(chunk, out);
      chunk.mark_kept(1);
    }
  }
  ByteWriter more;
  write_growth(chunk, more);
  // Steps of 0.125 are up to 250 in zigzag, where the last word has three places.
  CHECK(more.bytes().size() < 100 * (1 + 10) + 30);
}

}  // namespace
}  // namespace rackproof::store
