#include "schemas/json/json_value.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace rackproof {

JsonValue::JsonValue(bool value) : state_(value) {}
JsonValue::JsonValue(std::int64_t value) : state_(value) {}
JsonValue::JsonValue(double value) : state_(value) {}
JsonValue::JsonValue(std::string value) : state_(std::move(value)) {}
JsonValue::JsonValue(Array items) : state_(std::move(items)) {}
JsonValue::JsonValue(Object members) : state_(std::move(members)) {}

bool JsonValue::operator==(const JsonValue& other) const {
  return state_ == other.state_;
}

bool JsonValue::is_null() const {
  return std::holds_alternative<std::monostate>(state_);
}
const bool* JsonValue::if_boolean() const {
  return std::get_if<bool>(&state_);
}
const std::int64_t* JsonValue::if_integer() const {
  return std::get_if<std::int64_t>(&state_);
}
const double* JsonValue::if_number() const {
  return std::get_if<double>(&state_);
}
const std::string* JsonValue::if_string() const {
  return std::get_if<std::string>(&state_);
}
const JsonValue::Array* JsonValue::if_array() const {
  return std::get_if<Array>(&state_);
}
const JsonValue::Object* JsonValue::if_object() const {
  return std::get_if<Object>(&state_);
}

std::optional<double> JsonValue::as_double() const {
  if (const auto* integer = if_integer()) {
    return static_cast<double>(*integer);
  }
  if (const auto* number = if_number()) {
    return *number;
  }
  return std::nullopt;
}

const JsonValue* JsonValue::find(std::string_view name) const {
  const auto* members = if_object();
  if (members == nullptr) {
    return nullptr;
  }
  const auto found = std::ranges::find(*members, name, &JsonMember::name);
  return found == members->end() ? nullptr : &found->value;
}

std::string_view JsonValue::kind() const {
  constexpr std::array<std::string_view, 7> kWords{
      "null", "a boolean", "an integer", "a number", "a string", "an array", "an object"};
  return kWords.at(state_.index());
}

JsonValue json_of(std::string_view text) {
  return JsonValue(std::string(text));
}

JsonValue json_of_integer(std::int64_t value) {
  const bool exact = value <= kLargestExactInteger && value >= -kLargestExactInteger;
  return exact ? JsonValue(value) : JsonValue(std::to_string(value));
}

JsonValue json_of_unsigned(std::uint64_t value) {
  const bool exact = value <= std::uint64_t{kLargestExactInteger};
  return exact ? JsonValue(static_cast<std::int64_t>(value)) : JsonValue(std::to_string(value));
}

JsonValue json_of_double(double value) {
  return std::isfinite(value) ? JsonValue(value) : JsonValue();
}

JsonObject& JsonObject::put(std::string_view name, JsonValue value) {
  const auto found = std::ranges::find(members_, name, &JsonMember::name);
  if (found != members_.end()) {
    found->value = std::move(value);
  } else {
    members_.push_back({std::string(name), std::move(value)});
  }
  return *this;
}

}  // namespace rackproof
