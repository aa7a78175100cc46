#include "certsuite/criteria/limits.h"

#include <cmath>
#include <string>
#include <string_view>
#include <variant>

#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

using Limit = std::variant<double, Ruling>;

Ruling incomparable(std::string reason) {
  return {Outcome::inconclusive, std::move(reason)};
}

/// `number` of `quantity` in base units, or the ruling that it is not public or not a number.
Limit base_number(const Quantity& quantity, bool lower_end, const std::string& what) {
  if (quantity.basis == Basis::not_public) {
    return Ruling{Outcome::not_judged, what + " is not public, so nothing may be held to it"};
  }
  const auto number = number_of(quantity, lower_end);
  if (!number || !std::isfinite(*number)) {
    return incomparable(what + " has no number");
  }
  return in_base_unit(*number, quantity.unit);
}

std::string unit_clash(const std::string& what, Unit given, Unit wanted) {
  return what + " is given in " + std::string(to_string(given)) +
         ", which cannot be compared with " + std::string(to_string(wanted));
}

const Quantity* quantity_of(const Part& part, std::string_view name) {
  if (name == "count") {
    return &part.count;
  }
  const auto found = part.quantities.find(name);
  return found == part.quantities.end() ? nullptr : &found->second;
}

/// What "part.accelerator.hbm_bandwidth" stands for; nullptr when the reference does not say.
const Quantity* find_quantity(const Architecture& reference, std::string_view path) {
  const auto words = split(path, '.');
  if (words.size() != 3 || words[0] != "part") {
    return nullptr;
  }
  const auto kind = value_of(kDeviceKinds, words[1]);
  for (const auto& part : reference.parts) {
    const auto* quantity = kind && part.kind == *kind ? quantity_of(part, words[2]) : nullptr;
    if (quantity != nullptr) {
      return quantity;
    }
  }
  return nullptr;
}

Limit share_of_part(const Quantity& share, bool lower_end, Unit unit,
                    const Architecture& reference) {
  const auto* whole = find_quantity(reference, share.of);
  if (whole == nullptr) {
    return incomparable("the reference has no quantity '" + share.of + "' to take a share of");
  }
  if (!same_dimension(share.unit, Unit::ratio) && !same_dimension(share.unit, Unit::one)) {
    return incomparable(unit_clash("the share of '" + share.of + "'", share.unit, Unit::ratio));
  }
  const std::string name = "'" + share.of + "'";
  auto peak = base_number(*whole, lower_end, name);
  if (std::holds_alternative<Ruling>(peak)) {
    return peak;
  }
  if (!same_dimension(whole->unit, unit)) {
    return incomparable(unit_clash(name, whole->unit, unit));
  }
  auto part = base_number(share, lower_end, "the share of " + name);
  if (std::holds_alternative<Ruling>(part)) {
    return part;
  }
  return std::get<double>(part) * std::get<double>(peak);
}

Limit resolve(const Quantity& quantity, bool lower_end, Unit unit, const Architecture& reference) {
  if (!quantity.of.empty() && quantity.basis != Basis::not_public) {
    return share_of_part(quantity, lower_end, unit, reference);
  }
  const std::string what = "the limit";
  auto number = base_number(quantity, lower_end, what);
  if (std::holds_alternative<double>(number) && !same_dimension(quantity.unit, unit)) {
    return incomparable(unit_clash(what, quantity.unit, unit));
  }
  return number;
}

/// What a growth per second is measured in.
std::optional<Unit> per_second(Unit unit) {
  switch (unit) {
    case Unit::byte:
      return Unit::byte_per_second;
    case Unit::joule:
      return Unit::watt;
    case Unit::one:
      return Unit::operation_per_second;
    case Unit::second:
      return Unit::ratio;
    default:
      return std::nullopt;
  }
}

std::optional<Unit> unit_of(const Criterion& criterion, const Metric& metric) {
  switch (criterion.statistic) {
    case Statistic::count:
      return Unit::one;
    case Statistic::rate:
      return per_second(metric.unit);
    default:
      return metric.unit;
  }
}

void take(const std::optional<Quantity>& quantity, bool lower_end, const Architecture& reference,
          ResolvedLimits& resolved) {
  if (!quantity || resolved.ruling) {
    return;
  }
  auto limit = resolve(*quantity, lower_end, resolved.unit, reference);
  if (auto* ruling = std::get_if<Ruling>(&limit)) {
    resolved.ruling = std::move(*ruling);
    return;
  }
  auto& place = lower_end ? resolved.limits.at_least : resolved.limits.at_most;
  place = std::get<double>(limit);
  if (!std::isfinite(*place)) {
    resolved.ruling = incomparable("the limit is not a finite number");
    place.reset();
  }
}

}  // namespace

std::optional<double> number_of(const Quantity& quantity, bool lower_end) {
  if (quantity.value) {
    return quantity.value;
  }
  return lower_end ? quantity.min : quantity.max;
}

ResolvedLimits resolve_limits(const Criterion& criterion, const Metric& metric,
                              const Architecture& reference) {
  ResolvedLimits resolved;
  const auto unit = unit_of(criterion, metric);
  if (!unit) {
    resolved.ruling = incomparable("a growth of " + std::string(to_string(metric.unit)) +
                                   " per second has no unit to be judged in");
    return resolved;
  }
  resolved.unit = *unit;
  take(criterion.at_least, true, reference, resolved);
  take(criterion.at_most, false, reference, resolved);
  if (!criterion.at_least && !criterion.at_most) {
    resolved.ruling = Ruling{Outcome::not_judged, "the criterion has no limit"};
  }
  return resolved;
}

}  // namespace rackproof::criteria
