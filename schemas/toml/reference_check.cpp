#include "schemas/toml/reference_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

struct RateUnit {
  Unit of;
  Unit per_second;
};

/// What a metric's unit becomes under `rate`; others cannot be asked for a rate.
constexpr std::array kRateUnits{
    RateUnit{Unit::one, Unit::operation_per_second},
    RateUnit{Unit::byte, Unit::byte_per_second},
    RateUnit{Unit::joule, Unit::watt},
    RateUnit{Unit::second, Unit::ratio},
};

constexpr std::array kSpeedUnits{Unit::byte_per_second, Unit::bit_per_second, Unit::flop_per_second,
                                 Unit::transfer_per_second, Unit::operation_per_second};

/// Unit of the statistic; nothing where the statistic makes no sense for the metric.
std::optional<Unit> unit_of_statistic(const Metric& metric, Statistic statistic) {
  if (statistic == Statistic::count) {
    return Unit::one;
  }
  if (statistic != Statistic::rate) {
    return metric.unit;
  }
  const auto* row = std::ranges::find(kRateUnits, metric.unit, &RateUnit::of);
  return row != kRateUnits.end() ? std::optional(row->per_second) : std::nullopt;
}

std::vector<std::string> metric_names(bool measurements) {
  std::vector<std::string> names;
  const auto keep = [&](const Metric& metric) {
    if (metric.measurement == measurements) {
      names.emplace_back(metric.name);
    }
  };
  for (const auto& table : metrics::kTables) {
    std::ranges::for_each(table, keep);
  }
  return names;
}

bool is_floor_share(double share) {
  return share >= kLowestFloorShare && share <= kHighestFloorShare;
}

/// Checks one reference; every complaint goes to the item at hand.
class ReferenceCheck {
 public:
  ReferenceCheck(const ReadReference& reference, Findings& findings)
      : architecture_(reference.architecture), places_(reference.places), findings_(findings) {}

  void run() {
    for (const auto& phase : architecture_.phases) {
      item_ = item_name("phase", phase.id);
      check_phase(phase);
    }
    for (const auto& criterion : architecture_.criteria) {
      item_ = item_name("criterion", criterion.id);
      check_criterion(criterion);
    }
    item_ = "reference";
    check_classes();
  }

 private:
  void error(const std::string& text) {
    findings_.push_back({LintLevel::error, place_of(places_, item_), item_ + ": " + text});
  }

  void check_phase(const Phase& phase) {
    if (phase.tiers.empty()) {
      error("'tier' is missing: no run would ever come here");
    }
    for (const auto& tier : phase.tiers) {
      if (std::ranges::find(kTiers, tier) == kTiers.end()) {
        error("tier '" + printable(tier) + "' is not one of quick, check, accept, soak");
      } else if (!phase.seconds.contains("*") && !phase.seconds.contains(tier)) {
        error("has no 'seconds' for tier " + tier);
      }
    }
    check_times(phase, "seconds", phase.seconds);
    check_times(phase, "seconds_per_gib", phase.seconds_per_gib);
    check_times(phase, "seconds_at_most", phase.seconds_at_most);
    check_times(phase, "settle", phase.settle);
  }

  void check_times(const Phase& phase, const std::string& key,
                   const std::map<std::string, Quantity, std::less<>>& times) {
    for (const auto& [tier, time] : times) {
      const bool listed = tier == "*" || std::ranges::find(phase.tiers, tier) != phase.tiers.end();
      if (!listed) {
        error(key + " for '" + printable(tier) +
              "', a tier that it does not run in, are never read");
      }
      if (!same_dimension(time.unit, Unit::second) || time.value.value_or(0) <= 0) {
        error(key + " are a time above zero");
      }
    }
  }

  void check_criterion(const Criterion& criterion) {
    if (criterion.during != "*" && !phase_exists(criterion.during)) {
      error("during '" + printable(criterion.during) + "', a phase that does not exist" +
            did_you_mean(criterion.during, phase_ids()));
    }
    const auto* metric = metrics::find(criterion.metric);
    if (metric == nullptr) {
      error("'" + printable(criterion.metric) + "' is not in the metric catalogue" +
            did_you_mean(criterion.metric, metric_names(criterion.measurement)));
      return;
    }
    if (metric->measurement != criterion.measurement) {
      error(criterion.measurement
                ? "'" + criterion.metric + "' is read by a probe: write metric ="
                : "'" + criterion.metric + "' is taken by a workload: write measurement =");
    }
    const auto unit = unit_of_statistic(*metric, criterion.statistic);
    if (!unit) {
      error("a rate of '" + criterion.metric + "' has no unit in the closed list");
      return;
    }
    check_limit(criterion.at_least, *unit);
    check_limit(criterion.at_most, *unit);
    if (criterion.at_least) {
      check_floor(criterion, *unit);
    }
  }

  void check_limit(const std::optional<Quantity>& limit, Unit unit) {
    if (!limit) {
      return;
    }
    if (limit->of.empty()) {
      if (!same_dimension(limit->unit, unit)) {
        error("limit in " + std::string(to_string(limit->unit)) + " against a metric in " +
              std::string(to_string(unit)));
      }
      return;
    }
    const auto* whole = quantity_named(architecture_, limit->of);
    if (whole == nullptr) {
      error("share of '" + printable(limit->of) + "', which no part has");
    } else if (whole->basis == Basis::not_public) {
      error("a gate on " + limit->of + ", which is not public");
    } else if (!same_dimension(whole->unit, unit)) {
      error("share of " + limit->of + " in " + std::string(to_string(whole->unit)) +
            " against a metric in " + std::string(to_string(unit)));
    }
  }

  /// A floor under a rate is held against the published peak (law 9); where the part publishes a
  /// peak of the same dimension, so is an absolute one.
  void check_floor(const Criterion& criterion, Unit unit) {
    const auto& floor = *criterion.at_least;
    if (!floor.justification.empty()) {
      return;
    }
    if (!floor.of.empty()) {
      if (!is_floor_share(floor.value.value_or(0))) {
        error("floor of " + format_double(floor.value.value_or(0)) + " of " + floor.of +
              " lies outside [0.3, 1.0] and has no 'justification'");
      }
      return;
    }
    if (!criterion.measurement || std::ranges::find(kSpeedUnits, unit) == kSpeedUnits.end()) {
      return;
    }
    const auto peaks = peaks_of(criterion.on, unit);
    const double asked = in_base_unit(floor.value.value_or(0), floor.unit);
    const bool physical = std::ranges::any_of(
        peaks, [asked](double peak) { return peak > 0 && is_floor_share(asked / peak); });
    if (!peaks.empty() && !physical) {
      error(
          "floor lies outside [0.3, 1.0] of every published peak of its part and has no "
          "'justification'");
    }
    if (peaks.empty() && criterion.required) {
      error(
          "required floor under a rate whose part publishes no peak: give the peak and a share "
          "'of' it, or a 'justification'");
    }
  }

  [[nodiscard]] std::vector<double> peaks_of(DeviceKind kind, Unit unit) const {
    std::vector<double> peaks;
    const auto keep = [&](const auto& named) {
      const Quantity& quantity = named.second;
      if (quantity.value && same_dimension(quantity.unit, unit)) {
        peaks.push_back(in_base_unit(*quantity.value, quantity.unit));
      }
    };
    for (const auto& part : architecture_.parts) {
      if (part.kind == kind) {
        std::ranges::for_each(part.quantities, keep);
      }
    }
    return peaks;
  }

  void check_classes() {
    for (const auto& name : architecture_.must_judge) {
      const bool judged = std::ranges::any_of(architecture_.criteria, [&](const Criterion& c) {
        return c.required && c.criterion_class == name;
      });
      if (!judged) {
        error("must_judge '" + printable(name) +
              "' has no required criterion: no run could ever pass" +
              did_you_mean(name, class_names()));
      }
    }
  }

  [[nodiscard]] std::vector<std::string> class_names() const {
    std::vector<std::string> names;
    for (const auto& criterion : architecture_.criteria) {
      names.push_back(criterion.criterion_class);
    }
    return names;
  }

  [[nodiscard]] std::vector<std::string> phase_ids() const {
    std::vector<std::string> ids;
    for (const auto& phase : architecture_.phases) {
      ids.push_back(phase.id);
    }
    return ids;
  }

  [[nodiscard]] bool phase_exists(std::string_view id) const {
    return std::ranges::find(architecture_.phases, id, &Phase::id) != architecture_.phases.end();
  }

  const Architecture& architecture_;
  const Places& places_;
  Findings& findings_;
  std::string item_;
};

}  // namespace

void check_reference(const ReadReference& reference, Findings& findings) {
  ReferenceCheck(reference, findings).run();
}

std::string place_of(const Places& places, std::string_view item) {
  const auto found = places.find(item);
  if (found != places.end()) {
    return found->second;
  }
  const auto whole = places.find("reference");
  return whole != places.end() ? whole->second : "";
}

const Quantity* quantity_named(const Architecture& architecture, std::string_view name) {
  const auto pieces = split(name, '.');
  if (pieces.size() != 3 || pieces[0] != "part") {
    return nullptr;
  }
  const auto kind = value_of(kDeviceKinds, pieces[1]);
  const auto part = std::ranges::find_if(
      architecture.parts, [&kind](const Part& candidate) { return candidate.kind == kind; });
  if (part == architecture.parts.end()) {
    return nullptr;
  }
  if (pieces[2] == "count") {
    return &part->count;
  }
  const auto quantity = part->quantities.find(pieces[2]);
  return quantity != part->quantities.end() ? &quantity->second : nullptr;
}

}  // namespace rackproof
