#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/criterion.h"
#include "schemas/time.h"
#include "schemas/verdict.h"

/// Numbers as people read them. Display only: no verdict is ever computed from one of these.
namespace rackproof::figures {

/// Four significant digits and a decimal prefix where the unit takes one: "12.35 GB/s", "85.25 °C",
/// "98.5 %", "1 234 567". No locale.
[[nodiscard]] std::string figure(double value, Unit unit);

/// "≥ 10 GB/s", "≤ 85 °C", "10 °C … 85 °C"; "none" where both are missing.
[[nodiscard]] std::string limits(std::optional<double> at_least, std::optional<double> at_most,
                                 Unit unit);

/// A quantity of the reference as it was written there: "0.85 ratio of part.memory.bandwidth".
[[nodiscard]] std::string quantity(const Quantity& quantity);

/// The room between what was observed and the acceptance limit that is nearer to failing, as a
/// share of that limit: "+23.5 %"; "" where there is none to tell.
[[nodiscard]] std::string margin(const Verdict& verdict);

/// The observed value, or "–".
[[nodiscard]] std::string observed(const Verdict& verdict);

/// "1 234 567", with no-break spaces.
[[nodiscard]] std::string grouped(std::int64_t value);
/// A value with exactly `decimals` digits after the point.
[[nodiscard]] std::string fixed(double value, int decimals);
/// "2026-11-21 05:17:00 UTC".
[[nodiscard]] std::string moment(UtcTime time);
/// `text`, or "not given".
[[nodiscard]] std::string given(std::string_view text);
/// "1 device", "3 devices".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view singular);
/// A device id without the leading "node/"; "the whole machine" for "node".
[[nodiscard]] std::string device_name(std::string_view id);

}  // namespace rackproof::figures
