#include "reports/margin_bar.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "reports/axis.h"
#include "reports/figures.h"
#include "reports/html.h"

namespace rackproof {
namespace {

using figures::fixed;

constexpr double kWidth = 150;
constexpr double kHeight = 18;
constexpr double kEdge = 5;

/// Everything that must be seen, with some room around it; from zero where nothing is below it.
Axis range_of(const Verdict& verdict) {
  auto lowest = *verdict.observed;
  auto highest = *verdict.observed;
  for (const auto& limit :
       {verdict.at_least, verdict.at_most, verdict.accept_at_least, verdict.accept_at_most}) {
    lowest = std::min(lowest, limit.value_or(lowest));
    highest = std::max(highest, limit.value_or(highest));
  }
  const bool both = verdict.at_least && verdict.at_most;
  if (!both) {
    lowest = std::min(lowest, 0.0);
  }
  const auto span = highest > lowest ? highest - lowest : std::max(std::abs(highest), 1.0);
  const auto below = lowest == 0 ? 0 : span * 0.15;
  return {lowest - below, highest + span * 0.15, kEdge, kWidth - kEdge};
}

std::string tick(std::string_view style_class, const Axis& axis, std::optional<double> value) {
  if (!value) {
    return "";
  }
  const auto x = fixed(axis.pixel(*value), 1);
  return "<line class=\"" + std::string(style_class) + "\" x1=\"" + x + "\" y1=\"2\" x2=\"" + x +
         "\" y2=\"16\"/>";
}

}  // namespace

std::string outcome_class(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::inconclusive:
      return "inconclusive";
    case Outcome::not_judged:
      return "unjudged";
    case Outcome::invalid:
      return "invalid";
  }
  return "invalid";
}

std::string margin_bar(const Verdict& verdict) {
  if (!verdict.observed || (!verdict.at_least && !verdict.at_most)) {
    return "";
  }
  const auto axis = range_of(verdict);
  const auto from = axis.pixel(verdict.accept_at_least.value_or(axis.from));
  const auto to = axis.pixel(verdict.accept_at_most.value_or(axis.to));
  const auto mark = fixed(axis.pixel(*verdict.observed), 1);
  std::string svg = "<svg class=\"margin\" viewBox=\"0 0 " + fixed(kWidth, 0) + " " +
                    fixed(kHeight, 0) + "\" role=\"img\" aria-label=\"" +
                    escape_html(figures::observed(verdict) + " against " +
                                figures::limits(verdict.at_least, verdict.at_most, verdict.unit)) +
                    "\">";
  svg += "<rect class=\"track\" x=\"" + fixed(kEdge, 1) + "\" y=\"6\" width=\"" +
         fixed(kWidth - 2 * kEdge, 1) + "\" height=\"6\"/>";
  svg += "<rect class=\"zone\" x=\"" + fixed(from, 1) + "\" y=\"6\" width=\"" +
         fixed(std::max(to - from, 0.0), 1) + "\" height=\"6\"/>";
  svg += tick("limit", axis, verdict.at_least) + tick("limit", axis, verdict.at_most);
  if (verdict.accept_at_least != verdict.at_least) {
    svg += tick("accept", axis, verdict.accept_at_least);
  }
  if (verdict.accept_at_most != verdict.at_most) {
    svg += tick("accept", axis, verdict.accept_at_most);
  }
  return svg + "<circle class=\"" + outcome_class(verdict.outcome) + "\" cx=\"" + mark +
         "\" cy=\"9\" r=\"4.5\"/></svg>";
}

}  // namespace rackproof
