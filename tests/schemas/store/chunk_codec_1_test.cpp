#include "schemas/store/chunk_codec_1.h"

#include <catch2/catch.hpp>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_codec.h"

namespace rackproof::store::layout_1 {
namespace {

/// One reason, two stamps, and a column of metric 9: a count, then the reason.
std::string small_body() {
  ByteWriter out;
  out.byte(1);
  out.number(1);
  out.text("denied");
  out.text("no");
  out.number(1);
  out.number(2);
  out.signed_number(1000);
  out.signed_number(-990);
  out.number(1);
  out.number(9);
  out.number(0);
  ByteWriter column;
  column.byte(0);
  column.number(1);
  column.byte(2);
  column.number(1);
  column.signed_number(-7);
  column.number(0);
  out.text(column.bytes());
  return out.take();
}

TEST_CASE("chunk codec 1: a chunk of the first layout is read as it was meant",
          "[schemas][store]") {
  const auto columns = decode_chunk(compress(small_body()), 9);
  REQUIRE(columns);
  const auto points = columns->read(columns->columns.at(0));
  REQUIRE(points.size() == 2);
  CHECK(points[0].taken_at.time_since_epoch().count() == 1000);
  CHECK(std::get<std::int64_t>(points[0].reading) == -7);
  CHECK(points[1].taken_at.time_since_epoch().count() == 1010);
  CHECK(std::get<Error>(points[1].reading) == Error{ErrorKind::denied, "no"});
  CHECK(decode_chunk(compress(small_body()), 8)->columns.empty());
  CHECK(is_chunk(compress(small_body())));
  CHECK(store::decode_chunk(compress(small_body()))->columns.size() == 1);
  CHECK_FALSE(is_chunk("\x02"));
}

TEST_CASE("chunk codec 1: torn bodies are malformed", "[schemas][store]") {
  const auto body = small_body();
  for (std::size_t length = 0; length < body.size(); ++length) {
    CHECK(decode_body(body.substr(0, length), std::nullopt).error().kind == ErrorKind::malformed);
  }
  CHECK_FALSE(decode_body(body + "x", std::nullopt));
}

TEST_CASE("chunk codec 1: sizes that a chunk cannot have are refused unread", "[schemas][store]") {
  ByteWriter many;  // one list of 2^40 stamps
  many.byte(1);
  many.number(0);
  many.number(1);
  many.number(std::uint64_t{1} << 40);
  CHECK(decode_body(many.bytes(), std::nullopt).error().kind == ErrorKind::malformed);
  ByteWriter long_reason;
  long_reason.byte(1);
  long_reason.number(1);
  long_reason.text("io");
  long_reason.text(std::string(kMaxReasonBytes + 1, 'x'));
  CHECK_FALSE(decode_body(long_reason.bytes(), std::nullopt));
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
  CHECK_FALSE(decode_body(shared.bytes(), 1'000'000));
}

}  // namespace
}  // namespace rackproof::store::layout_1
