#include "schemas/result.h"

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("result: an error is told from the inside out", "[schemas][result]") {
  const auto error = Error{ErrorKind::malformed, "expected an integer, got 'N/A'"}
                         .during("/sys/class/hwmon/hwmon1/temp1_input")
                         .during("hwmon");
  CHECK(error.kind == ErrorKind::malformed);
  CHECK(error.message ==
        "hwmon: /sys/class/hwmon/hwmon1/temp1_input: expected an integer, got 'N/A'");
}

TEST_CASE("result: a value or the error, movable out of both", "[schemas][result]") {
  Result<std::unique_ptr<int>> good = std::make_unique<int>(7);
  REQUIRE(good);
  CHECK(**good == 7);
  const auto taken = *std::move(good);
  CHECK(*taken == 7);

  Result<std::string> bad = Error{ErrorKind::denied, "no"};
  CHECK_FALSE(bad);
  CHECK(std::move(bad).error() == Error{ErrorKind::denied, "no"});

  CHECK(Result<void>());
  CHECK(Result<void>(Error{ErrorKind::io, "full"}).error().message == "full");
}

TEST_CASE("result: every kind of error has a word of its own", "[schemas][result]") {
  std::set<std::string_view> spelled;
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::untrusted); ++kind) {
    CHECK(spelled.insert(to_string(static_cast<ErrorKind>(kind))).second);
  }
  CHECK(spelled.size() == 12);
}
