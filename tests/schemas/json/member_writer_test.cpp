#include "schemas/json/member_writer.h"

#include <cstdint>
#include <limits>
#include <optional>

#include <catch2/catch.hpp>

#include "schemas/json/json_writer.h"

using namespace rackproof;

TEST_CASE("member writer: what a double cannot hold travels as text", "[schemas][json]") {
  MemberWriter writer;
  writer.field("int", -7);
  writer.field("long", std::numeric_limits<std::int64_t>::min());
  writer.field("seed", std::numeric_limits<std::uint64_t>::max());
  writer.field("measured", 0.1);
  writer.field("none", std::optional<double>());
  writer.field("map", TextMap{{"b", "2"}, {"a", "1"}});
  writer.format("format", "thing", 3);
  CHECK(write_json_line(writer.take()) ==
        "{\"int\":-7,\"long\":\"-9223372036854775808\",\"seed\":\"18446744073709551615\","
        "\"measured\":\"0.1\",\"none\":null,\"map\":{\"a\":\"1\",\"b\":\"2\"},"
        "\"format\":\"thing/3\"}\n");
}
