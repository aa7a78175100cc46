#include "probes/view_agreement.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/text.h"
#include "schemas/units.h"

namespace rackproof {
namespace {

/// Load moves within seconds; readings further apart say nothing of one another.
constexpr auto kApart = std::chrono::seconds(10);

// clang-format off
constexpr std::array kTolerances{
    Tolerance{metrics::named("device_present"), 0, 0, "a part is here or it is not"},
    Tolerance{metrics::named("temperature_celsius"), 5, 0, "each side rounds to a degree, and seconds of load lie between the two"},
    Tolerance{metrics::named("power_watts"), 20, 0.10, "one side averages over a second or more, the other samples"},
    Tolerance{metrics::named("power_average_watts"), 10, 0.05, "the windows of the two averages differ"},
    Tolerance{metrics::named("power_cap_watts"), 1, 0, "a value that was set: only rounding to whole watts lies between"},
    Tolerance{metrics::named("fan_speed_rpm"), 200, 0.10, "tachometers count over windows of their own"},
    Tolerance{metrics::named("pcie_link_width_lanes"), 0, 0, "a link has one width"},
    Tolerance{metrics::named("pcie_link_speed_transfers_per_second"), 0, 0.01, "a link has one speed, which some write rounded"},
};
// clang-format on

bool is_beyond(const Tolerance& tolerance, double a, double b) {
  const double most = tolerance.absolute + tolerance.relative * std::max(std::abs(a), std::abs(b));
  return std::abs(a - b) > most;
}

std::string with_unit(double value, Unit unit) {
  return format_double(value) + (unit == Unit::one ? "" : " " + std::string(to_string(unit)));
}

/// "node/accelerator:A says 61 Cel (0.4 s old)".
std::string sentence(const std::string& id, std::string_view value, UtcTime taken_at, UtcTime now) {
  constexpr double kTenths = 10;
  const double age = std::chrono::duration<double>(now - taken_at).count();
  return printable(id) + " says " + std::string(value) + " (" +
         format_double(std::round(age * kTenths) / kTenths) + " s old)";
}

}  // namespace

std::span<const Tolerance> tolerances() {
  return kTolerances;
}

ViewAgreement::ViewAgreement(const Devices& devices, const std::vector<DeviceJoin>& joins,
                             int patience)
    : patience_(patience) {
  for (const auto& join : joins) {
    for (const auto& tolerance : kTolerances) {
      sides_[{join.in_band, tolerance.metric}].emplace_back(comparisons_.size(), false);
      sides_[{join.bmc, tolerance.metric}].emplace_back(comparisons_.size(), true);
      Comparison comparison;
      comparison.tolerance = &tolerance;
      comparison.joined_by = word_of(kJoinKeys, join.by);
      comparison.in_band.id = devices[join.in_band].id;
      comparison.bmc.id = devices[join.bmc].id;
      comparisons_.push_back(std::move(comparison));
    }
  }
}

Events ViewAgreement::take(const Samples& samples, UtcTime now) {
  Events events;
  if (comparisons_.empty()) {
    return events;
  }
  for (const auto& sample : samples) {
    note(sample);
  }
  for (auto& comparison : comparisons_) {
    compare(comparison, now, events);
  }
  return events;
}

void ViewAgreement::note(const Sample& sample) {
  const auto found = sides_.find({sample.device, sample.metric});
  if (found == sides_.end()) {
    return;
  }
  for (const auto& [place, is_bmc] : found->second) {
    auto& side = is_bmc ? comparisons_[place].bmc : comparisons_[place].in_band;
    if (!has_value(sample.reading)) {
      side.seen.reset();
    } else if (!side.seen || side.seen->taken_at < sample.taken_at) {
      side.seen = Seen{as_double(sample.reading), sample.taken_at, true};
    }
  }
}

void ViewAgreement::compare(Comparison& comparison, UtcTime now, Events& events) {
  auto& here = comparison.in_band.seen;
  auto& there = comparison.bmc.seen;
  if (!here || !there || !here->is_new || !there->is_new ||
      std::chrono::abs(here->taken_at - there->taken_at) > kApart) {
    return;
  }
  here->is_new = false;
  there->is_new = false;
  const auto& tolerance = *comparison.tolerance;
  const bool beyond = is_beyond(tolerance, here->value, there->value);
  comparison.differing = beyond ? std::min(comparison.differing + 1, patience_) : 0;
  const bool disagree = comparison.differing == patience_;
  if (beyond ? comparison.told || !disagree : !comparison.told) {
    return;
  }
  comparison.told = beyond;
  const auto unit = tolerance.metric->unit;
  events.push_back(
      {comparison.in_band.id, now, "views", beyond ? "views_disagree" : "views_agree",
       beyond ? Severity::warning : Severity::info,
       std::string(tolerance.metric->name) + ": " +
           sentence(comparison.in_band.id, with_unit(here->value, unit), here->taken_at, now) +
           ", " + sentence(comparison.bmc.id, with_unit(there->value, unit), there->taken_at, now) +
           "; joined by " + std::string(comparison.joined_by) +
           (beyond
                ? ", " + std::to_string(patience_) + " readings in a row are further apart than " +
                      with_unit(tolerance.absolute, unit) + " and " +
                      format_double(tolerance.relative * 100) + " %"
                : ", they agree again"),
       ++events_});
}

}  // namespace rackproof
