#include "reports/ocptv_values.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

JsonValue validator(const char* type, JsonValue value) {
  return JsonObject().add("type", type).add("value", std::move(value)).take();
}

}  // namespace

TEST_CASE("ocptv: a date and time is one that exists, with or without a zone", "[reports]") {
  for (const auto* real :
       {"2022-07-25T01:33:46.953314Z", "2022-01-05T06:37:41.211845017", "2012-03-29T10:05:45-06:00",
        "2024-02-29T23:59:59Z", "2023-04-20T03:15:16.569587+01:00"}) {
    CHECK(ocptv::is_date_time(real));
  }
  for (const auto* none :
       {"", "2022-07-25", "2022-02-29T00:00:00Z", "2022-13-01T00:00:00Z", "2022-01-01 00:00:00Z",
        "2022-01-01T24:00:00Z", "2022-01-01T00:60:00Z", "2022-01-01T00:00:60Z",
        "2022-01-01T00:00:00.Z", "2022-01-01T00:00:00z", "2022-01-01T00:00:00+1:00",
        "2022-01-01T00:00:00+01:00 ", "2022-01-01T00:00:00Zjunk", "10000-01-01T00:00:00Z",
        "2022-1-01T00:00:00Z", "+022-01-01T00:00:00Z", "yesterday", "2022-01-01T00:00"}) {
    CAPTURE(none);
    CHECK_FALSE(ocptv::is_date_time(none));
  }
}

TEST_CASE("ocptv: a validator has the measured value on its left side, and its limit passes",
          "[reports]") {
  const auto value = json_of(40);
  CHECK(ocptv::holds(value, validator("GREATER_THAN", json_of(30))) == true);
  CHECK(ocptv::holds(value, validator("GREATER_THAN", json_of(40.0))) == false);
  CHECK(ocptv::holds(value, validator("GREATER_THAN_OR_EQUAL", json_of(40.0))) == true);
  CHECK(ocptv::holds(value, validator("LESS_THAN", json_of(40))) == false);
  CHECK(ocptv::holds(value, validator("LESS_THAN_OR_EQUAL", json_of(40))) == true);
  CHECK(ocptv::holds(value, validator("LESS_THAN_OR_EQUAL", json_of(39.5))) == false);
  CHECK(ocptv::holds(value, validator("EQUAL", json_of(40.0))) == true);
  CHECK(ocptv::holds(value, validator("NOT_EQUAL", json_of(40.0))) == false);
  CHECK(ocptv::holds(json_of("up"), validator("EQUAL", json_of("down"))) == false);
}

TEST_CASE("ocptv: what cannot be compared is said to be so", "[reports]") {
  CHECK_FALSE(ocptv::holds(json_of("40"), validator("LESS_THAN", json_of(50))).has_value());
  CHECK_FALSE(ocptv::holds(json_of("40"), validator("REGEX_MATCH", json_of("4."))).has_value());
  CHECK_FALSE(ocptv::holds(json_of(40), JsonObject().add("type", "EQUAL").take()).has_value());
  CHECK_FALSE(ocptv::holds(json_of(40), json_of(30)).has_value());
}

TEST_CASE("ocptv: a value keeps to all its validators or to none at all", "[reports]") {
  const auto both = JsonArray()
                        .add(validator("GREATER_THAN", json_of(10)))
                        .add(validator("LESS_THAN", json_of(20)))
                        .take();
  CHECK(ocptv::holds_all(json_of(15), &both));
  CHECK_FALSE(ocptv::holds_all(json_of(25), &both));
  CHECK_FALSE(ocptv::holds_all(json_of(5), &both));
  CHECK(ocptv::holds_all(json_of(25), nullptr));
}

TEST_CASE("ocptv: a member that is null is not there", "[reports]") {
  const auto object =
      JsonObject().add("a", JsonValue()).add("b", "text").add("c", 7).add("d", "x").take();
  CHECK(ocptv::member(object, "a") == nullptr);
  CHECK(ocptv::text_at(object, "b") == "text");
  CHECK(ocptv::text_at(object, "c").empty());
  CHECK(ocptv::integer_at(object, "c") == 7);
  CHECK(ocptv::integer_at(object, "b") == -1);
  CHECK(ocptv::items_at(object, "b").empty());
}
