#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/criterion.h"
#include "schemas/enum_names.h"
#include "schemas/quantity.h"
#include "schemas/time.h"
#include "schemas/units.h"

/// What health over a look-back window comes to: plain types, for people and for JSON.
namespace rackproof {

/// From good to bad: the state of several is the greatest of theirs.
enum class HealthState {
  healthy,    ///< Every required question that could be put was answered, and kept to its limit.
  unknown,    ///< A required question could not be answered: silent, stale, denied, never read.
  degraded,   ///< A limit was passed once in that time, and is kept to again.
  unhealthy,  ///< A limit is passed now, or was more than once; errors were counted; a part is
              ///< gone.
};

inline constexpr std::array kHealthStates{
    EnumName<HealthState>{HealthState::healthy, "HEALTHY"},
    EnumName<HealthState>{HealthState::unknown, "UNKNOWN"},
    EnumName<HealthState>{HealthState::degraded, "DEGRADED"},
    EnumName<HealthState>{HealthState::unhealthy, "UNHEALTHY"},
};

/// Criterion of a finding about a device or node that is gone or silent as a whole.
inline constexpr std::string_view kPresence = "presence";

/// One thing that is not well, on one device. Numbers are in `unit`, the metric's base unit.
struct HealthFinding {
  HealthState state = HealthState::unknown;  ///< Never healthy.
  bool required = true;                      ///< false = advisory: printed, never counted.
  std::string device;                        ///< Device::id, "accelerator[15]" for an empty place.
  std::string criterion;                     ///< Id, or kPresence.
  std::string metric;                        ///< "" where no single metric tells.
  Statistic statistic = Statistic::last;     ///< Of the observed value.
  Unit unit = Unit::one;
  std::optional<double> observed;
  std::optional<double> at_least;  ///< The limits, where it was held to any.
  std::optional<double> at_most;
  Basis basis = Basis::not_public;  ///< Of the limit; with `source`, where there is a limit.
  std::string source;
  std::optional<UtcTime> since;  ///< First reading that says so; of silence the last reading.
  std::optional<UtcTime> until;  ///< Where it is over: the first reading that was well again.
  std::optional<UtcTime> first_reading;  ///< What it was seen on.
  std::optional<UtcTime> last_reading;
  std::int64_t readable = 0;  ///< Readings with a value between the two.
  std::int64_t missing = 0;   ///< Readings with a reason instead.
  std::string reason;         ///< One sentence without its full stop.
  std::string note;           ///< The reference's own words on the criterion; may be empty.

  bool operator==(const HealthFinding&) const = default;
};

struct NodeHealth {
  std::string node;  ///< Id of the node: "node", over an engine "site/rack/name".
  HealthState state = HealthState::unknown;
  std::vector<std::string> references;  ///< Ids of the references that it was held to.
  double watched = 0;  ///< Share of the time in which it was read, in twelfths; 0 for a silent one.
  std::size_t devices = 0;              ///< Devices that a question was put to.
  std::size_t answered = 0;             ///< Required questions, each on one device, answered well.
  std::vector<HealthFinding> findings;  ///< Worst first; required ones before advisory ones.
  std::vector<std::string> not_judged;  ///< What was not asked, and why, one sentence each.

  bool operator==(const NodeHealth&) const = default;
};

struct HealthReport {
  TimeRange range;
  std::vector<NodeHealth> nodes;       ///< Worst first, then by id.
  std::vector<std::string> forgotten;  ///< Nodes that were not read for a week: not judged.
  std::vector<std::string> notes;      ///< Of the whole: what keeps it from being healthy.
};

/// The worst node's; at best unknown where there is no node, or a note.
[[nodiscard]] HealthState state_of(const HealthReport& report);

}  // namespace rackproof
