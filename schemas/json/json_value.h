#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rackproof {

struct JsonMember;

/// Integers of greater magnitude change in readers that keep numbers as doubles.
inline constexpr std::int64_t kLargestExactInteger = std::int64_t{1} << 53;

/// One JSON value, immutable once made; an object keeps the order of its members and has no name
/// twice. Strings are UTF-8. Made by parse_strict_json(), by JsonObject or by JsonArray.
class JsonValue {
 public:
  using Array = std::vector<JsonValue>;
  using Object = std::vector<JsonMember>;

  JsonValue() = default;  ///< null
  explicit JsonValue(bool value);
  explicit JsonValue(std::int64_t value);
  explicit JsonValue(double value);
  explicit JsonValue(std::string value);
  explicit JsonValue(Array items);
  explicit JsonValue(Object members);

  [[nodiscard]] bool is_null() const;
  /// What it holds, or nullptr where it holds something else. An integer is never also a number.
  [[nodiscard]] const bool* if_boolean() const;
  [[nodiscard]] const std::int64_t* if_integer() const;
  [[nodiscard]] const double* if_number() const;
  [[nodiscard]] const std::string* if_string() const;
  [[nodiscard]] const Array* if_array() const;
  [[nodiscard]] const Object* if_object() const;

  /// An integer or a number as a double.
  [[nodiscard]] std::optional<double> as_double() const;
  /// The member of that name, or nullptr: no such member, or not an object.
  [[nodiscard]] const JsonValue* find(std::string_view name) const;
  /// "null", "a boolean", "an integer", "a number", "a string", "an array", "an object".
  [[nodiscard]] std::string_view kind() const;

  bool operator==(const JsonValue& other) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> state_;
};

struct JsonMember {
  std::string name;
  JsonValue value;

  bool operator==(const JsonMember&) const = default;
};

/// A JsonValue from whatever a program has at hand. An integer beyond 2^53 becomes a string of its
/// digits, a double that is not finite becomes null.
[[nodiscard]] JsonValue json_of(std::string_view text);
[[nodiscard]] JsonValue json_of_integer(std::int64_t value);
[[nodiscard]] JsonValue json_of_unsigned(std::uint64_t value);
[[nodiscard]] JsonValue json_of_double(double value);
[[nodiscard]] inline JsonValue json_of(const char* text) {
  return json_of(std::string_view(text));
}
[[nodiscard]] inline JsonValue json_of(const std::string& text) {
  return json_of(std::string_view(text));
}
[[nodiscard]] inline JsonValue json_of(JsonValue value) {
  return value;
}
[[nodiscard]] inline JsonValue json_of(std::same_as<bool> auto value) {
  return JsonValue(value);
}
[[nodiscard]] inline JsonValue json_of(std::signed_integral auto value) {
  return json_of_integer(value);
}
[[nodiscard]] inline JsonValue json_of(std::unsigned_integral auto value) requires(
    !std::same_as<decltype(value), bool>) {
  return json_of_unsigned(value);
}
[[nodiscard]] inline JsonValue json_of(std::floating_point auto value) {
  return json_of_double(value);
}
template <typename T>
[[nodiscard]] JsonValue json_of(const std::vector<T>& items) {
  JsonValue::Array array;
  for (const auto& item : items) {
    array.push_back(json_of(item));
  }
  return JsonValue(std::move(array));
}
template <typename T>
[[nodiscard]] JsonValue json_of(const std::optional<T>& value) {
  return value ? json_of(*value) : JsonValue();
}

/// `JsonObject().add("name", "eth0").add("speed", 25).take()`. Adding a name again replaces.
class JsonObject {
 public:
  template <typename T>
  JsonObject& add(std::string_view name, T&& value) {
    return put(name, json_of(std::forward<T>(value)));
  }
  [[nodiscard]] JsonValue take() { return JsonValue(std::exchange(members_, {})); }

 private:
  JsonObject& put(std::string_view name, JsonValue value);

  JsonValue::Object members_;
};

/// `JsonArray().add(1).add("two").take()`.
class JsonArray {
 public:
  template <typename T>
  JsonArray& add(T&& value) {
    items_.push_back(json_of(std::forward<T>(value)));
    return *this;
  }
  [[nodiscard]] JsonValue take() { return JsonValue(std::exchange(items_, {})); }

 private:
  JsonValue::Array items_;
};

}  // namespace rackproof
