#include "schemas/json/member_reader.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/json/member_writer.h"
#include "schemas/json/strict_json.h"
#include "schemas/verdict.h"

namespace rackproof {

struct Wheel {
  int spokes = 0;
  std::uint64_t seed = 0;

  bool operator==(const Wheel&) const = default;
};

struct Cart {
  std::string name;
  bool loaded = false;
  double weight = 0;
  std::optional<double> limit;
  std::int64_t turns = 0;
  UtcTime built;
  Unit unit = Unit::one;
  Outcome outcome = Outcome::pass;
  std::vector<Wheel> wheels;
  std::vector<std::string> marks;
  TextMap notes;

  bool operator==(const Cart&) const = default;
};

template <typename A>
void describe(A& archive, Described<A, Wheel>& wheel) {
  archive.field("spokes", wheel.spokes);
  archive.field("seed", wheel.seed);
}

template <typename A>
void describe(A& archive, Described<A, Cart>& cart) {
  archive.format("format", "cart", 1);
  archive.field("name", cart.name);
  archive.field("loaded", cart.loaded);
  archive.field("weight", cart.weight);
  archive.field("limit", cart.limit);
  archive.field("turns", cart.turns);
  archive.field("built", cart.built);
  archive.field("unit", cart.unit);
  archive.word("outcome", cart.outcome, kOutcomes);
  archive.list("wheels", cart.wheels);
  archive.field("marks", cart.marks);
  archive.field("notes", cart.notes);
}

}  // namespace rackproof

using namespace rackproof;

namespace {

Cart example() {
  return {.name = "c",
          .loaded = true,
          .weight = 0.1,
          .limit = 1e-9,
          .turns = INT64_MIN,
          .built = UtcTime(std::chrono::nanoseconds(1795238220123456789)),
          .unit = Unit::gibibyte_per_second,
          .outcome = Outcome::not_judged,
          .wheels = {{12, UINT64_MAX}, {0, 0}},
          .marks = {"x", ""},
          .notes = {{"colour", "red"}}};
}

/// What reading `example()` says after one member was replaced by `json`.
std::string refusal(const std::string& name, const std::string& json) {
  auto members = *to_json(example()).if_object();
  for (auto& member : members) {
    if (member.name == name) {
      member.value = parse_strict_json(json).value();
    }
  }
  const auto cart = from_json<Cart>(JsonValue(members), "cart");
  return cart ? "accepted" : cart.error().message;
}

}  // namespace

TEST_CASE("member reader: one description serves both directions", "[schemas][json]") {
  const auto json = to_json(example());
  CHECK(from_json<Cart>(json, "").value() == example());
  CHECK(*json.find("weight")->if_string() == "0.1");
  CHECK(*json.find("turns")->if_string() == "-9223372036854775808");
  auto without = example();
  without.limit.reset();
  CHECK(from_json<Cart>(to_json(without), "").value() == without);
}

TEST_CASE("member reader: what is wrong is said with its path", "[schemas][json]") {
  CHECK(refusal("name", "5") == "cart.name: expected a string, got an integer");
  CHECK(refusal("loaded", "\"yes\"") == "cart.loaded: expected a boolean, got a string");
  CHECK(refusal("weight", "0.1") == "cart.weight: expected a string, got a number");
  CHECK(refusal("weight", "\"NaN\"") == "cart.weight: expected a number, got 'NaN'");
  CHECK(refusal("limit", "\" 1\"") == "cart.limit: expected a number, got ' 1'");
  CHECK(refusal("built", "\"2026-11-21\"").starts_with("cart.built: expected a UTC time"));
  CHECK(refusal("unit", "\"gb/s\"") == "cart.unit: unknown unit 'gb/s'");
  CHECK(refusal("outcome", "\"pass\"") == "cart.outcome: unknown word 'pass'");
  CHECK(refusal("wheels", "{}") == "cart.wheels: expected an array, got an object");
  CHECK(refusal("wheels", "[7]") == "cart.wheels[0]: expected an object, got an integer");
  CHECK(refusal("wheels", R"([{"spokes":1,"seed":"1"},{"spokes":1,"seed":1}])") ==
        "cart.wheels[1].seed: expected a string, got an integer");
  CHECK(refusal("wheels", R"([{"spokes":2147483648,"seed":"1"}])") ==
        "cart.wheels[0].spokes: 2147483648 is out of range");
  CHECK(refusal("marks", R"(["a",1])") == "cart.marks[1]: expected a string, got an integer");
  CHECK(refusal("notes", R"({"k":1})") == "cart.notes.k: expected a string, got an integer");
}

TEST_CASE("member reader: a missing and an unknown member are both malformed", "[schemas][json]") {
  CHECK(refusal("wheels", R"([{"spokes":1}])") == "cart.wheels[0].seed: missing");
  CHECK(refusal("wheels", R"([{"spokes":1,"seed":"1","hub":2}])") ==
        "cart.wheels[0].hub: unknown member");
  CHECK(from_json<Cart>(JsonValue(), "").error().message == "expected an object, got null");
}

TEST_CASE("member reader: a newer format is refused by name, not misread", "[schemas][json]") {
  CHECK(refusal("format", "\"cart/2\"") ==
        "cart.format: 'cart/2' is newer than 'cart/1', which this release reads");
  CHECK(refusal("format", "\"cart/x\"") == "cart.format: expected 'cart/1', got 'cart/x'");
  auto members = *to_json(example()).if_object();
  members.front().value = json_of("cart/12");
  CHECK(from_json<Cart>(JsonValue(members), "").error().kind == ErrorKind::unsupported);
}
