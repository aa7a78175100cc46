#include <catch2/catch.hpp>

#include "schemas/store/journal_codec.h"
#include "schemas/store/journal_heads.h"
#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;
using testing::SampleMaker;

TEST_CASE("journal reader: torn growth fails and turned growth ends", "[schemas][store]") {
  SampleMaker maker(77);
  OpenChunk chunk;
  for (const auto& sample : maker.samples(200, 4)) {
    chunk.add(static_cast<Row>(1 + sample.device), {sample.taken_at, sample.reading});
  }
  ByteWriter out;
  Columns room;
  write_growth(chunk, room, out);
  for (std::size_t length = 0; length < out.bytes().size(); length += 3) {
    OpenChunk torn;
    ByteReader in(std::string_view(out.bytes()).substr(0, length));
    read_growth(in, torn);
    CHECK_FALSE(in.ok());
  }
  for (int round = 0; round < 3000; ++round) {
    auto bytes = out.bytes();
    bytes[maker.below(bytes.size())] ^= static_cast<char>(1 << maker.below(8));
    OpenChunk turned;
    ByteReader in(bytes);
    read_growth(in, turned);
    CHECK(static_cast<std::size_t>(turned.head.points) <= kMaxChunkPoints);
  }
}

/// A chunk of two columns of two points each, as a first growth tells it.
OpenChunk begun() {
  OpenChunk chunk;
  for (int second = 0; second < 2; ++second) {
    chunk.add(1, {at_second(second), 0.5});
    chunk.add(2, {at_second(second), std::int64_t{7}});
  }
  return chunk;
}

bool takes(std::initializer_list<std::uint8_t> bytes) {
  auto chunk = begun();
  ByteWriter out;
  for (const auto byte : bytes) {
    out.byte(byte);
  }
  ByteReader in(out.bytes());
  read_growth(in, chunk);
  return in.ok() && in.left() == 0;
}

TEST_CASE("journal reader: heads that speak of what is not there are refused", "[schemas][store]") {
  constexpr std::uint8_t kNoReasons = 0;
  constexpr std::uint8_t kOneStamp = 1;
  constexpr std::uint8_t kStep = 2;
  constexpr std::uint8_t kFirst = journal::kHasPoints | journal::kUnchanged |
                                  (static_cast<unsigned>(Kind::measurement) << journal::kKindShift);
  CHECK(takes({kNoReasons, 2, kFirst, kOneStamp, kStep, journal::kStill}));
  CHECK(takes({kNoReasons, 2, kFirst, kOneStamp, kStep, journal::kUsual}));
  // More columns than there are, and no stamps to go on with.
  CHECK_FALSE(takes({kNoReasons, 2, kFirst, kOneStamp, kStep, journal::kStill | 1}));
  CHECK_FALSE(takes({kNoReasons, 3, kFirst, kOneStamp, kStep, journal::kStill | 1}));
  CHECK_FALSE(takes({kNoReasons, 2, journal::kStill | 1}));
  CHECK_FALSE(takes({kNoReasons, 2, journal::kUsual, 0}));
  // A width that no group has.
  CHECK_FALSE(takes({kNoReasons, 2, kFirst, kOneStamp, kStep, journal::kUsual | 58}));
}

}  // namespace
}  // namespace rackproof::store
