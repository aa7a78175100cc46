#include "reports/step_results.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "reports/figures.h"

namespace rackproof {
namespace {

/// Share of the value; the unknown is the worst.
double relative(const Measurement& one) {
  if (!one.uncertainty) {
    return std::numeric_limits<double>::infinity();
  }
  return one.value == 0 ? *one.uncertainty : *one.uncertainty / std::abs(one.value);
}

std::string words_of(const Measurement& one, std::size_t among) {
  return one.name + ": mean " + figures::figure(one.value, one.unit) +
         (one.uncertainty ? " " : ", ") + uncertainty_words(one) + ", of " +
         figures::counted(one.windows, "window") + " on " + figures::device_name(one.device) +
         (among > 1 ? ", the least certain of " + std::to_string(among) : "");
}

}  // namespace

std::vector<const Measurement*> results_of(const RunRecord& record, const Step& step) {
  std::vector<const Measurement*> found;
  if (!record.measurements) {
    return found;
  }
  for (const auto& one : *record.measurements) {
    if (one.phase == step.phase && one.attempt == step.attempt) {
      found.push_back(&one);
    }
  }
  return found;
}

std::string uncertainty_words(const Measurement& measurement) {
  return measurement.uncertainty && measurement.evaluation == Evaluation::type_a
             ? "± " + figures::figure(*measurement.uncertainty, measurement.unit) +
                   ", k = 2, type A"
             : "uncertainty not known";
}

std::vector<std::string> least_certain(const std::vector<const Measurement*>& all) {
  std::map<std::string, std::vector<const Measurement*>> means;
  for (const auto* one : all) {
    if (one->statistic == Statistic::mean) {
      means[one->name].push_back(one);
    }
  }
  std::vector<std::string> lines;
  for (const auto& [name, each] : means) {
    const auto* const worst = *std::ranges::max_element(
        each, [](const auto* a, const auto* b) { return relative(*a) < relative(*b); });
    lines.push_back(words_of(*worst, each.size()));
  }
  return lines;
}

}  // namespace rackproof
