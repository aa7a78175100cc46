#include "schemas/store/bounded_cache.h"

#include <string>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

PartOfChunk part(std::int64_t chunk, Row metric = 0) {
  return {chunk, 77, metric};
}

TEST_CASE("bounded cache: what was asked for longest ago goes first", "[schemas][store]") {
  BoundedCache<std::string> cache(30);
  cache.keep(part(1), "a", 10);
  cache.keep(part(2), "b", 10);
  cache.keep(part(3), "c", 10);
  REQUIRE(cache.find(part(1)) != nullptr);
  CHECK(cache.keep(part(4), "d", 10) == "d");
  CHECK(cache.find(part(2)) == nullptr);
  REQUIRE(cache.find(part(1)) != nullptr);
  CHECK(*cache.find(part(1)) == "a");
  CHECK(cache.bytes() == 30);
  cache.keep(part(5), "large", 100);
  CHECK(cache.bytes() == 100);
  REQUIRE(cache.find(part(5)) != nullptr);
  CHECK(cache.find(part(1)) == nullptr);
  cache.keep(part(6), "e", 10);
  CHECK(cache.find(part(5)) == nullptr);
  CHECK(cache.bytes() == 10);
}

TEST_CASE("bounded cache: parts of one chunk, and a chunk that took another's number, lie apart",
          "[schemas][store]") {
  BoundedCache<std::string> cache(1000);
  cache.keep(part(1, 1), "one", 10);
  cache.keep(part(1, 2), "two", 10);
  CHECK(*cache.find(part(1, 1)) == "one");
  CHECK(*cache.find(part(1, 2)) == "two");
  CHECK(cache.find(part(1)) == nullptr);
  CHECK(cache.find({1, 78, 1}) == nullptr);
}

TEST_CASE("bounded cache: what was made of a chunk that is gone goes with it, all of it",
          "[schemas][store]") {
  BoundedCache<std::string> cache(1000);
  for (const std::int64_t chunk : {1, 2, 3}) {
    cache.keep(part(chunk, 1), "one", 10);
    cache.keep(part(chunk, 2), "two", 20);
  }
  cache.drop([](std::int64_t chunk) { return chunk != 2; });
  CHECK(cache.bytes() == 30);
  CHECK(cache.find(part(1, 1)) == nullptr);
  CHECK(cache.find(part(3, 2)) == nullptr);
  REQUIRE(cache.find(part(2, 2)) != nullptr);
  CHECK(*cache.find(part(2, 2)) == "two");
  cache.keep(part(1, 1), "again", 5);
  CHECK(cache.bytes() == 35);
}

}  // namespace
}  // namespace rackproof::store
