#include "schemas/exposition_name.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "schemas/catalogue.h"
#include "schemas/site_metrics.h"
#include "schemas/unit_words.h"

namespace rackproof {
namespace {

constexpr std::string_view kTotal = "_total";

/// A unit that Prometheus knows under another base.
struct Respelled {
  Unit unit;
  std::string_view word;
  double factor;
};

// promtool's linter (client_golang, promlint) asks for bytes instead of bits and takes the hours of
// ampere hours for a unit of time; a coulomb is an ampere second.
constexpr std::array kRespelled{
    Respelled{Unit::bit_per_second, "bytes_per_second", 1.0 / 8},
    Respelled{Unit::ampere_hour, "coulombs", 3600},
};

// Suffixes of a histogram's series (promlint; OpenMetrics 1.0, "Suffixes").
constexpr std::array<std::string_view, 3> kPartsOfHistograms{"_count", "_sum", "_bucket"};

bool looks_like_a_part(std::string_view name) {
  return std::ranges::any_of(kPartsOfHistograms, [&](auto end) { return name.ends_with(end); });
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

SeriesType type_of(const Metric& metric) {
  if (metric.kind == MetricKind::counter && metric.name.ends_with(kTotal)) {
    return SeriesType::counter;
  }
  return looks_like_a_part(metric.name) ? SeriesType::unknown : SeriesType::gauge;
}

}  // namespace

ExpositionName exposition_name(const Metric& metric) {
  ExpositionName spelled;
  spelled.type = type_of(metric);
  auto stem = metric.name;
  const bool respell = !stem.starts_with(kSiteMetricPrefix);
  const bool total = stem.ends_with(kTotal);
  stem.remove_suffix(total ? kTotal.size() : 0);
  const auto word = unit_word(metric.unit);
  if (!word.empty() && stem.ends_with("_" + std::string(word))) {
    stem.remove_suffix(word.size());
    const auto other = std::ranges::find(kRespelled, metric.unit, &Respelled::unit);
    const bool ours = !respell || other == kRespelled.end();
    spelled.unit = ours ? word : other->word;
    spelled.factor = ours ? 1 : other->factor;
  }
  spelled.name = std::string(kExpositionPrefix) + std::string(stem) + std::string(spelled.unit);
  spelled.name += total ? kTotal : "";
  return spelled;
}

bool is_label_name(std::string_view name) {
  const auto fits = [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, fits) &&
         !name.starts_with("__");
}

const Metric* metric_exposed_as(std::string_view name) {
  static const auto kMetrics = [] {
    std::map<std::string, const Metric*, std::less<>> by_name;
    for (const auto& table : metrics::kTables) {
      for (const auto& metric : table) {
        by_name.emplace(exposition_name(metric).name, &metric);
      }
    }
    return by_name;
  }();
  const auto found = kMetrics.find(name);
  return found == kMetrics.end() ? nullptr : found->second;
}

}  // namespace rackproof
