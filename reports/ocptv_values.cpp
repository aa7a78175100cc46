#include "reports/ocptv_values.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "schemas/text.h"

namespace rackproof::ocptv {
namespace {

constexpr std::string_view kDigits = "0123456789";

/// The number that the next `length` characters are, all digits; taken off the front of `text`.
std::optional<unsigned> take_number(std::string_view& text, std::size_t length) {
  if (text.size() < length ||
      text.substr(0, length).find_first_not_of(kDigits) != std::string_view::npos) {
    return std::nullopt;
  }
  const auto number = parse_integer(text.substr(0, length));
  text.remove_prefix(length);
  return number ? std::optional(static_cast<unsigned>(*number)) : std::nullopt;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

/// Two numbers of two digits with a colon between, each below its bound.
bool take_pair(std::string_view& text, unsigned first_below, unsigned second_below) {
  const auto first = take_number(text, 2);
  const bool colon = take(text, ':');
  const auto second = take_number(text, 2);
  return first && colon && second && *first < first_below && *second < second_below;
}

bool take_day(std::string_view& text) {
  const auto year = take_number(text, 4);
  const bool dash = take(text, '-');
  const auto month = take_number(text, 2);
  const bool other_dash = take(text, '-');
  const auto day = take_number(text, 2);
  if (!year || !dash || !month || !other_dash || !day) {
    return false;
  }
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                     std::chrono::month(*month), std::chrono::day(*day))
      .ok();
}

bool take_seconds(std::string_view& text) {
  const auto seconds = take(text, ':') ? take_number(text, 2) : std::nullopt;
  if (!seconds || *seconds >= 60) {
    return false;
  }
  if (!take(text, '.')) {
    return true;
  }
  const auto end = std::min(text.find_first_not_of(kDigits), text.size());
  text.remove_prefix(end);
  return end != 0;
}

bool is_zone(std::string_view text) {
  if (text.empty() || text == "Z") {
    return true;
  }
  return (take(text, '+') || take(text, '-')) && take_pair(text, 24, 60) && text.empty();
}

using Compares = bool (*)(double, double);

struct Order {
  std::string_view type;
  Compares compares;
};

constexpr std::array kOrders{
    Order{"LESS_THAN", [](double a, double b) { return a < b; }},
    Order{"LESS_THAN_OR_EQUAL", [](double a, double b) { return a <= b; }},
    Order{"GREATER_THAN", [](double a, double b) { return a > b; }},
    Order{"GREATER_THAN_OR_EQUAL", [](double a, double b) { return a >= b; }},
};

bool equal(const JsonValue& a, const JsonValue& b) {
  const auto x = a.as_double();
  const auto y = b.as_double();
  return x && y ? *x == *y : a == b;
}

}  // namespace

const JsonValue* member(const JsonValue& object, std::string_view name) {
  const auto* found = object.find(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::string text_at(const JsonValue& object, std::string_view name) {
  const auto* found = member(object, name);
  return found == nullptr || found->if_string() == nullptr ? "" : *found->if_string();
}

std::int64_t integer_at(const JsonValue& object, std::string_view name) {
  const auto* found = member(object, name);
  return found == nullptr || found->if_integer() == nullptr ? -1 : *found->if_integer();
}

const JsonValue::Array& items_at(const JsonValue& object, std::string_view name) {
  static const JsonValue::Array kNone;
  const auto* found = member(object, name);
  return found == nullptr || found->if_array() == nullptr ? kNone : *found->if_array();
}

bool is_date_time(std::string_view text) {
  return take_day(text) && take(text, 'T') && take_pair(text, 24, 60) && take_seconds(text) &&
         is_zone(text);
}

std::optional<bool> holds(const JsonValue& value, const JsonValue& validator) {
  const auto* type = validator.find("type");
  const auto* limit = validator.find("value");
  if (type == nullptr || type->if_string() == nullptr || limit == nullptr) {
    return std::nullopt;
  }
  const auto& word = *type->if_string();
  if (word == "EQUAL" || word == "NOT_EQUAL") {
    return equal(value, *limit) == (word == "EQUAL");
  }
  const auto order = std::ranges::find(kOrders, std::string_view(word), &Order::type);
  const auto x = value.as_double();
  const auto y = limit->as_double();
  if (order == kOrders.end() || !x || !y) {
    return std::nullopt;
  }
  return order->compares(*x, *y);
}

bool holds_all(const JsonValue& value, const JsonValue* validators) {
  const auto* list = validators == nullptr ? nullptr : validators->if_array();
  return list == nullptr || std::ranges::all_of(*list, [&value](const JsonValue& validator) {
           return holds(value, validator).value_or(true);
         });
}

}  // namespace rackproof::ocptv
