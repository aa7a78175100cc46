#include "schemas/store/chunk_codec.h"

#include <catch2/catch.hpp>

#include "schemas/store/bytes.h"
#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;
using testing::SampleMaker;

Columns wild_columns(SampleMaker& maker) {
  Columns columns;
  for (std::uint32_t metric = 1; metric <= 1 + maker.below(6); ++metric) {
    const auto place = columns.add_column(metric * 7);
    for (const auto& sample : maker.samples(maker.below(200), 1)) {
      columns.add(place, {sample.taken_at, sample.reading});
    }
  }
  return columns;
}

TEST_CASE("chunk codec: columns of any readings come back to the bit", "[schemas][store]") {
  SampleMaker maker(5);
  for (int round = 0; round < 200; ++round) {
    const auto columns = wild_columns(maker);
    const auto bytes = encode_chunk(columns);
    REQUIRE(bytes);
    const auto all = decode_chunk(*bytes);
    REQUIRE(all);
    REQUIRE(all->columns.size() == columns.columns.size());
    for (std::size_t i = 0; i < columns.columns.size(); ++i) {
      CHECK(all->columns[i].metric == columns.columns[i].metric);
      CHECK(testing::same_bits(all->read(all->columns[i]), columns.read(columns.columns[i])));
    }
    const auto& last = columns.columns.back();
    const auto one = decode_chunk(*bytes, last.metric);
    REQUIRE(one);
    REQUIRE(one->columns.size() == 1);
    CHECK(testing::same_bits(one->read(one->columns[0]), columns.read(last)));
    CHECK(decode_chunk(*bytes, 1'000'000)->columns.empty());
  }
}

/// `columns` columns of one pass a second for ten minutes; even ones give no value for a while.
Columns steady(std::uint32_t columns) {
  Columns chunk;
  for (std::uint32_t metric = 1; metric <= columns; ++metric) {
    chunk.add_column(metric);
  }
  for (int second = 0; second < 600; ++second) {
    for (std::uint32_t column = 0; column < columns; ++column) {
      const bool silent = column % 2 == 0 && second > 100 && second < 400;
      chunk.add(column, {at_second(second), silent ? Reading(Error{ErrorKind::stale, "asleep"})
                                                   : Reading(std::int64_t{column})});
    }
  }
  return chunk;
}

TEST_CASE(
    "chunk codec: stamps are kept once for all columns of a pass, reasons cost no more than "
    "values",
    "[schemas][store]") {
  const auto one = encode_chunk(steady(2))->size();
  const auto many = encode_chunk(steady(102))->size();
  CHECK(many - one < 100 * 20);
  Columns silent;
  silent.add_column(1);
  for (int second = 0; second < 1000; ++second) {
    silent.add(0, {at_second(second), Error{ErrorKind::denied, std::string(300, 'x')}});
  }
  CHECK(encode_chunk(silent)->size() < 200);
}

TEST_CASE("chunk codec: a turned or torn chunk is malformed, or its checksum is another",
          "[schemas][store]") {
  SampleMaker maker(6);
  for (int round = 0; round < 20; ++round) {
    const auto bytes = *encode_chunk(wild_columns(maker));
    for (int turn = 0; turn < 100; ++turn) {
      auto turned = bytes;
      turned[maker.below(turned.size())] ^= static_cast<char>(1 << maker.below(8));
      const auto decoded = decode_chunk(turned);
      CHECK((!decoded || decoded->points() <= kMaxChunkPoints));
      CHECK(chunk_checksum(turned) != chunk_checksum(bytes));
      CHECK_FALSE(decode_chunk(bytes.substr(0, maker.below(bytes.size()))));
    }
  }
}

TEST_CASE("chunk codec: sizes that a chunk cannot have are refused unread", "[schemas][store]") {
  const auto body = [](auto fill) {
    ByteWriter out;
    out.byte(2);
    out.byte(0);
    fill(out);
    return decode_chunk(out.bytes());
  };
  CHECK_FALSE(decode_chunk(""));
  CHECK_FALSE(decode_chunk(std::string_view("\x02\x02", 2)));
  CHECK_FALSE(decode_chunk(std::string_view("\x03\x00\x00\x00\x00", 5)));
  CHECK(decode_chunk(std::string_view("\x02\x00\x00\x00\x00", 5)));
  CHECK_FALSE(body([](ByteWriter& out) {  // one list of 2^40 stamps
    out.number(0);
    out.number(1);
    out.number(std::uint64_t{1} << 40);
    out.text("");
  }));
  CHECK_FALSE(body([](ByteWriter& out) {  // one list for more columns than there may be points
    out.number(0);
    out.number(1);
    out.number(kMaxChunkPoints);
    out.text(std::string("\x00\x00\x00", 3));
    out.number(2);
    for (int column = 0; column < 2; ++column) {
      out.signed_number(1);
      out.number(0);
    }
  }));
  CHECK_FALSE(body([](ByteWriter& out) {  // a reason that is not in the table
    out.number(0);
    out.number(1);
    out.number(1);
    out.text(std::string("\x04\x01\x00", 3));
    out.number(1);
    out.signed_number(1);
    out.number(4);
    out.raw(std::string("\x02\x04\x01\x02", 4));
  }));
}

TEST_CASE("chunk codec: more points than a chunk may have are not written", "[schemas][store]") {
  Columns columns;
  columns.add_column(1);
  columns.lists[0].resize(kMaxChunkPoints + 1);
  columns.columns[0].words.resize(kMaxChunkPoints + 1);
  columns.columns[0].runs = {{Kind::count, kMaxChunkPoints + 1}};
  CHECK_FALSE(encode_chunk(columns));
  columns.columns[0].words.pop_back();
  columns.columns[0].runs = {{Kind::count, kMaxChunkPoints}};
  const auto bytes = encode_chunk(columns);
  REQUIRE(bytes);
  CHECK(decode_chunk(*bytes)->points() == kMaxChunkPoints);
}

}  // namespace
}  // namespace rackproof::store
