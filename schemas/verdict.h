#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/units.h"

namespace rackproof {

/// The five words, and no others.
enum class Outcome { pass, fail, inconclusive, not_judged, invalid };

inline constexpr std::array kOutcomes{
    EnumName<Outcome>{Outcome::pass, "PASS"},
    EnumName<Outcome>{Outcome::fail, "FAIL"},
    EnumName<Outcome>{Outcome::inconclusive, "INCONCLUSIVE"},
    EnumName<Outcome>{Outcome::not_judged, "NOT JUDGED"},
    EnumName<Outcome>{Outcome::invalid, "INVALID"},
};

/// The answer to one criterion for one device. Numbers are in the metric's base unit and finite.
struct Verdict {
  std::string criterion;
  std::string criterion_class;
  std::string device;  ///< Device::id; "<kind>[<n>]" for an empty slot; "" when nothing was bound.
  bool required = true;
  Outcome outcome = Outcome::not_judged;
  Unit unit = Unit::one;
  std::optional<double> observed;
  std::optional<double> uncertainty;  ///< Expanded, k = 2; none = not known.
  std::optional<double> at_least;     ///< The limits after unit and share were resolved.
  std::optional<double> at_most;
  std::optional<double> accept_at_least;  ///< After the decision rule moved them.
  std::optional<double> accept_at_most;
  std::int64_t readable = 0;  ///< Samples or windows with a value.
  std::int64_t missing = 0;   ///< Samples or windows with a reason instead.
  std::string reason;         ///< One sentence: why this outcome.

  bool operator==(const Verdict&) const = default;
};

/// All verdicts of a report, in the order of criteria, then of device ids, and what follows.
struct Judgement {
  std::vector<Verdict> verdicts;
  Outcome overall = Outcome::inconclusive;
  std::vector<std::string> because;  ///< Why the overall verdict is what it is, one sentence each.

  bool operator==(const Judgement&) const = default;
};

}  // namespace rackproof
