#include "schemas/json/json_value.h"

#include <cstdint>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/json/json_writer.h"

using namespace rackproof;

TEST_CASE("json value: an integer that a double would change becomes text", "[schemas][json]") {
  CHECK(*json_of(kLargestExactInteger).if_integer() == kLargestExactInteger);
  CHECK(*json_of(kLargestExactInteger + 1).if_string() == "9007199254740993");
  CHECK(*json_of(std::numeric_limits<std::uint64_t>::max()).if_string() == "18446744073709551615");
  CHECK(json_of(std::numeric_limits<double>::infinity()).is_null());
}

TEST_CASE("json value: adding a name again replaces its value", "[schemas][json]") {
  const auto json = JsonObject().add("a", 1).add("b", 2).add("a", 3).take();
  CHECK(write_json_line(json) == "{\"a\":3,\"b\":2}\n");
  CHECK(json.kind() == "an object");
}
