#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/json/json_value.h"

/// Values of OCP Test & Validation 2.0 output (opencomputeproject/ocp-diag-core: json_spec) whose
/// meaning its JSON Schemas do not look at.
namespace rackproof::ocptv {

/// A member that is there and not null, which the specification takes for absent; else nullptr.
[[nodiscard]] const JsonValue* member(const JsonValue& object, std::string_view name);
/// Its text, or "".
[[nodiscard]] std::string text_at(const JsonValue& object, std::string_view name);
/// Its integer, or -1: nothing that is counted here is negative.
[[nodiscard]] std::int64_t integer_at(const JsonValue& object, std::string_view name);
/// Its items, or none.
[[nodiscard]] const JsonValue::Array& items_at(const JsonValue& object, std::string_view name);

/// "2022-07-25T01:33:46.953314Z", "…+01:00", or without a zone, which the specification allows: a
/// day that exists, a time of that day, no leap second.
[[nodiscard]] bool is_date_time(std::string_view text);

/// Whether `value` keeps to one validator ({"type", "value"}), the measured value on the left side.
/// Nothing where the two cannot be compared, and for patterns and sets, which are not looked at.
[[nodiscard]] std::optional<bool> holds(const JsonValue& value, const JsonValue& validator);

/// Whether it keeps to all of them; what cannot be compared is passed over. `validators` may be no
/// array: then there is nothing to keep to.
[[nodiscard]] bool holds_all(const JsonValue& value, const JsonValue* validators);

}  // namespace rackproof::ocptv
