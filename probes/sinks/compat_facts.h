#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "probes/sinks/compat.h"

/// What the labels of others are made from. Pure.
namespace rackproof::compat {

using LabelText = std::optional<std::string>;

/// The pairs as label_text() writes them, with commas between.
[[nodiscard]] std::string labels(
    std::initializer_list<std::pair<std::string_view, std::string_view>> pairs);

/// What follows `start` in `text`; nothing where it does not begin so.
[[nodiscard]] std::optional<std::string_view> after(std::string_view text, std::string_view start);

/// An attribute of the device; "" where it has none of that name.
[[nodiscard]] std::string_view fact(const Device& device, std::string_view name);

/// nullptr where there is none.
[[nodiscard]] const Device* device_named(std::string_view id, const CompatContext& context);

/// "12" of "thermal_zone12".
[[nodiscard]] std::string_view digits_at_end(std::string_view text);

}  // namespace rackproof::compat
