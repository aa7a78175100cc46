#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>

#include "schemas/device.h"
#include "schemas/enum_names.h"
#include "schemas/quantity.h"

namespace rackproof {

enum class Statistic {
  min,
  max,
  mean,
  median,
  p01,
  p05,
  p95,
  p99,
  first,
  last,
  growth,
  rate,
  count,
  drift  ///< How far apart the means of the last two quarters are; see schemas/statistics.h.
};

inline constexpr std::array kStatistics{
    EnumName<Statistic>{Statistic::min, "min"},
    EnumName<Statistic>{Statistic::max, "max"},
    EnumName<Statistic>{Statistic::mean, "mean"},
    EnumName<Statistic>{Statistic::median, "median"},
    EnumName<Statistic>{Statistic::p01, "p01"},
    EnumName<Statistic>{Statistic::p05, "p05"},
    EnumName<Statistic>{Statistic::p95, "p95"},
    EnumName<Statistic>{Statistic::p99, "p99"},
    EnumName<Statistic>{Statistic::first, "first"},
    EnumName<Statistic>{Statistic::last, "last"},
    EnumName<Statistic>{Statistic::growth, "growth"},
    EnumName<Statistic>{Statistic::rate, "rate"},
    EnumName<Statistic>{Statistic::count, "count"},
    EnumName<Statistic>{Statistic::drift, "drift"},
};

/// How the limit is compared. simple: acceptance limit = limit. guard_band: acceptance limit =
/// limit moved by U to the safe side; without a known U only `simple` may pass.
enum class DecisionRule { simple, guard_band };

inline constexpr std::array kDecisionRules{
    EnumName<DecisionRule>{DecisionRule::simple, "simple"},
    EnumName<DecisionRule>{DecisionRule::guard_band, "guard_band"},
};

/// What it means that a criterion binds no device at all.
enum class MustBind {
  never,       ///< One NOT JUDGED.
  bare_metal,  ///< On bare metal one INCONCLUSIVE; under a hypervisor one NOT JUDGED.
  always,      ///< One INCONCLUSIVE.
};

inline constexpr std::array kMustBinds{
    EnumName<MustBind>{MustBind::never, "never"},
    EnumName<MustBind>{MustBind::bare_metal, "bare_metal"},
    EnumName<MustBind>{MustBind::always, "always"},
};

/// How many of the devices of its kind a criterion asks for.
enum class DevicesAsked {
  each,  ///< One verdict a device.
  any,   ///< One verdict for the kind: PASS where at least one device passes.
};

inline constexpr std::array kDevicesAsked{
    EnumName<DevicesAsked>{DevicesAsked::each, "each"},
    EnumName<DevicesAsked>{DevicesAsked::any, "any"},
};

/// What it means for an advisory criterion that a device says on every reading that it has no such
/// value (absent, unsupported, not_observable). A required one is INCONCLUSIVE in any case.
enum class NotOffered { inconclusive, not_judged };

inline constexpr std::array kNotOffered{
    EnumName<NotOffered>{NotOffered::inconclusive, "inconclusive"},
    EnumName<NotOffered>{NotOffered::not_judged, "not_judged"},
};

/// One question put to every device of a kind: does this statistic of this metric during this
/// phase keep to this limit?
struct Criterion {
  std::string id;
  std::string
      criterion_class;  ///< "inventory", "compute", "memory", "storage", "compile", "thermal"...
  DeviceKind on = DeviceKind::node;
  /// Only devices of which all of these hold: "id", "model", "vendor", "parent" or an attribute,
  /// against a pattern with '*'. Empty = every device of the kind.
  std::map<std::string, std::string, std::less<>> where;
  std::string
      metric;  ///< Catalogue name of what is judged (a probe's metric or a workload's measurement).
  bool measurement = false;  ///< Written as `measurement =` : judged on windows after warm-up of
                             ///< the phase's workload.
  std::string during = "*";  ///< Phase id; "*" = the whole run.
  Statistic statistic = Statistic::last;
  std::optional<Quantity> at_least;  ///< At least one of the two is given.
  std::optional<Quantity> at_most;
  DecisionRule rule = DecisionRule::simple;
  int min_samples = 1;   ///< Readable samples (or windows) below this number: INCONCLUSIVE.
  bool required = true;  ///< false = advisory: printed, never counted.
  MustBind must_bind = MustBind::never;
  DevicesAsked devices = DevicesAsked::each;
  NotOffered not_offered = NotOffered::inconclusive;
  std::string note;  ///< Why this criterion stands, for people.
};

}  // namespace rackproof
