#include "schemas/store/chunk_parts.h"

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

TEST_CASE("chunk parts: reasons come back, and only with words and lengths that there are",
          "[schemas][store]") {
  Reasons reasons;
  reasons.number_of({ErrorKind::denied, "no"});
  reasons.number_of({ErrorKind::io, ""});
  CHECK(reasons.number_of({ErrorKind::denied, "no"}) == 0);
  ByteWriter out;
  write_reasons(reasons, out);
  ByteReader in(out.bytes());
  Reasons back;
  read_reasons(in, 10, back);
  CHECK(in.ok());
  CHECK(back.in_order() == reasons.in_order());
  CHECK(back.bytes() == 2);
  ByteReader many(out.bytes());
  read_reasons(many, 1, back);
  CHECK_FALSE(many.ok());
  ByteWriter unknown;
  unknown.number(1);
  unknown.text("whim");
  unknown.text("");
  ByteReader other(unknown.bytes());
  read_reasons(other, 1, back);
  CHECK_FALSE(other.ok());
}

TEST_CASE("chunk parts: runs of kinds fill their points exactly", "[schemas][store]") {
  const KindRuns runs{{Kind::reason, 3}, {Kind::count, 70'000}, {Kind::measurement, 1}};
  ByteWriter out;
  write_kind_runs(runs, out);
  ByteReader in(out.bytes());
  CHECK(read_kind_runs(70'004, in) == runs);
  CHECK(points_of(runs, Kind::count) == 70'000);
  ByteReader fewer(out.bytes());
  CHECK(read_kind_runs(70'002, fewer).empty());
  CHECK_FALSE(fewer.ok());
  ByteReader unknown(std::string_view("\x03\x01", 2));
  CHECK(read_kind_runs(1, unknown).empty());
  ByteReader nothing(std::string_view("\x01\x00", 2));
  CHECK(read_kind_runs(1, nothing).empty());
}

TEST_CASE("chunk parts: a frame comes back, a torn one does not", "[schemas][store]") {
  const std::string plain(5000, 'x');
  const auto framed = compress(plain);
  CHECK(framed.size() < 100);
  CHECK(decompress(framed).value() == plain);
  CHECK_FALSE(decompress(framed.substr(0, framed.size() - 1)));
  CHECK_FALSE(decompress(""));
}

}  // namespace
}  // namespace rackproof::store
