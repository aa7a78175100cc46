#include "schemas/store/open_chunk.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

TEST_CASE("open chunk: it knows its first and last stamp, and what no flush has saved",
          "[schemas][store]") {
  OpenChunk chunk;
  CHECK(chunk.add(9, {at_second(5), 1.0}));
  CHECK_FALSE(chunk.add(9, {at_second(3), 2.0}));
  CHECK(chunk.add(2, {at_second(4), Error{ErrorKind::io, "bus"}}));
  CHECK(chunk.head.points == 3);
  CHECK(chunk.head.first_ns == at_second(3).time_since_epoch().count());
  CHECK(chunk.head.last_ns == at_second(5).time_since_epoch().count());
  CHECK(chunk.unwritten == 3);
  chunk.mark_kept(4);
  chunk.mark_kept(5);
  CHECK(chunk.unwritten == 0);
  CHECK(chunk.first_row == 4);
  CHECK(chunk.kept == std::vector<std::uint32_t>{2, 1});
  CHECK(chunk.kept_reasons == 1);
}

}  // namespace
}  // namespace rackproof::store
