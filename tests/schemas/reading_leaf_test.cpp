#include "schemas/reading_leaf.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "schemas/merkle.h"

using namespace rackproof;
using std::chrono::seconds;

TEST_CASE("reading leaf: taken row by row it is the leaf of the whole text", "[schemas][merkle]") {
  const auto heading = leaf_heading({"node/cpu:0", "cpu_frequency_hertz"}, "Hz");
  CHECK(heading == "cpu_frequency_hertz\tHz\tnode/cpu:0\n");
  const UtcTime at{seconds(5)};
  const auto rows = reading_row(at, std::int64_t{7}) + reading_row(at, 0.1) +
                    reading_row(at, Error{ErrorKind::denied, "why\tnot\n"});
  CHECK(rows == "5000000000\ti7\n5000000000\td0.1\n5000000000\tedenied\n");
  ReadingLeaf leaf(heading);
  leaf.take(reading_row(at, std::int64_t{7}));
  leaf.take(reading_row(at, 0.1));
  leaf.take(reading_row(at, Error{ErrorKind::denied, ""}));
  CHECK(leaf.finish() == merkle_leaf(heading + rows));
}

TEST_CASE("reading leaf: a name cannot bring a row along", "[schemas][merkle]") {
  CHECK(leaf_heading({"a\n5\ti7", "m"}, "1") == "m\t1\ta\\x0a5\\x09i7\n");
}

TEST_CASE("reading leaf: stretches lie on the clock's minutes", "[schemas][merkle]") {
  CHECK(stretch_begin(UtcTime(seconds(119))) == UtcTime(seconds(60)));
  CHECK(stretch_begin(UtcTime(seconds(120))) == UtcTime(seconds(120)));
  CHECK(stretch_begin(UtcTime(seconds(-1))) == UtcTime(seconds(-60)));
}
