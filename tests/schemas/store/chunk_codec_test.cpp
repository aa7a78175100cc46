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
    Series points;
    for (const auto& sample : maker.samples(maker.below(200), 1)) {
      points.push_back({sample.taken_at, sample.reading});
    }
    columns.push_back({metric * 7, points});
  }
  return columns;
}

TEST_CASE("chunk codec: columns of any readings come back to the bit", "[schemas][store]") {
  SampleMaker maker(5);
  for (int round = 0; round < 100; ++round) {
    const auto columns = wild_columns(maker);
    const auto bytes = encode_chunk(columns);
    REQUIRE(bytes);
    const auto all = decode_chunk(*bytes);
    REQUIRE(all);
    REQUIRE(all->size() == columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      CHECK((*all)[i].metric == columns[i].metric);
      CHECK(testing::same_bits((*all)[i].points, columns[i].points));
    }
    const auto one = decode_chunk(*bytes, columns.back().metric);
    REQUIRE(one);
    REQUIRE(one->size() == 1);
    CHECK(testing::same_bits(one->front().points, columns.back().points));
    CHECK(decode_chunk(*bytes, 1'000'000)->empty());
  }
}

TEST_CASE("chunk codec: a reason that a thousand samples carry is spelled once",
          "[schemas][store]") {
  Series points;
  for (int second = 0; second < 1000; ++second) {
    points.push_back({at_second(second), Error{ErrorKind::denied, std::string(300, 'x')}});
  }
  CHECK(encode_chunk({{1, points}})->size() < 200);
}

TEST_CASE("chunk codec: a turned or torn chunk is malformed", "[schemas][store]") {
  SampleMaker maker(6);
  const auto bytes = *encode_chunk(wild_columns(maker));
  for (int round = 0; round < 500; ++round) {
    auto turned = bytes;
    turned[maker.below(turned.size())] ^= static_cast<char>(1 << maker.below(7));
    const auto decoded = decode_chunk(turned);
    // A frame header has bits that change nothing; whatever is accepted must be the same.
    CHECK((!decoded || *encode_chunk(*decoded) == bytes));
    CHECK_FALSE(decode_chunk(bytes.substr(0, maker.below(bytes.size()))));
  }
}

TEST_CASE("chunk codec: sizes that a chunk cannot have are refused unread", "[schemas][store]") {
  CHECK_FALSE(decode_chunk(""));
  CHECK_FALSE(decode_chunk_body("", std::nullopt));
  ByteWriter many;  // one list of 2^40 stamps
  many.byte(1);
  many.number(0);
  many.number(1);
  many.number(std::uint64_t{1} << 40);
  CHECK(decode_chunk_body(many.bytes(), std::nullopt).error().kind == ErrorKind::malformed);
  ByteWriter long_reason;
  long_reason.byte(1);
  long_reason.number(1);
  long_reason.text("io");
  long_reason.text(std::string(kMaxReasonBytes + 1, 'x'));
  CHECK_FALSE(decode_chunk_body(long_reason.bytes(), std::nullopt));
  ByteWriter shared;  // one list of stamps, used by more columns than there may be points
  shared.byte(1);
  shared.number(0);
  shared.number(1);
  shared.number(1000);
  for (int i = 0; i < 1000; ++i) {
    shared.signed_number(0);
  }
  shared.number(100);
  for (int i = 0; i < 100; ++i) {
    shared.number(static_cast<std::uint64_t>(i));
    shared.number(0);
    shared.text("");
  }
  CHECK_FALSE(decode_chunk_body(shared.bytes(), 1'000'000));
}

}  // namespace
}  // namespace rackproof::store
