#include "schemas/store/forgotten.h"

#include <chrono>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

constexpr std::int64_t kHour = 3'600'000'000'000;

UtcTime hour(std::int64_t number) {
  return UtcTime{std::chrono::hours(number)};
}

TEST_CASE("forgotten: the note comes back as it was, and nothing is nothing", "[schemas][store]") {
  const Forgotten gone{true, kHour, {9 * kHour, 7 * kHour, 7 * kHour, 2 * kHour}, 5};
  CHECK(parse_forgotten(format_forgotten(gone)).value() == gone);
  CHECK(parse_forgotten("").value() == Forgotten{});
  for (const std::string_view text :
       {"1", "1 2 3 4 5 6 7", "x 1 9 7 7 2 0", "1 1 9 7 7 2", "2 1 9 7 7 2 0", "1 1 7 9 7 2 0",
        "1 3 9 7 7 2 0", "1 1 9 7 7 -2 0", "1 1 9 7 7 2 0 0"}) {
    INFO(text);
    CHECK_FALSE(parse_forgotten(text));
  }
}

TEST_CASE("forgotten: what is kept instead is told in order, empty stretches are not",
          "[schemas][store]") {
  const Forgotten gone{true, kHour, {9 * kHour, 7 * kHour, 7 * kHour, 2 * kHour}, 0};
  const auto kept = kept_stretches(gone);
  REQUIRE(kept.size() == 3);
  CHECK(kept[0] == KeptStretch{{hour(1), hour(2)}, "nothing"});
  CHECK(kept[1] == KeptStretch{{hour(2), hour(7)}, "summaries of 1 h"});
  CHECK(kept[2] == KeptStretch{{hour(7), hour(9)}, "summaries of 1 min"});
  CHECK(kept_stretches({}).empty());
}

TEST_CASE("forgotten: single readings are refused of the time alone that was forgotten",
          "[schemas][store]") {
  const Forgotten gone{true, kHour, {9 * kHour, 7 * kHour, 7 * kHour, 2 * kHour}, 0};
  CHECK(refusal_of(gone, {hour(8), hour(12)})->kind == ErrorKind::out_of_range);
  CHECK(refusal_of(gone, {hour(0), hour(2)}));
  CHECK_FALSE(refusal_of(gone, {hour(9), hour(12)}));
  CHECK_FALSE(refusal_of(gone, {hour(0), hour(1)}));
  CHECK_FALSE(refusal_of({}, {hour(0), hour(12)}));
}

}  // namespace
}  // namespace rackproof::store
